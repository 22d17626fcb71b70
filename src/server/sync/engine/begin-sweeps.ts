import { decideSweep } from '../../../domain/sync/sweep.ts'
import { CALLS_PER_DAY } from '../../bling/rate/bling-limits.ts'
import { saoPauloDay } from '../../bling/rate/sao-paulo-day.ts'
import type { Tx } from '../../db/database.ts'
import { readSyncAccounts, type SyncAccount } from './accounts.store.ts'
import { openAlerts, resolveAlerts } from './alerts.store.ts'
import { loadTenantFacts } from './facts.store.ts'
import { accountsOfPool, type TenantFacts } from './facts.ts'
import { forgetRemoved } from './forget-removed.ts'
import { insertManyRun, interruptSweeps, leaseRun } from './many-runs.store.ts'
import { RUN_LEASE_MS } from './run-lease.ts'
import { beginSweep, lockSweeps, putOffSweep } from './sweeps.store.ts'

/** A sweep that was begun: of all pools that share accounts, because one account's balances decide in all of them. */
export type BegunSweep = {
  readonly run_id: string
  readonly account_ids: readonly string[]
  readonly pool_ids: readonly string[]
}

/** How soon to ask again for a sweep that was due and could not run. */
const ASK_AGAIN_MS = 10 * 60_000

/** Begins the sweeps that are due, one for each group of pools that share accounts. */
export async function beginDueSweeps(tx: Tx, now: Date, newId: () => string): Promise<BegunSweep[]> {
  const known = await readSyncAccounts(tx, now)
  await tellOfStops(tx, known, now)
  if (!known.some((account) => account.next_sweep_at <= now)) return []
  await lockSweeps(tx)
  const accounts = await readSyncAccounts(tx, now)
  const facts = await loadTenantFacts(tx, now)
  await tellOfBudgets(tx, accounts, now)
  // A look that was under way when something was taken away may have told of it afterwards.
  await forgetRemoved(tx, now)
  const groups = groupsOf(facts)
  const begun: BegunSweep[] = []
  for (const group of groups) {
    const own = accounts.filter(
      ({ account_id, state }) => state === 'active' && group.account_ids.includes(account_id),
    )
    if (!(await mayBegin(tx, own, now))) continue
    const account_ids = own.map((account) => account.account_id)
    const run_id = newId()
    await interruptSweeps(tx, account_ids, now)
    await beginSweep(tx, account_ids, now)
    const [pool_id = null] = group.pool_ids.length === 1 ? group.pool_ids : []
    const run = {
      id: run_id,
      kind: 'sweep' as const,
      origin: 'sweep' as const,
      pool_id,
      account_ids,
      started_by: null,
    }
    await insertManyRun(tx, { ...run, facts: {} }, { names: [], state: 'marked' }, now)
    await leaseRun(tx, run_id, new Date(now.getTime() + RUN_LEASE_MS))
    begun.push({ run_id, account_ids, pool_ids: group.pool_ids })
  }
  const swept = new Set(begun.flatMap((sweep) => sweep.account_ids))
  for (const account of accounts) {
    if (account.next_sweep_at > now || swept.has(account.account_id)) continue
    await putOffSweep(tx, account.account_id, new Date(now.getTime() + ASK_AGAIN_MS))
  }
  return begun
}

/** A group is swept when one of its accounts is due and none of them is being swept or has spent its calls. */
async function mayBegin(tx: Tx, accounts: readonly SyncAccount[], now: Date): Promise<boolean> {
  const decisions = accounts.map((account) => ({
    account,
    decision: decideSweep(
      {
        interval_ms: account.sweep_minutes * 60_000,
        last_started_at: account.next_sweep_at <= now ? dueStart(account) : account.sweep_started_at,
        running_seen_at: account.sweep_seen_at,
        lease_ms: RUN_LEASE_MS,
        calls_today: callsToday(account, now),
        calls_per_day: CALLS_PER_DAY,
      },
      now,
    ),
  }))
  for (const { account, decision } of decisions)
    if (decision.kind === 'wait') await putOffSweep(tx, account.account_id, decision.due_at)
  const kinds = decisions.map(({ decision }) => decision.kind)
  return kinds.includes('run') && !kinds.includes('budget_spent') && !kinds.includes('already_running')
}

/** An account whose sweep was hastened counts as never swept: what happened meanwhile nobody told us of. */
function dueStart(account: SyncAccount): Date | null {
  const { sweep_started_at, next_sweep_at, sweep_minutes } = account
  if (sweep_started_at === null) return null
  const usual = sweep_started_at.getTime() + sweep_minutes * 60_000
  return next_sweep_at.getTime() < usual ? null : sweep_started_at
}

/** Calls given out today by all processes; the counter of another day says nothing. */
export function callsToday(account: SyncAccount, now: Date): number {
  return account.budget_day === saoPauloDay(now.getTime()) ? account.calls_today : 0
}

/** From this share of the day's calls on, sweeps pause and people are told. */
const WARN_FROM = 0.9

async function tellOfBudgets(tx: Tx, accounts: readonly SyncAccount[], now: Date): Promise<void> {
  for (const account of accounts) {
    const cause = { kind: 'budget', subject: account.account_id } as const
    const calls_today = callsToday(account, now)
    if (isStopped(account, now)) continue
    if (calls_today < CALLS_PER_DAY * WARN_FROM) await resolveAlerts(tx, [cause], now)
    else
      await openAlerts(
        tx,
        [{ ...cause, facts: { account: account.name, calls_per_day: CALLS_PER_DAY } }],
        now,
      )
  }
}

/** A refusal of the second passes within minutes, however long it asks to wait: who waits longer has no calls left today. */
const LONG_STOP_MS = 10 * 60_000

function isStopped({ blocked_until }: SyncAccount, now: Date): boolean {
  return blocked_until.getTime() - now.getTime() > LONG_STOP_MS
}

/** Says at once that Bling takes no more calls of an account today. */
async function tellOfStops(tx: Tx, accounts: readonly SyncAccount[], now: Date): Promise<void> {
  const stopped = accounts
    .filter((account) => isStopped(account, now))
    .map(({ account_id, name, blocked_until }) => ({
      kind: 'budget' as const,
      subject: account_id,
      facts: { account: name, calls_per_day: CALLS_PER_DAY, stopped_until: blocked_until },
    }))
  await openAlerts(tx, stopped, now)
}

type Group = { readonly pool_ids: readonly string[]; readonly account_ids: readonly string[] }

function groupsOf(facts: TenantFacts): Group[] {
  let groups: Group[] = []
  for (const pool of facts.pools) {
    const account_ids = accountsOfPool(facts, pool)
    if (account_ids.length === 0) continue
    const shares = (group: Group) => group.account_ids.some((id) => account_ids.includes(id))
    const merged = groups.filter(shares)
    groups = [
      ...groups.filter((group) => !shares(group)),
      {
        pool_ids: [...merged.flatMap((group) => group.pool_ids), pool.config.pool_id],
        account_ids: [
          ...new Set([...merged.flatMap((group) => group.account_ids), ...account_ids]),
        ].toSorted(),
      },
    ]
  }
  return groups
}
