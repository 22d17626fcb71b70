import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** The lines (`lineKey`) that a plan's run has written with an acknowledged answer. */
export async function appliedLineKeys(tx: Tx, run_id: string): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ place: string; sku: string }>(sql`
    select w.place, w.sku from sync_runs r
      join sync_writes w on w.tenant_id = r.tenant_id and w.run_id = r.id
     where r.tenant_id = ${tx.tenant_id} and r.parent_id = ${run_id} and w.kind = 'target' and w.answer = 'acknowledged'`)
  return new Set(rows.map(({ place, sku }) => `${place}/${sku}`))
}
