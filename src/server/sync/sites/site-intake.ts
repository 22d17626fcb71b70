import { createEventIntake } from '../../db/intake.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { WorkIntake } from '../../kernel/tenant-workers.ts'
import { markDirty } from '../engine/dirty-skus.store.ts'
import { skusOfSiteProducts } from './site-links.store.ts'
import { SiteCallFailed, type SiteOrderDeps } from './site-orders.ts'
import type { SiteEventTaken } from './site-port.ts'

/** What events of sites are taken in with. */
export type SiteIntakeDeps = SiteOrderDeps & { readonly logger: Logger }

/**
 * Takes up events of sites that are due and turns each into a reason to look again; none of their numbers is believed. An event is done
 * when what follows from it is stored, and comes again when that failed. Those of the same order or product are one look.
 */
export function createSiteIntake(deps: SiteIntakeDeps): WorkIntake {
  const { clock, logger } = deps
  return createEventIntake<SiteEventTaken>(
    { inbox: deps.sites.inbox, clock, logger },
    {
      async piecesOf(events) {
        const groups = Map.groupBy(events, ({ topic, resource_id }) => `${topic} ${resource_id}`)
        return [...groups.values()].map((group) => ({ events: group, work: () => takeGroup(deps, group) }))
      },
      failureOf: (error) => (error instanceof SiteCallFailed ? error.failed : null),
    },
  )
}

async function takeGroup(deps: SiteIntakeDeps, group: readonly SiteEventTaken[]): Promise<void> {
  const [first] = group
  if (first === undefined) return
  const { topic, resource_id, tenant_id, site_id } = first
  if (topic === 'order' && resource_id !== null) {
    const taken = await deps.sites.takeOrder({ tenant_id, site_id }, resource_id)
    if (taken.kind === 'failed') throw new SiteCallFailed(taken)
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
