import type { Logger } from '../../kernel/logger.ts'
import { markDirty } from '../engine/dirty-skus.store.ts'
import { readSiteOrders, type SiteOrderDeps } from './site-orders.ts'
import {
  isSiteInPool,
  type LinkedAtSite,
  linkedAtSite,
  type SyncSite,
  takeDueSites,
} from './sync-sites.store.ts'

/** Products whose stock is asked for in one go. */
const PART = 500

/**
 * Verifies the sites of a tenant that are due: reads the orders that changed, and the stock of every linked product; what does not show
 * what we last left there is looked at. Where nothing drifted nothing follows. Says whether any site was due.
 */
export async function sweepSites(
  deps: SiteOrderDeps & { readonly logger: Logger },
  tenant_id: string,
): Promise<boolean> {
  const due = await deps.database.tenant(tenant_id, (tx) => takeDueSites(tx, deps.clock.now()))
  for (const site of due) {
    const isComplete = await readSiteOrders(deps, tenant_id, site)
    if (isComplete) await markDrifted(deps, tenant_id, site)
    else deps.logger.warn({ site_id: site.site_id }, 'a site did not answer its verification')
  }
  return due.length > 0
}

async function markDrifted(deps: SiteOrderDeps, tenant_id: string, { site_id }: SyncSite): Promise<void> {
  const linked = await deps.database.tenant(tenant_id, async (tx) =>
    (await isSiteInPool(tx, site_id)) ? linkedAtSite(tx, site_id) : [],
  )
  for (let from = 0; from < linked.length; from += PART) {
    const part = linked.slice(from, from + PART)
    const read = await deps.sites.readStock({ tenant_id, site_id }, part)
    if (read.kind === 'failed') return
    const drifted = part.filter((one) => isDrifted(one, read.stock.get(one.product_id)))
    await deps.database.tenant(tenant_id, (tx) =>
      markDirty(
        tx,
        drifted.map(({ sku }) => sku),
        { origin: 'sweep', lane: 'sweep', at: deps.clock.now() },
      ),
    )
  }
}

function isDrifted(
  { confirmed }: LinkedAtSite,
  seen: { readonly kind: string; readonly quantity?: number } | undefined,
): boolean {
  return confirmed === null || seen?.kind !== 'observed' || seen.quantity !== confirmed
}
