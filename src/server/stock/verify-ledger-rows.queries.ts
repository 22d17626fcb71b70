import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { LevelKey } from './batch/command.ts'
import type { ChainedMovement } from './batch/ledger-chain.ts'
import type { ReplayedRow } from './replay.ts'

type Row = Omit<ChainedMovement, 'tenant_id' | 'recorded_at' | 'occurred_at'> & {
  readonly recorded_us: number
  readonly occurred_us: number
}

/** The rows after `seq`, at most `limit`, with everything that their seals cover. */
export async function ledgerRowsAfter(tx: Tx, after: number, limit: number): Promise<ChainedMovement[]> {
  const rows = await tx.query<Row>(sql`
    select seq, (extract(epoch from recorded_at) * 1000000)::bigint as recorded_us,
           (extract(epoch from occurred_at) * 1000000)::bigint as occurred_us, id, branch_id, product_id, operation_id, sale_id,
           purchase_id, responsible, quantity, quantity_before, quantity_after, closed_boxes_before, closed_boxes_after,
           open_box_before, open_box_after, open_bottle_before, open_bottle_after, units_per_box, doses_per_bottle, boxes_opened,
           bottles_opened, unit_cost_micros, box_opened_automatically, from_device, movement_type, reason, terminal, notes, lots,
           encode(hash, 'hex') as hash
      from stock_movements
     where tenant_id = ${tx.tenant_id} and seq > ${after}
     order by seq limit ${limit}`)
  return rows.map(({ recorded_us, occurred_us, ...row }) => ({
    ...row,
    tenant_id: tx.tenant_id,
    recorded_at: instantOf(recorded_us),
    occurred_at: instantOf(occurred_us),
  }))
}

/** The ledger is written in whole milliseconds: a part of one that was slipped in must not be rounded away. */
function instantOf(microseconds: number): Date {
  return new Date(Math.ceil(microseconds / 1000))
}

/** The last row of each of some levels at or before `seq`, for a replay that begins there. */
export async function lastRowsBefore(
  tx: Tx,
  keys: readonly LevelKey[],
  seq: number,
): Promise<(ReplayedRow & LevelKey)[]> {
  return tx.query<ReplayedRow & LevelKey>(sql`
    select key.branch_id, key.product_id, m.*
      from unnest(${keys.map((key) => key.branch_id)}::uuid[], ${keys.map((key) => key.product_id)}::uuid[])
             as key (branch_id, product_id)
      cross join lateral (
        select movement_type, quantity, quantity_before, quantity_after, closed_boxes_before, closed_boxes_after, open_box_before,
               open_box_after, open_bottle_before, open_bottle_after, units_per_box, doses_per_bottle
          from stock_movements
         where tenant_id = ${tx.tenant_id} and product_id = key.product_id and branch_id = key.branch_id and seq <= ${seq}
         order by seq desc limit 1) m`)
}
