import { tenantSettings } from '../../../src/contract/settings.ts'
import { emptyLevel, type Packing } from '../../../src/domain/stock/level.ts'
import type {
  BatchState,
  ItemState,
  ProductState,
  PurchaseState,
  SaleState,
} from '../../../src/server/stock/batch/batch-state.ts'
import type { Accepted } from '../../../src/server/stock/batch/command.ts'
import { known } from './claim.ts'
import type { Performance } from './perform.ts'

/** A company's stock in memory, moved by one command at a time. */
export type SerialState = {
  readonly items: Map<string, ItemState>
  /** Packings that a product was given so far; a level that never moved may have taken any of them without a row. */
  readonly packings: Map<string, Packing[]>
  readonly sales: Map<string, SaleState>
  readonly purchases: Map<string, PurchaseState>
  /** What a command decides on at an instant. */
  at(now: Date): BatchState
}

/** The stock of a company to which nothing has happened yet. */
export function emptyState({ script, company }: Performance): SerialState {
  const items = new Map<string, ItemState>()
  const products = new Map<string, ProductState>()
  for (const [index, product] of company.products.entries()) {
    const { muntu, ...prices } = product
    products.set(product.id, {
      ...prices,
      sku: `SKU-${index}`,
      name: `Produto ${index}`,
      is_active: true,
      muntu_enabled: muntu !== null,
      muntu_quantity: muntu?.quantity ?? null,
      muntu_price_cents: muntu?.price_cents ?? null,
    })
    for (const branch of company.branch_ids) items.set(branch + product.id, emptyItem(product))
  }
  const packings = new Map(
    company.products.map(({ id, units_per_box, doses_per_bottle }) => [
      id,
      [{ units_per_box, doses_per_bottle }],
    ]),
  )
  const sales = new Map<string, SaleState>()
  const purchases = new Map<string, PurchaseState>()
  const settings = tenantSettings.parse(script.settings)
  const branches = new Map(company.branch_ids.map((id) => [id, { is_active: true }]))
  const { tenant_id } = company.principal
  return {
    items,
    packings,
    sales,
    purchases,
    at: (now) => ({ tenant_id, now, settings, items, products, branches, sales, purchases }),
  }
}

function emptyItem(product: Performance['company']['products'][number]): ItemState {
  return {
    level: emptyLevel(product),
    low_stock_alert: product.low_stock_alert,
    target_days: 15,
    incoming_units: 0,
    sold_15d: 0,
    days_15d: 15,
    first_entry_at: null,
    last_count_at: null,
    last_count_seq: null,
    last_seq: 0,
    lots: new Map(),
    has_lots: false,
  }
}

/** Moves the state by an accepted command. A count's time is the latest that anybody counted, whenever it arrives. */
export function advance(state: SerialState, accepted: Accepted, number: number, recorded_at: Date): void {
  const { writes, operation } = accepted
  for (const { draft } of accepted.movements) {
    const item = itemOf(state, draft)
    item.level = draft.after
    item.last_seq += 1
  }
  for (const change of writes.incoming ?? []) itemOf(state, change).incoming_units += change.units
  for (const counted of writes.counted ?? []) {
    const item = itemOf(state, counted)
    const at = counted.counted_at
    item.last_count_at = item.last_count_at === null || item.last_count_at < at ? at : item.last_count_at
  }
  if (writes.sale !== undefined) {
    const seqs = { first_seq: 0, last_seq: 0, recorded_at, cancelled: false }
    state.sales.set(operation.id, { id: operation.id, number, ...writes.sale, ...seqs })
  }
  if (writes.purchase !== undefined)
    state.purchases.set(operation.id, {
      id: operation.id,
      number,
      ...writes.purchase,
      created_at: recorded_at,
      cancelled_at: null,
    })
  if (writes.cancel_sale_id !== undefined)
    known(state.sales, writes.cancel_sale_id, 'the cancelled sale').cancelled = true
  if (writes.receive_purchase_id !== undefined)
    known(state.purchases, writes.receive_purchase_id, 'the received purchase').status = 'received'
}

/** Packs a level that never moved as told; it is empty, so that nobody can tell when it was repacked. */
export function packUnmoved(
  state: SerialState,
  key: { branch_id: string; product_id: string },
  packing: Packing,
): void {
  const item = itemOf(state, key)
  if (item.last_seq === 0) item.level = emptyLevel(packing)
}

function itemOf(state: SerialState, key: { branch_id: string; product_id: string }): ItemState {
  return known(state.items, key.branch_id + key.product_id, 'the level')
}
