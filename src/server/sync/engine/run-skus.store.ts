import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** Says that a run waits for these of its SKUs, also when it had an end of them before: what is done to them from now on is part of it. */
export async function awaitRunSkus(tx: Tx, run_id: string, skus: readonly string[]): Promise<void> {
  await tx.query(sql`
    update sync_run_skus set state = 'marked', result = null
     where tenant_id = ${tx.tenant_id} and run_id = ${run_id} and sku = any (${skus}::text[]) and state = 'done'`)
}

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
