import type { Logger } from '../../kernel/logger.ts'
import { markDirty } from '../engine/dirty-skus.store.ts'
import { skusOfSiteProducts } from './site-links.store.ts'
import { SiteAway, type SiteOrderDeps } from './site-orders.ts'
import type { SiteEventTaken } from './site-port.ts'

/** What events of sites are taken in with. */
export type SiteIntakeDeps = SiteOrderDeps & { readonly logger: Logger }

/** How many events are taken up at once, and how long they are ours. */
const LIMIT = 200
const LEASE_MS = 120_000

/**
 * Takes up events of sites that are due and turns each into a reason to look again; none of their numbers is believed. An event is done
 * when what follows from it is stored, and comes again when that failed. Gives how many were taken up.
 */
export async function takeInSites(deps: SiteIntakeDeps): Promise<number> {
  const events = await deps.sites.inbox.takeDue({ limit: LIMIT, lease_ms: LEASE_MS })
  const bySite = Map.groupBy(events, ({ tenant_id, site_id }) => `${tenant_id} ${site_id}`)
  await Promise.all([...bySite.values()].map((own) => takeInSite(deps, own)))
  return events.length
}

/** Events of one site: those of the same order or product are one look. */
async function takeInSite(deps: SiteIntakeDeps, events: readonly SiteEventTaken[]): Promise<void> {
  const groups = Map.groupBy(events, ({ topic, resource_id }) => `${topic} ${resource_id}`)
  for (const group of groups.values()) {
    try {
      await takeGroup(deps, group)
    } catch (error) {
      if (!(error instanceof SiteAway)) deps.logger.error({ err: error }, 'events of a site failed')
      const reason = error instanceof SiteAway ? error.message : 'falha interna'
      for (const event of group) await deps.sites.inbox.failed(event, reason)
    }
  }
}

async function takeGroup(deps: SiteIntakeDeps, group: readonly SiteEventTaken[]): Promise<void> {
  const [first] = group
  if (first === undefined) return
  const { topic, resource_id, tenant_id, site_id } = first
  if (topic === 'order' && resource_id !== null) {
    const taken = await deps.sites.takeOrder({ tenant_id, site_id }, resource_id)
    if (taken.kind === 'failed') throw new SiteAway(taken.reason)
  }
  await deps.database.tenant(tenant_id, async (tx) => {
    if (topic === 'product' && resource_id !== null) {
      const skus = await skusOfSiteProducts(tx, site_id, [resource_id])
      await markDirty(
        tx,
        skus.map(({ sku }) => sku),
        { origin: 'webhook', lane: 'webhook', at: deps.clock.now() },
      )
    }
    await deps.sites.inbox.done(
      tx,
      group.map(({ id }) => id),
    )
  })
}
