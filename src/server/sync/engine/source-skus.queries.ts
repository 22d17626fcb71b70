import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** The SKUs of these levels whose branch is a source of some pool. */
export async function skusInSourceBranches(
  tx: Tx,
  levels: readonly { readonly branch_id: string; readonly product_id: string }[],
): Promise<string[]> {
  const rows = await tx.query<{ sku: string }>(sql`
    select distinct p.sku
      from jsonb_to_recordset(${JSON.stringify(levels)}::jsonb) as l (branch_id uuid, product_id uuid)
      join pool_sources s on s.tenant_id = ${tx.tenant_id} and s.branch_id = l.branch_id
      join pools o on o.tenant_id = s.tenant_id and o.id = s.pool_id and o.removed_at is null
      join products p on p.tenant_id = s.tenant_id and p.id = l.product_id order by p.sku`)
  return rows.map((row) => row.sku)
}
