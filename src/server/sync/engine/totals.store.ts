import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** Has the totals begin at `at`. The history, the audit trail and the keys that keep events and writes from being repeated stay. */
export async function beginTotals(tx: Tx, at: Date): Promise<void> {
  await tx.query(sql`
    insert into sync_totals_begin as t (tenant_id, begins_at) values (${tx.tenant_id}, ${at})
    on conflict (tenant_id) do update set begins_at = greatest(t.begins_at, excluded.begins_at)`)
}
