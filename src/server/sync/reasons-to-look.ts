import { accountChanged } from '../bling/account-changed.ts'
import type { Outbox } from '../db/outbox.ts'
import type { Clock } from '../kernel/clock.ts'
import { STOCK_CHANGED } from '../stock/stock-changed.ts'
import { noticeAccountStates } from './engine/account-states.ts'
import { markDirty, markLinkedDirty } from './engine/dirty-skus.store.ts'
import { skusInSourceBranches } from './engine/source-skus.queries.ts'
import { linksChanged } from './links/links-changed.ts'
import { poolChanged } from './pools/pool-changed.ts'
import { settleSiteLinks } from './sites/site-links.ts'
import type { SitePort } from './sites/site-port.ts'
import { markSiteDirty } from './sites/site-skus.ts'

/**
 * Turns what happened in our own house into reasons to look at SKUs, in the transaction that takes the event from the outbox: each exactly
 * once. A sale at the counter concerns a pool only where the branch is one of its sources.
 */
export function listenForReasons(outbox: Outbox, clock: Clock, sites: SitePort): void {
  const mark = (origin: 'webhook' | 'reconcile') => ({ origin, lane: 'webhook' as const, at: clock.now() })
  outbox.onEvent(STOCK_CHANGED, async (tx, { payload }) => {
    await markDirty(tx, await skusInSourceBranches(tx, payload.levels), mark('webhook'))
  })
  outbox.onEvent(linksChanged, (tx, { payload }) => markDirty(tx, payload.skus, mark('reconcile')))
  outbox.onEvent(sites.stateChanged, (tx, { payload }) =>
    markSiteDirty(tx, payload.site_id, mark('reconcile')),
  )
  outbox.onEvent(sites.productsRead, (tx, { payload }) => settleSiteLinks(tx, payload.site_id, clock.now()))
  outbox.onEvent(poolChanged, (tx) => markLinkedDirty(tx, mark('reconcile')))
  outbox.onEvent(accountChanged, (tx) => noticeAccountStates(tx, clock.now()))
}
