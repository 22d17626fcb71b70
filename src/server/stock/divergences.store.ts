import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/** Closes an open divergence; false when it was closed before. */
export async function closeDivergence(
  tx: Tx,
  closing: { readonly id: string; readonly by: string; readonly at: Date; readonly resolution: string },
): Promise<boolean> {
  const rows = await tx.query(sql`
    update divergences set resolved_at = ${closing.at}, resolved_by = ${closing.by}, resolution = ${closing.resolution}
     where tenant_id = ${tx.tenant_id} and id = ${closing.id} and resolved_at is null
    returning id`)
  return rows.length === 1
}
