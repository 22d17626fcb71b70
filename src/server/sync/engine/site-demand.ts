import type { OrderPhase } from '../../../domain/sync/demand-line.ts'
import { expandKits, type KitStructures } from '../../../domain/sync/kits.ts'
import { demandOfOrder, type OrderItem } from '../../../domain/sync/order-demand.ts'
import type { Tx } from '../../db/database.ts'
import { linesOfOrder, saveLines } from './demand.store.ts'
import { lockOrder, saveOrder } from './demand-orders.store.ts'
import { markDirty } from './dirty-skus.store.ts'
import { saveKitSales } from './kit-sales.store.ts'
import { partsOfKits } from './kit-structures.queries.ts'
import { knownSkus } from './pool-skus.queries.ts'

/** An order of a site, as far as stock is concerned. */
export type SiteOrder = {
  readonly site_id: string
  /** What the site calls it by. */
  readonly order_id: string
  readonly number: string
  readonly shop_number: string
  readonly placed_on: string
  readonly items: readonly OrderItem[]
  readonly phase: OrderPhase
  /** Whether an account's order, which was read, asks in its place. */
  readonly is_replaced: boolean
  /** The account in which it may be already, although nobody read it there. */
  readonly carrier_id: string | null
}

/**
 * Brings the demand ledger to what an order of a site says now, in the caller's transaction: from then on every target shows the rest.
 * Saying the same again changes nothing. SKUs that the catalogue does not have ask for nothing until it has them. Gives the SKUs whose
 * demand changed; they are marked to be looked at.
 */
export async function keepSiteDemand(tx: Tx, order: SiteOrder, now: Date): Promise<readonly string[]> {
  const { site_id: channel_id, order_id } = order
  await lockOrder(tx, channel_id, order_id)
  const parts = await partsOfKits(
    tx,
    order.items.map(({ sku }) => sku),
    'all',
  )
  const items = await stockItems(tx, order.items, parts)
  const before = await linesOfOrder(tx, channel_id, order_id)
  const { phase, is_replaced, carrier_id } = order
  const reading = { kind: 'found' as const, phase, items, ignored_by: null, is_replaced, carrier_id }
  const { lines, is_changed } = demandOfOrder({ channel_id, order_id }, before, reading, now)
  await saveOrder(
    tx,
    {
      ...{ channel_id, order_id, phase, ignored_by: null, is_gone: false, is_invoiced: false },
      ...{ number: order.number, shop_number: order.shop_number, placed_on: order.placed_on },
    },
    now,
  )
  if (!is_changed) return []
  const changed = lines.filter((line) => !before.includes(line))
  const skus = [...new Set(changed.map((line) => line.sku))].toSorted()
  const kits = order.items.filter(({ sku }) => parts.has(sku))
  const concerned = [...skus, ...kits.map(({ sku }) => sku)]
  await markDirty(tx, concerned, { origin: 'webhook', lane: 'webhook', at: now })
  await saveLines(tx, changed)
  await saveKitSales(tx, { channel_id, order_id }, kits, now)
  return skus
}

/** What really leaves the stock: kits taken apart, unknown SKUs left out. */
async function stockItems(
  tx: Tx,
  items: readonly OrderItem[],
  kits: KitStructures,
): Promise<readonly OrderItem[]> {
  const expanded = expandKits(items, kits)
  const parts = expanded.ok ? expanded.items : items
  const known = await knownSkus(
    tx,
    parts.map(({ sku }) => sku),
  )
  return parts.filter(({ sku }) => known.has(sku))
}
