import { isConsumption } from '../../domain/insight/consumption.ts'
import type { Level } from '../../domain/stock/level.ts'
import { MOVEMENT_TYPES } from '../../domain/stock/movement.ts'
import type { Tx } from '../db/database.ts'
import { empty, type Sql, sql } from '../db/sql.ts'
import { unnest } from '../db/unnest.ts'
import type { LevelKey } from '../stock/batch/command.ts'

/** Which items to recompute; null is all. */
export type ConsumptionScope = {
  readonly branch_ids: readonly string[] | null
  readonly product_id: string | null
}

/** The next items in key order. */
export function nextItems(
  tx: Tx,
  scope: ConsumptionScope,
  after: LevelKey | null,
  limit: number,
): Promise<LevelKey[]> {
  return tx.query<LevelKey>(sql`
    select branch_id, product_id from inventory_items
     where tenant_id = ${tx.tenant_id}
       ${after === null ? empty : sql`and (branch_id, product_id) > (${after.branch_id}, ${after.product_id})`}
       ${scope.branch_ids === null ? empty : sql`and branch_id = any (${scope.branch_ids}::uuid[])`}
       ${scope.product_id === null ? empty : sql`and product_id = ${scope.product_id}`}
     order by branch_id, product_id limit ${limit}`)
}

function keysOf(items: readonly LevelKey[]): Sql {
  return unnest([
    ['uuid', items.map((item) => item.branch_id)],
    ['uuid', items.map((item) => item.product_id)],
  ])
}

/** Net sold by item in the last 7, 15 and 30 times 24 hours and given away in the last 15, apart for each size of dose that its rows were written in. */
export type SoldRow = LevelKey & {
  readonly doses_per_bottle: number | null
  readonly sold_7d: number
  readonly sold_15d: number
  readonly sold_30d: number
  readonly courtesies_15d: number
}

/** How far back to look and what counts. `since_seq` is the last row recorded before the longest window began. */
export type SoldScope = {
  readonly now: Date
  readonly since_seq: number
  readonly counts_courtesy: boolean
}

/** Sums what some items sold. */
export function soldBy(tx: Tx, items: readonly LevelKey[], scope: SoldScope): Promise<SoldRow[]> {
  const { now, since_seq, counts_courtesy } = scope
  const consumed = MOVEMENT_TYPES.filter((type) => isConsumption(type, counts_courtesy))
  const isConsumed = sql`m.movement_type = any (${consumed}::text[])`
  const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 3600 * 1000)
  return tx.query<SoldRow>(sql`
    select key.branch_id, key.product_id, sold.*
      from ${keysOf(items)} as key (branch_id, product_id)
      cross join lateral (
        select m.doses_per_bottle,
               coalesce(-sum(m.quantity) filter (where ${isConsumed} and m.occurred_at > ${daysAgo(7)}), 0)::bigint as sold_7d,
               coalesce(-sum(m.quantity) filter (where ${isConsumed} and m.occurred_at > ${daysAgo(15)}), 0)::bigint as sold_15d,
               coalesce(-sum(m.quantity) filter (where ${isConsumed}), 0)::bigint as sold_30d,
               coalesce(-sum(m.quantity) filter (where m.movement_type = 'courtesy' and m.occurred_at > ${daysAgo(15)}), 0)::bigint
                 as courtesies_15d
          from stock_movements m
         where m.tenant_id = ${tx.tenant_id} and m.product_id = key.product_id and m.branch_id = key.branch_id
           and m.seq > ${since_seq} and m.occurred_at > ${daysAgo(30)} and m.movement_type = any (${[...consumed, 'courtesy']}::text[])
         group by m.doses_per_bottle) sold`)
}

/** An item as consumption is computed from it. */
export type ItemToMeasure = LevelKey &
  Level & {
    readonly first_entry_at: Date | null
    readonly low_stock_alert: number
    readonly target_days: number
    readonly incoming_units: number
    readonly sold_7d: number
    readonly sold_15d: number
    readonly sold_30d: number
    readonly days_7d: number
    readonly days_15d: number
    readonly days_30d: number
    readonly courtesies_15d: number
  }

