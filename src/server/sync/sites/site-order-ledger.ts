import { demandOfOrder, type OrderItem, type OrderReading } from '../../../domain/sync/order-demand.ts'
import type { Database, Tx } from '../../db/database.ts'
import type { Clock } from '../../kernel/clock.ts'
import { linesOfOrder, saveLines } from '../engine/demand.store.ts'
import { lockOrder, orderVersion, saveOrder } from '../engine/demand-orders.store.ts'
import { markDirty, type Origin } from '../engine/dirty-skus.store.ts'
import { skusOfSiteProducts } from './site-links.store.ts'
import type { SiteName, SiteOrderSeen, SitePort } from './site-port.ts'
import { type SyncSite, saveOrdersCursor } from './sync-sites.store.ts'

/** What orders of sites are read with. */
export type SiteOrderDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly sites: SitePort
}

/** A site that joins may have open orders as old as this. */
const FIRST_READING_MS = 90 * 86_400_000

/** A call to a site failed; whoever asked tries again later. */
export class SiteAway extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'SiteAway'
  }
}

/** Reads every order of a site that changed since the last reading; false when the site did not answer for all of them. */
export async function readSiteOrders(
  deps: SiteOrderDeps,
  tenant_id: string,
  site: SyncSite,
  origin: Origin,
): Promise<boolean> {
  const { site_id } = site
  const since = new Date(site.joined_at.getTime() - FIRST_READING_MS)
  const isFirst = site.orders_read_at === null
  for (let cursor = site.orders_cursor; ; ) {
    const began = deps.clock.now()
    const page = await deps.sites.readOrders({ tenant_id, site_id }, { cursor, since })
    if (page.kind === 'failed') return false
    const from = cursor
    await deps.database.tenant(tenant_id, async (tx) => {
      for (const order of page.orders) {
        // What was over before the site joined is in the first balances that were read.
        if (isFirst && order.phase !== 'open' && order.placed_at < site.joined_at) continue
        await keepSiteOrder(tx, site_id, order.order_id, order, { origin, now: began })
      }
      const read_at = page.is_last ? began : null
      await saveOrdersCursor(tx, site_id, from, { cursor: page.next_cursor, read_at })
    })
    if (page.is_last) return true
    cursor = page.next_cursor
  }
}

/**
 * Reads one order again and brings the demand ledger to what it says now. Of two readings at once the later one stays. Throws `SiteAway`;
 * an order that is gone is an answer. Says whether anything changed.
 */
export async function rereadSiteOrder(
  deps: SiteOrderDeps,
  site: SiteName,
  order_id: string,
  origin: Origin,
): Promise<boolean> {
  const { tenant_id, site_id } = site
  for (;;) {
    const version = await deps.database.tenant(tenant_id, (tx) => orderVersion(tx, site_id, order_id))
    const read = await deps.sites.readOrder(site, order_id)
    if (read.kind === 'failed') throw new SiteAway(read.reason)
    const order = read.kind === 'gone' ? null : read.order
    const isChanged = await deps.database.tenant(tenant_id, async (tx) => {
      const stored = await lockOrder(tx, site_id, order_id)
      if ((stored?.version ?? 0) !== version) return null
      return keepSiteOrder(tx, site_id, order_id, order, { origin, now: deps.clock.now() })
    })
    if (isChanged !== null) return isChanged
  }
}

/** Keeps an order as it was just read; null for one that is gone. Products that are none of ours ask for nothing. */
async function keepSiteOrder(
  tx: Tx,
  site_id: string,
  order_id: string,
  order: SiteOrderSeen | null,
  { origin, now }: { readonly origin: Origin; readonly now: Date },
): Promise<boolean> {
  const stored = await lockOrder(tx, site_id, order_id)
  if (stored === null && (order === null || order.phase === 'cancelled')) return false
  const before = await linesOfOrder(tx, site_id, order_id)
  const reading = await readingOf(tx, site_id, order)
  const { lines, is_changed } = demandOfOrder({ channel_id: site_id, order_id }, before, reading, now)
  await saveOrder(
    tx,
    {
      ...{ channel_id: site_id, order_id, shop_number: '', ignored_by: null, is_invoiced: false },
      number: order?.number ?? stored?.number ?? '',
      phase: order?.phase ?? 'cancelled',
      placed_on: order?.placed_at.toISOString().slice(0, 10) ?? stored?.placed_on ?? null,
      is_gone: order === null,
    },
    now,
  )
  if (!is_changed) return false
  const changed = lines.filter((line) => !before.includes(line))
  const skus = [...new Set(changed.map(({ sku }) => sku))].toSorted()
  await markDirty(tx, skus, { origin, lane: origin === 'sweep' ? 'sweep' : 'webhook', at: now })
  await saveLines(tx, changed)
  return true
}

async function readingOf(tx: Tx, site_id: string, order: SiteOrderSeen | null): Promise<OrderReading> {
  if (order === null) return { kind: 'gone' }
  const ids = [...new Set(order.lines.map(({ product_id }) => product_id))]
  const skus = new Map(
    (await skusOfSiteProducts(tx, site_id, ids)).map((one) => [one.site_product_id, one.sku]),
  )
  const items = order.lines.flatMap(({ product_id, quantity }): OrderItem[] => {
    const sku = skus.get(product_id)
    return sku === undefined ? [] : [{ sku, quantity }]
  })
  return { kind: 'found', phase: order.phase, items, ignored_by: null, is_replaced: false }
}
