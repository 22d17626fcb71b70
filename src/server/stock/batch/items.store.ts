import { bottlesOnHand, quantityOnHand } from '../../../domain/stock/level.ts'
import { arrayLiteral } from '../../db/array-literal.ts'
import type { Tx } from '../../db/database.ts'
import { derivedOf } from '../derived.ts'
import type { Placed } from './assign.ts'
import { type BatchState, type ItemState, keyOf } from './batch-state.ts'
import type { LevelKey } from './command.ts'

const UPDATE = `
  update inventory_items i
     set closed_boxes = row.closed_boxes, open_box_units = row.open_box_units, open_bottle_doses = row.open_bottle_doses,
         units_per_box = row.units_per_box, doses_per_bottle = row.doses_per_bottle, qty_units = row.qty_units,
         total_bottles = row.total_bottles, last_seq = row.last_seq, first_entry_at = row.first_entry_at,
         last_count_at = row.last_count_at, last_count_seq = row.last_count_seq, incoming_units = row.incoming_units,
         days_until_stockout = row.days_until_stockout, suggested_reorder = row.suggested_reorder, status = row.status,
         has_lots = row.has_lots, updated_at = $20
    from unnest($2::uuid[], $3::uuid[], $4::integer[], $5::integer[], $6::integer[], $7::integer[], $8::integer[], $9::bigint[],
                $10::bigint[], $11::bigint[], $12::timestamptz[], $13::timestamptz[], $14::bigint[], $15::bigint[], $16::integer[],
                $17::bigint[], $18::text[], $19::boolean[])
      as row (branch_id, product_id, closed_boxes, open_box_units, open_bottle_doses, units_per_box, doses_per_bottle, qty_units,
              total_bottles, last_seq, first_entry_at, last_count_at, last_count_seq, incoming_units, days_until_stockout,
              suggested_reorder, status, has_lots)
   where i.tenant_id = $1 and i.branch_id = row.branch_id and i.product_id = row.product_id`

const UPSERT_LOTS = `
  insert into lots (tenant_id, branch_id, product_id, batch_number, expiry_date, quantity)
  select $1, * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::date[], $6::bigint[])
      on conflict (tenant_id, branch_id, product_id, batch_number) do update set quantity = excluded.quantity`

/** Brings the shadow of the ledger up to the placed commands: one statement for all levels, one for lots if there are any. */
export async function writeItems(tx: Tx, state: BatchState, placed: readonly Placed[]): Promise<void> {
  const touched = touchedItems(state, placed)
  if (touched.length === 0) return
  const levels = touched.map(({ item }) => item.level)
  const derived = touched.map(({ item }) => derivedOf(item))
  const column = <T extends string | number | boolean | Date | null>(values: readonly T[]) =>
    arrayLiteral(values)
  await tx.prepared('batch-items', UPDATE, [
    tx.tenant_id,
    column(touched.map(({ key }) => key.branch_id)),
    column(touched.map(({ key }) => key.product_id)),
    column(levels.map((level) => level.closed_boxes)),
    column(levels.map((level) => level.open_box_units)),
    column(levels.map((level) => level.open_bottle_doses)),
    column(levels.map((level) => level.units_per_box)),
    column(levels.map((level) => level.doses_per_bottle)),
    column(levels.map(quantityOnHand)),
    column(levels.map(bottlesOnHand)),
    column(touched.map(({ item }) => item.last_seq)),
    column(touched.map(({ item }) => item.first_entry_at)),
    column(touched.map(({ item }) => item.last_count_at)),
    column(touched.map(({ item }) => item.last_count_seq)),
    column(touched.map(({ item }) => item.incoming_units)),
    column(derived.map((one) => one.days_until_stockout)),
    column(derived.map((one) => one.suggested_reorder)),
    column(derived.map((one) => one.status)),
    column(touched.map(({ item }) => item.has_lots)),
    state.now,
  ])
  await writeLots(tx, touched)
}

type Touched = { readonly key: LevelKey; readonly item: ItemState }

/** Every item that the placed commands changed, with the ledger's numbers written into it. */
function touchedItems(state: BatchState, placed: readonly Placed[]): Touched[] {
  const touched = new Map<string, Touched>()
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
      item.last_count_at = counted.counted_at ?? state.now
      item.last_count_seq = movements.at(-1)?.seq ?? item.last_seq
    }
  }
  return [...touched.values()]
}

async function writeLots(tx: Tx, touched: readonly Touched[]): Promise<void> {
  const rows = touched.flatMap(({ key, item }) => [...item.lots.values()].map((lot) => ({ ...key, ...lot })))
  if (rows.length === 0) return
  await tx.prepared('batch-write-lots', UPSERT_LOTS, [
    tx.tenant_id,
    arrayLiteral(rows.map((row) => row.branch_id)),
    arrayLiteral(rows.map((row) => row.product_id)),
    arrayLiteral(rows.map((row) => row.batch_number)),
    arrayLiteral(rows.map((row) => row.expiry_date)),
    arrayLiteral(rows.map((row) => row.quantity)),
  ])
}