/** Locks some items in key order, as sales do, and reads them. */
export function lockItems(tx: Tx, items: readonly LevelKey[]): Promise<ItemToMeasure[]> {
  return tx.query<ItemToMeasure>(sql`
    select i.branch_id, i.product_id, i.closed_boxes, i.open_box_units, i.open_bottle_doses, i.units_per_box, i.doses_per_bottle,
           i.first_entry_at, i.low_stock_alert, i.target_days, i.incoming_units, i.sold_7d, i.sold_15d, i.sold_30d, i.days_7d,
           i.days_15d, i.days_30d, i.courtesies_15d
      from ${keysOf(items)} as key (branch_id, product_id)
      join inventory_items i
        on i.tenant_id = ${tx.tenant_id} and i.branch_id = key.branch_id and i.product_id = key.product_id
     order by i.branch_id, i.product_id
       for update of i`)
}

/** What was measured of an item, and what follows from it. */
export type MeasuredItem = LevelKey & {
  readonly sold_7d: number
  readonly sold_15d: number
  readonly sold_30d: number
  readonly days_7d: number
  readonly days_15d: number
  readonly days_30d: number
  readonly courtesies_15d: number
  readonly consumption_avg_7d: number
  readonly consumption_avg_15d: number
  readonly consumption_avg_30d: number
  readonly days_until_stockout: number | null
  readonly suggested_reorder: number
  readonly status: string
}

/** Writes measured items in one statement. */
export async function writeMeasured(tx: Tx, items: readonly MeasuredItem[], now: Date): Promise<void> {
  if (items.length === 0) return
  const rows = unnest([
    ['uuid', items.map((item) => item.branch_id)],
    ['uuid', items.map((item) => item.product_id)],
    ['bigint', items.map((item) => item.sold_7d)],
    ['bigint', items.map((item) => item.sold_15d)],
    ['bigint', items.map((item) => item.sold_30d)],
    ['integer', items.map((item) => item.days_7d)],
    ['integer', items.map((item) => item.days_15d)],
    ['integer', items.map((item) => item.days_30d)],
    ['bigint', items.map((item) => item.courtesies_15d)],
    ['integer', items.map((item) => item.days_until_stockout)],
    ['bigint', items.map((item) => item.suggested_reorder)],
    ['text', items.map((item) => item.status)],
  ])
  const averages = sql`unnest(${items.map((item) => item.consumption_avg_7d)}::double precision[],
    ${items.map((item) => item.consumption_avg_15d)}::double precision[],
    ${items.map((item) => item.consumption_avg_30d)}::double precision[])`
  await tx.query(sql`
    update inventory_items i
       set sold_7d = row.sold_7d, sold_15d = row.sold_15d, sold_30d = row.sold_30d, days_7d = row.days_7d, days_15d = row.days_15d,
           days_30d = row.days_30d, courtesies_15d = row.courtesies_15d, consumption_avg_7d = row.avg_7d, consumption_avg_15d = row.avg_15d,
           consumption_avg_30d = row.avg_30d, days_until_stockout = row.days_until_stockout,
           suggested_reorder = row.suggested_reorder, status = row.status, consumption_at = ${now}
      from rows from (${rows}, ${averages})
        as row (branch_id, product_id, sold_7d, sold_15d, sold_30d, days_7d, days_15d, days_30d, courtesies_15d, days_until_stockout,
                suggested_reorder, status, avg_7d, avg_15d, avg_30d)
     where i.tenant_id = ${tx.tenant_id} and i.branch_id = row.branch_id and i.product_id = row.product_id`)
}

/** The last row recorded before an instant. */
export async function lastSeqBefore(tx: Tx, instant: Date): Promise<number> {
  const [row] = await tx.query<{ seq: number }>(sql`select ledger_seq_at(${instant}) as seq`)
  return row?.seq ?? 0
}
