import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/** For so long whoever began to make a product in an account is believed to be at it: longer than a call and what looks for it again. */
const BELIEVED_MS = 600_000

/**
 * Begins to make a product of ours in an account: for the first time, or again after an answer that was unclear; null while another run is
 * at it.
 */
export async function beginMaking(
  tx: Tx,
  making: { readonly account_id: string; readonly product_id: string; readonly run_id: string },
  now: Date,
): Promise<'first' | 'again' | null> {
  const { account_id, product_id, run_id } = making
  const [row] = await tx.query<{ is_first: boolean }>(sql`
    insert into bling_product_makings as m (tenant_id, account_id, product_id, run_id, begun_at)
    values (${tx.tenant_id}, ${account_id}, ${product_id}, ${run_id}, ${now})
        on conflict (tenant_id, account_id, product_id) do update set run_id = excluded.run_id, begun_at = excluded.begun_at
     where m.run_id = excluded.run_id or m.begun_at < ${new Date(now.getTime() - BELIEVED_MS)}
    returning m.xmax = 0 as is_first`)
  return row === undefined ? null : row.is_first ? 'first' : 'again'
}
