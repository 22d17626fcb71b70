import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/** The seq of the last movement of the tenant's ledger; 0 when nothing has moved yet. */
export async function ledgerSeq(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ last_seq: number }>(
    sql`select last_seq from ledgers where tenant_id = ${tx.tenant_id}`,
  )
  return row?.last_seq ?? 0
}
