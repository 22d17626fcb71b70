import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** Tells the runs over many SKUs that wait for these what came of them. */
export async function settleRunSkus(
  tx: Tx,
  ends: readonly { readonly sku: string; readonly result: string }[],
): Promise<void> {
  await tx.query(sql`
    update sync_run_skus r set state = 'done', result = e.result
      from jsonb_to_recordset(${JSON.stringify(ends.map(({ sku, result }) => ({ sku, result })))}::jsonb) as e (sku text, result text)
     where r.tenant_id = ${tx.tenant_id} and r.sku = e.sku and r.state = 'marked'`)
}
