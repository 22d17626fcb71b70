import { bottlesOnHand, quantityOnHand } from '../../../domain/stock/level.ts'
import { raw, type Sql, sql } from '../../db/sql.ts'
import { unnest } from '../../db/unnest.ts'
import { derivedOf } from '../derived.ts'
import type { Placed } from './assign.ts'
import { type BatchState, type ItemState, keyOf } from './batch-state.ts'
import type { LevelKey } from './command.ts'

const NAMES = raw(`
  branch_id, product_id, closed_boxes, open_box_units, open_bottle_doses, units_per_box, doses_per_bottle, qty_units, total_bottles,
  last_seq, first_entry_at, last_count_at, last_count_seq, incoming_units, days_until_stockout, suggested_reorder, status, has_lots`)

/** An item that a batch changed, with the ledger's numbers in it. */
export type TouchedItem = { readonly key: LevelKey; readonly item: ItemState }

/** The statement that brings the shadow of the ledger up to the touched items; null when there are none. */
export function updateItems(state: BatchState, touched: readonly TouchedItem[]): Sql | null {
  if (touched.length === 0) return null
  const levels = touched.map(({ item }) => item.level)
  const derived = touched.map(({ item }) => derivedOf(item))
  const rows = unnest([
    ['uuid', touched.map(({ key }) => key.branch_id)],
    ['uuid', touched.map(({ key }) => key.product_id)],
    ['integer', levels.map((level) => level.closed_boxes)],
    ['integer', levels.map((level) => level.open_box_units)],
    ['integer', levels.map((level) => level.open_bottle_doses)],
    ['integer', levels.map((level) => level.units_per_box)],
    ['integer', levels.map((level) => level.doses_per_bottle)],
    ['bigint', levels.map(quantityOnHand)],
    ['bigint', levels.map(bottlesOnHand)],
    ['bigint', touched.map(({ item }) => item.last_seq)],
    ['timestamptz', touched.map(({ item }) => item.first_entry_at)],
    ['timestamptz', touched.map(({ item }) => item.last_count_at)],
    ['bigint', touched.map(({ item }) => item.last_count_seq)],
    ['bigint', touched.map(({ item }) => item.incoming_units)],
    ['integer', derived.map((one) => one.days_until_stockout)],
    ['bigint', derived.map((one) => one.suggested_reorder)],
    ['text', derived.map((one) => one.status)],
    ['boolean', touched.map(({ item }) => item.has_lots)],
  ])
  return sql`
    update inventory_items i
       set closed_boxes = row.closed_boxes, open_box_units = row.open_box_units, open_bottle_doses = row.open_bottle_doses,
           units_per_box = row.units_per_box, doses_per_bottle = row.doses_per_bottle, qty_units = row.qty_units,
           total_bottles = row.total_bottles, last_seq = row.last_seq, first_entry_at = row.first_entry_at,
           last_count_at = row.last_count_at, last_count_seq = row.last_count_seq, incoming_units = row.incoming_units,
           days_until_stockout = row.days_until_stockout, suggested_reorder = row.suggested_reorder, status = row.status,
           has_lots = row.has_lots, updated_at = ${state.now}
      from ${rows} as row (${NAMES})
     where i.tenant_id = ${state.tenant_id} and i.branch_id = row.branch_id and i.product_id = row.product_id`
}

/** Every item that the placed commands changed, with the ledger's numbers written into it. */
export function touchedItems(state: BatchState, placed: readonly Placed[]): TouchedItem[] {
  const touched = new Map<string, TouchedItem>()
  const touch = (key: LevelKey): ItemState => {
    const item = state.items.get(keyOf(key))
    if (item === undefined) throw new Error('a command writes to a level that was not locked')
    touched.set(keyOf(key), { key: { branch_id: key.branch_id, product_id: key.product_id }, item })
    return item
  }
  for (const { accepted, movements } of placed) {
    for (const movement of movements) {
      const item = touch(movement)
      item.last_seq = movement.seq
      item.first_entry_at ??= movement.occurred_at
    }
    for (const key of accepted.writes.incoming ?? []) touch(key)
    for (const counted of accepted.writes.counted ?? []) {
      const item = touch(counted)
      const isLatest = item.last_count_at?.getTime() === counted.counted_at.getTime()
      if (isLatest) item.last_count_seq = movements.at(-1)?.seq ?? item.last_seq
    }
  }
  return [...touched.values()]
}

/** The statement that writes the books of lots of the touched items; null when none of them has lots. */
export function upsertLots(tenantId: string, touched: readonly TouchedItem[]): Sql | null {
  const lots = touched.flatMap(({ key, item }) => [...item.lots.values()].map((lot) => ({ ...key, ...lot })))
  if (lots.length === 0) return null
  const rows = unnest([
    ['uuid', lots.map((lot) => lot.branch_id)],
    ['uuid', lots.map((lot) => lot.product_id)],
    ['text', lots.map((lot) => lot.batch_number)],
    ['date', lots.map((lot) => lot.expiry_date)],
    ['bigint', lots.map((lot) => lot.quantity)],
  ])
  return sql`
    insert into lots (tenant_id, branch_id, product_id, batch_number, expiry_date, quantity)
    select ${tenantId}::uuid, row.* from ${rows} as row
        on conflict (tenant_id, branch_id, product_id, batch_number) do update set quantity = excluded.quantity`
}
