import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** Takes a pool out of operation: nothing of it is written before a person agrees to its next plan. */
export async function deactivatePool(tx: Tx, pool_id: string): Promise<void> {
  await tx.query(sql`
    update pools set activated_at = null where tenant_id = ${tx.tenant_id} and id = ${pool_id} and removed_at is null`)
}
