import type { TenantSettings } from '../../../contract/settings.ts'
import type { Level } from '../../../domain/stock/level.ts'
import type { Accepted, LevelKey, LotShare } from './command.ts'

/** A level as the batch holds it: what the database said, then what the commands before left. */
export type ItemState = {
  level: Level
  low_stock_alert: number
  target_days: number
  incoming_units: number
  sold_15d: number
  days_15d: number
  first_entry_at: Date | null
  last_count_at: Date | null
  last_count_seq: number | null
  last_seq: number
  /** Lots by batch number; empty for products without lots. */
  lots: Map<string, LotShare>
  has_lots: boolean
}

export type ProductState = {
  readonly id: string
  readonly sku: string
  readonly name: string
  readonly is_active: boolean
  readonly unit_price_cents: number | null
  readonly box_price_cents: number | null
  readonly dose_price_cents: number | null
  readonly dose_mode: 'open_bottle' | 'bottle_per_sale'
  readonly muntu_enabled: boolean
  readonly muntu_quantity: number | null
  readonly muntu_price_cents: number | null
}

export type SaleState = {
  readonly id: string
  readonly branch_id: string
  readonly number: number
  readonly lines: unknown
  readonly first_seq: number
  readonly last_seq: number
  readonly total_cents: number
  readonly recorded_at: Date
  cancelled: boolean
}

export type PurchaseState = {
  readonly id: string
  readonly branch_id: string
  readonly number: number
  readonly supplier: string | null
  readonly notes: string | null
  readonly lines: unknown
  readonly total_cents: number
  readonly created_at: Date
  cancelled_at: Date | null
  status: 'pending' | 'received' | 'cancelled'
}

/** Everything the decisions of one batch may read, loaded after all levels were locked. */
export type BatchState = {
  readonly tenant_id: string
  readonly now: Date
  readonly settings: TenantSettings
  readonly items: ReadonlyMap<string, ItemState>
  readonly products: Map<string, ProductState>
  /** Branches that exist, and whether they take movements. */
  readonly branches: ReadonlyMap<string, { readonly is_active: boolean }>
  readonly sales: ReadonlyMap<string, SaleState>
  readonly purchases: ReadonlyMap<string, PurchaseState>
}

/** The key of a level inside maps. */
export function keyOf(key: LevelKey): string {
  return key.branch_id + key.product_id
}

/**
 * Carries an accepted command's changes over to the commands that follow in the same batch: levels, counts, documents, products,
 * incoming goods.
 * Lots and sequence are settled when the rows are written.
 */
export function absorb(state: BatchState, accepted: Accepted): void {
  for (const { draft } of accepted.movements) {
    const item = state.items.get(keyOf(draft))
    if (item === undefined) throw new Error('a movement touches a level that was not locked')
    item.level = draft.after
  }
  const { writes } = accepted
  const sale = writes.cancel_sale_id === undefined ? undefined : state.sales.get(writes.cancel_sale_id)
  if (sale !== undefined) sale.cancelled = true
  const purchase =
    writes.receive_purchase_id === undefined ? undefined : state.purchases.get(writes.receive_purchase_id)
  if (purchase !== undefined) purchase.status = 'received'
  const given =
    writes.cancel_purchase_id === undefined ? undefined : state.purchases.get(writes.cancel_purchase_id)
  if (given !== undefined) given.status = 'cancelled'
  for (const { after } of writes.catalog?.updated ?? []) {
    if (state.products.has(after.id)) state.products.set(after.id, after)
  }
  for (const counted of writes.counted ?? []) {
    const item = state.items.get(keyOf(counted))
    if (item !== undefined) noteCount(item, counted.counted_at)
  }
  for (const change of writes.incoming ?? []) {
    const item = state.items.get(keyOf(change))
    if (item !== undefined) item.incoming_units += change.units
  }
}

/** A level was counted at an instant. A count that arrives late does not hide the later one: the latest look at the shelf stands. */
function noteCount(item: ItemState, counted_at: Date): void {
  if (item.last_count_at === null || item.last_count_at < counted_at) item.last_count_at = counted_at
}
