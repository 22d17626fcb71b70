import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { LevelKey } from './batch/command.ts'
import type { LedgerDifference } from './verify-ledger-chain.ts'

/**
 * Levels that are not what the newest row of their product and branch left. Where rows are contiguous that row is the whole replay,
 * so this holds every level against the ledger.
 */
export async function wrongLevels(tx: Tx, limit: number): Promise<LedgerDifference[]> {
  const rows = await tx.query<LevelKey & { seq: number | null; expected: string; found: string }>(sql`
    select i.branch_id, i.product_id, m.seq,
           concat_ws(' ', coalesce(m.seq, 0), coalesce(m.quantity_after, 0), coalesce(m.closed_boxes_after, 0),
                     coalesce(m.open_box_after, 0), coalesce(m.open_bottle_after, 0)) as expected,
           concat_ws(' ', i.last_seq, i.qty_units, i.closed_boxes, i.open_box_units, i.open_bottle_doses) as found
      from inventory_items i
      left join lateral (
        select seq, quantity_after, closed_boxes_after, open_box_after, open_bottle_after, units_per_box, doses_per_bottle
          from stock_movements
         where tenant_id = ${tx.tenant_id} and product_id = i.product_id and branch_id = i.branch_id
         order by seq desc limit 1) m on true
     where i.tenant_id = ${tx.tenant_id}
       and ((i.last_seq, i.qty_units, i.closed_boxes, i.open_box_units, i.open_bottle_doses)
              is distinct from (coalesce(m.seq, 0), coalesce(m.quantity_after, 0), coalesce(m.closed_boxes_after, 0),
                                coalesce(m.open_box_after, 0), coalesce(m.open_bottle_after, 0))
            or i.total_bottles <> i.closed_boxes::bigint * coalesce(i.units_per_box, 0) + i.open_box_units
            or (m.seq is not null
                and (i.units_per_box, i.doses_per_bottle) is distinct from (m.units_per_box, m.doses_per_bottle)))
     order by i.branch_id, i.product_id limit ${limit}`)
  return rows.map((row) => ({ kind: 'level', ...row }))
}

/** Every level's key, to see whether the ledger names one that has no level. */
export function levelKeys(tx: Tx): Promise<LevelKey[]> {
  return tx.query<LevelKey>(sql`
    select branch_id, product_id from inventory_items where tenant_id = ${tx.tenant_id}`)
}

/** Sold and returned of an item in one size of dose (0: bottles). */
export type DailyTotal = LevelKey & {
  readonly doses_per_bottle: number
  readonly sold: number
  readonly returned: number
}

/** What was sold and returned over all days, as the daily series says. */
export function dailyTotals(tx: Tx): Promise<DailyTotal[]> {
  return tx.query(sql`
    select branch_id, product_id, doses_per_bottle, sum(sold)::bigint as sold, sum(returned)::bigint as returned
      from daily_sales where tenant_id = ${tx.tenant_id} group by branch_id, product_id, doses_per_bottle`)
}

/** What lies in every lot. */
export function lotQuantities(tx: Tx): Promise<(LevelKey & { batch_number: string; quantity: number })[]> {
  return tx.query(sql`
    select branch_id, product_id, batch_number, quantity from lots where tenant_id = ${tx.tenant_id}`)
}

/** Where the ledger says that it ends. */
export async function ledgerEnd(tx: Tx): Promise<{ seq: number; hash: string }> {
  const [end] = await tx.query<{ seq: number; hash: string }>(sql`
    select last_seq as seq, encode(last_hash, 'hex') as hash from ledgers where tenant_id = ${tx.tenant_id}`)
  if (end === undefined) throw new Error('the tenant has no ledger')
  return end
}
