import type { AccountState } from '../../../domain/sync/account-state.ts'
import type { ReservationPlace } from '../../../domain/sync/demand.ts'
import type { ExclusionRule } from '../../../domain/sync/excluded-order.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** A connected account, and how synchronisation treats it. */
export type SyncAccount = {
  readonly account_id: string
  readonly name: string
  readonly state: AccountState
  readonly connected_at: Date
  /** What a person said, and what was observed; null while nobody knows. */
  readonly reserves_in_set: ReservationPlace | null
  readonly reserves_in_found: ReservationPlace | null
  readonly reserves_in_found_at: Date | null
  readonly when_shipped: 'draw' | 'debt'
  readonly exclusion_rules: readonly ExclusionRule[]
  readonly sweep_minutes: number
  readonly sweep_started_at: Date | null
  readonly sweep_completed_at: Date | null
  readonly sweep_seen_at: Date | null
  readonly next_sweep_at: Date
  /** Orders altered before this instant are in the demand ledger; null before the first reading. */
  readonly orders_read_at: Date | null
  readonly joined_at: Date
  readonly last_missed_at: Date | null
  readonly silence_hours: number
  /** The state that the SKUs were last looked at with. */
  readonly seen_state: string
  /** Calls given out today (São Paulo), by all processes. */
  readonly calls_today: number
  readonly budget_day: string
  /** Bling takes no call before this instant. */
  readonly blocked_until: Date
}

/** The connected accounts, each with its row here; `now` is when a new one joins. */
export async function readSyncAccounts(tx: Tx, now: Date): Promise<SyncAccount[]> {
  await tx.query(sql`
    insert into sync_accounts (tenant_id, account_id, next_sweep_at, joined_at, seen_state)
    select a.tenant_id, a.id, ${now}, ${now}, a.state from bling_accounts a
     where a.tenant_id = ${tx.tenant_id} and a.removed_at is null
       and not exists (select from sync_accounts s where s.tenant_id = a.tenant_id and s.account_id = a.id)
    on conflict do nothing`)
  return tx.query<SyncAccount>(sql`
    select s.account_id, a.name, a.state, a.connected_at, s.reserves_in_set, s.reserves_in_found, s.reserves_in_found_at, s.when_shipped, s.exclusion_rules,
           s.sweep_minutes, s.sweep_started_at, s.sweep_completed_at, s.sweep_seen_at, s.next_sweep_at, s.orders_read_at, s.joined_at,
           s.last_missed_at, s.silence_hours, s.seen_state, coalesce(b.used, 0) as calls_today,
           coalesce(b.day, '2000-01-01') as budget_day, to_timestamp(coalesce(b.blocked_until, 0) / 1000.0) as blocked_until
      from sync_accounts s
      join bling_accounts a on a.tenant_id = s.tenant_id and a.id = s.account_id
      left join bling_rate_budgets b on b.tenant_id = s.tenant_id and b.account_id = s.account_id
     where s.tenant_id = ${tx.tenant_id} and a.removed_at is null order by s.account_id`)
}

/** What a person may choose for an account. */
export type SyncAccountChange = {
  readonly reserves_in_set: ReservationPlace | null
  readonly when_shipped: 'draw' | 'debt'
  readonly exclusion_rules: readonly ExclusionRule[]
  readonly sweep_minutes: number
  readonly silence_hours: number
}

/** Keeps what a person chose. */
export async function saveSyncAccount(tx: Tx, account_id: string, change: SyncAccountChange): Promise<void> {
  await tx.query(sql`
    update sync_accounts
       set reserves_in_set = ${change.reserves_in_set}, when_shipped = ${change.when_shipped},
           exclusion_rules = ${JSON.stringify(change.exclusion_rules)}, silence_hours = ${change.silence_hours},
           next_sweep_at = least(next_sweep_at, coalesce(sweep_started_at, next_sweep_at)
             + make_interval(mins => ${change.sweep_minutes}::integer)), sweep_minutes = ${change.sweep_minutes}
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id}`)
}

/** Keeps where an account was seen to reserve. That nothing was seen gives way to what is. */
export async function saveReservationPlace(
  tx: Tx,
  account_id: string,
  place: ReservationPlace,
  at: Date,
): Promise<void> {
  await tx.query(sql`
    update sync_accounts set reserves_in_found = ${place}, reserves_in_found_at = ${at}
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id}
       and (reserves_in_found is null or (reserves_in_found = 'nowhere' and reserves_in_found <> ${place}))`)
}

/**
 * Says that the account's orders altered before `at` are in the demand ledger, as of a reading that began with what `read` says. Nothing is
 * said when another reading came to its end meanwhile, or the rules are others by now: then all that is open is to be read by those.
 */
export async function saveOrdersRead(
  tx: Tx,
  read: Pick<SyncAccount, 'account_id' | 'orders_read_at' | 'exclusion_rules'>,
  at: Date,
): Promise<void> {
  await tx.query(sql`
    update sync_accounts set orders_read_at = ${at}
     where tenant_id = ${tx.tenant_id} and account_id = ${read.account_id} and orders_read_at is not distinct from ${read.orders_read_at}
       and exclusion_rules = ${JSON.stringify(read.exclusion_rules)}::jsonb`)
}

/** Has every open order of the account read again. */
export async function forgetOrdersRead(tx: Tx, account_id: string): Promise<void> {
  await tx.query(sql`
    update sync_accounts set orders_read_at = null where tenant_id = ${tx.tenant_id} and account_id = ${account_id}`)
}

/** By which rules orders of the account are left out now. */
export async function exclusionRulesOf(tx: Tx, account_id: string): Promise<readonly ExclusionRule[]> {
  const [row] = await tx.query<Pick<SyncAccount, 'exclusion_rules'>>(sql`
    select exclusion_rules from sync_accounts where tenant_id = ${tx.tenant_id} and account_id = ${account_id}`)
  return row?.exclusion_rules ?? []
}

/** Says with which state of an account its SKUs are looked at from now on. */
export async function saveSeenState(tx: Tx, account_id: string, state: string): Promise<void> {
  await tx.query(sql`
    update sync_accounts set seen_state = ${state} where tenant_id = ${tx.tenant_id} and account_id = ${account_id}`)
}

/** Has the account swept as soon as possible. */
export async function hastenSweep(tx: Tx, account_id: string, now: Date): Promise<void> {
  await tx.query(sql`
    update sync_accounts set next_sweep_at = least(next_sweep_at, ${now})
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id}`)
}
