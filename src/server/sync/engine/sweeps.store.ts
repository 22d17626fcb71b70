import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** Whoever decides about sweeps of the tenant takes turns with everybody else who does. */
export async function lockSweeps(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('sweeps ' || ${tx.tenant_id}, 0))`)
}

/** Says that the sweep of these accounts began. */
export async function beginSweep(tx: Tx, account_ids: readonly string[], now: Date): Promise<void> {
  await tx.query(sql`
    update sync_accounts
       set sweep_started_at = ${now}, sweep_seen_at = ${now},
           next_sweep_at = ${now}::timestamptz + make_interval(mins => sweep_minutes)
     where tenant_id = ${tx.tenant_id} and account_id = any (${account_ids}::uuid[])`)
}

/** Gives a running sweep's sign of life. */
export async function touchSweep(tx: Tx, account_ids: readonly string[], now: Date): Promise<void> {
  await tx.query(sql`
    update sync_accounts set sweep_seen_at = ${now}
     where tenant_id = ${tx.tenant_id} and account_id = any (${account_ids}::uuid[]) and sweep_seen_at is not null`)
}

/** Says that the sweep of these accounts is over; `completed` only when it saw everything. */
export async function endSweep(
  tx: Tx,
  account_ids: readonly string[],
  end: { readonly is_complete: boolean; readonly missed_by: readonly string[]; readonly now: Date },
): Promise<void> {
  await tx.query(sql`
    update sync_accounts
       set sweep_seen_at = null,
           sweep_completed_at = case when ${end.is_complete} then sweep_started_at else sweep_completed_at end,
           last_missed_at = case when account_id = any (${end.missed_by}::uuid[]) then ${end.now} else last_missed_at end
     where tenant_id = ${tx.tenant_id} and account_id = any (${account_ids}::uuid[])`)
}

/** Puts the next sweep of an account off. */
export async function putOffSweep(tx: Tx, account_id: string, until: Date): Promise<void> {
  await tx.query(sql`
    update sync_accounts set next_sweep_at = ${until} where tenant_id = ${tx.tenant_id} and account_id = ${account_id}`)
}

/** When the last event of each account came. */
export async function lastEvents(tx: Tx): Promise<Map<string, Date>> {
  const rows = await tx.query<{ account_id: string; at: Date }>(sql`
    select account_id, max(received_at) as at from bling_inbox where tenant_id = ${tx.tenant_id} group by account_id`)
  return new Map(rows.map((row) => [row.account_id, row.at]))
}
