import type { Level } from '../../domain/stock/level.ts'
import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { LevelKey } from './batch/command.ts'
import type { ReplayedRow } from './replay.ts'

/** The level of one item as it is stored; null when there is no such item. */
export async function itemLevel(tx: Tx, key: LevelKey): Promise<Level | null> {
  const [level] = await tx.query<Level>(sql`
    select closed_boxes, open_box_units, open_bottle_doses, units_per_box, doses_per_bottle
      from inventory_items
     where tenant_id = ${tx.tenant_id} and branch_id = ${key.branch_id} and product_id = ${key.product_id}`)
  return level ?? null
}

/** The rows of one item after a place, oldest first. */
export function itemRowsAfter(
  tx: Tx,
  key: LevelKey,
  seq: number,
  limit: number,
): Promise<(ReplayedRow & { readonly seq: number })[]> {
  return tx.query(sql`
    select seq, movement_type, quantity, quantity_before, quantity_after, closed_boxes_before, closed_boxes_after, open_box_before,
           open_box_after, open_bottle_before, open_bottle_after, units_per_box, doses_per_bottle
      from stock_movements
     where tenant_id = ${tx.tenant_id} and product_id = ${key.product_id} and branch_id = ${key.branch_id} and seq > ${seq}
     order by seq limit ${limit}`)
}
