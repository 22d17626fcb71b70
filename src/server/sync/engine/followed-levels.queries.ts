import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** Whole units that our ledger holds now, by `branch_id product_id`; a level that never moved is not there. */
export async function followedLevels(
  tx: Tx,
  keys: readonly { readonly branch_id: string; readonly product_id: string }[],
): Promise<Map<string, number>> {
  const asked = keys.map(({ branch_id, product_id }) => ({ branch_id, product_id }))
  const rows = await tx.query<{ branch_id: string; product_id: string; total_bottles: number }>(sql`
    select i.branch_id, i.product_id, i.total_bottles
      from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as k (branch_id uuid, product_id uuid)
      join inventory_items i on i.tenant_id = ${tx.tenant_id} and i.branch_id = k.branch_id and i.product_id = k.product_id`)
  return new Map(rows.map((row) => [`${row.branch_id} ${row.product_id}`, row.total_bottles]))
}
