import type * as z from 'zod'
import type { syncTotals } from '../../../contract/sync-runs.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** What a period's history adds up to, from where a person last had the totals begin. Nothing is counted but the history itself. */
export async function totalsOf(
  tx: Tx,
  period: { readonly from: string; readonly to: string },
): Promise<z.input<typeof syncTotals>> {
  const since = await totalsBegin(tx)
  const from = since !== null && since > new Date(period.from) ? since : new Date(period.from)
  const runs = await tx.query<{ result: string | null; runs: number; missed: number }>(sql`
    select result, count(*) as runs, coalesce(sum((facts->>'missed_events')::bigint), 0) as missed from sync_runs
     where tenant_id = ${tx.tenant_id} and started_at >= ${from} and started_at < ${period.to} group by result`)
  const [writes] = await tx.query<{ writes: number; unclear: number }>(sql`
    select count(*) as writes, count(*) filter (where answer = 'unclear') as unclear from sync_writes
     where tenant_id = ${tx.tenant_id} and sent_at >= ${from} and sent_at < ${period.to}`)
  return {
    since: since?.toISOString() ?? null,
    runs: runs.reduce((total, row) => total + row.runs, 0),
    results: Object.fromEntries(runs.flatMap((row) => (row.result === null ? [] : [[row.result, row.runs]]))),
    writes: writes?.writes ?? 0,
    writes_unclear: writes?.unclear ?? 0,
    missed_events: runs.reduce((total, row) => total + row.missed, 0),
  }
}

async function totalsBegin(tx: Tx): Promise<Date | null> {
  const [row] = await tx.query<{ begins_at: Date }>(
    sql`select begins_at from sync_totals_begin where tenant_id = ${tx.tenant_id}`,
  )
  return row?.begins_at ?? null
}
