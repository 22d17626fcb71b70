import type * as z from 'zod'
import type { syncSku, syncStatus } from '../../../contract/sync-runs.ts'
import { fromGrains, toUnits } from '../../../domain/sync/quantity.ts'
import { isWebhookSilent } from '../../../domain/sync/silence.ts'
import { CALLS_PER_DAY, SWEEP_CALLS_PER_DAY } from '../../bling/rate/bling-limits.ts'
import { inboxHealth } from '../../bling/webhook/inbox.store.ts'
import type { Tx } from '../../db/database.ts'
import { empty, sql } from '../../db/sql.ts'
import { siteSweeps } from '../sites/sync-sites.store.ts'
import { readSyncAccounts, type SyncAccount } from './accounts.store.ts'
import { callsToday } from './begin-sweeps.ts'
import { RUN_LEASE_MS } from './run-lease.ts'

type Status = z.input<typeof syncStatus>

/** How synchronisation stands, for each pool, account and site. */
export async function syncStatusOf(tx: Tx, now: Date): Promise<Status> {
  const health = await inboxHealth(tx)
  const accounts = (await readSyncAccounts(tx, now)).map((account) => accountStatus(account, health, now))
  const pools = await tx.query<Status['pools'][number]>(sql`
    select p.id as pool_id, p.name, p.activated_at is not null as is_active,
           (select w.id from sync_plans w where w.tenant_id = p.tenant_id and w.pool_id = p.id and w.kind = 'approval'
               and w.state = 'open' order by w.id desc limit 1) as waiting_plan_id,
           (select count(*) from sync_decisions d where d.tenant_id = p.tenant_id and d.pool_id = p.id) as skus,
           (select count(*) from sync_decisions d where d.tenant_id = p.tenant_id and d.pool_id = p.id and d.oversold > 0) as oversold_skus
      from pools p where p.tenant_id = ${tx.tenant_id} and p.removed_at is null order by p.id`)
  const [backlog] = await tx.query<Status['backlog']>(sql`
    select count(*) filter (where due_at <= ${now} and (claimed_until is null or claimed_until <= ${now})) as due_skus,
           count(*) filter (where claimed_until > ${now}) as running_skus,
           count(*) filter (where suspect_since is not null) as suspects
      from sync_skus where tenant_id = ${tx.tenant_id}`)
  const sites = (await siteSweeps(tx)).map(({ swept_at, next_sweep_at, orders_read_at, ...site }) => ({
    ...site,
    last_sweep_at: swept_at?.toISOString() ?? null,
    next_sweep_at: next_sweep_at?.toISOString() ?? null,
    orders_read_at: orders_read_at?.toISOString() ?? null,
  }))
  return { pools, accounts, sites, backlog: backlog ?? { due_skus: 0, running_skus: 0, suspects: 0 } }
}

function accountStatus(
  account: SyncAccount,
  health: Awaited<ReturnType<typeof inboxHealth>>,
  now: Date,
): Status['accounts'][number] {
  const own = health.filter((one) => one.account_id === account.account_id)
  const count = (...states: string[]) =>
    own.filter((one) => states.includes(one.state)).reduce((total, one) => total + one.events, 0)
  const last = own.reduce<Date | null>(
    (latest, one) => (latest === null || one.last_received_at > latest ? one.last_received_at : latest),
    null,
  )
  const traffic = {
    are_webhooks_active: true,
    connected_at: account.connected_at,
    last_event_at: last,
    last_missed_change_at: account.last_missed_at,
  }
  const isSilent = isWebhookSilent(traffic, account.silence_hours * 3_600_000, now)
  const seen = account.sweep_seen_at?.getTime() ?? Number.NEGATIVE_INFINITY
  const calls_today = callsToday(account, now)
  const known = account.reserves_in_set ?? account.reserves_in_found
  return {
    account_id: account.account_id,
    name: account.name,
    state: account.state,
    last_event_at: last?.toISOString() ?? null,
    last_sweep_at: account.sweep_completed_at?.toISOString() ?? null,
    next_sweep_at: account.next_sweep_at.toISOString(),
    is_sweeping: seen + RUN_LEASE_MS > now.getTime(),
    orders_read_at: account.orders_read_at?.toISOString() ?? null,
    calls_today,
    calls_per_day: CALLS_PER_DAY,
    sweeps_paused: calls_today >= SWEEP_CALLS_PER_DAY,
    webhooks: isSilent ? 'silent' : last === null ? 'none_yet' : 'ok',
    events_waiting: count('received', 'failed'),
    events_dead: count('dead'),
    reserves_in: known ?? 'main',
    reservation_by: account.reserves_in_set !== null ? 'hand' : known === null ? 'assumed' : 'detected',
    reservation_found_at: account.reserves_in_found_at?.toISOString() ?? null,
  }
}

type SkuRow = {
  readonly sku: string
  readonly suspect_since: Date | null
  readonly suspect_reason: string | null
  readonly last_result: string | null
  readonly last_run_at: Date | null
  readonly due_at: Date | null
}

/** SKUs that synchronisation knows, from a position on, one more than the limit. */
export async function listSyncSkus(
  tx: Tx,
  filter: {
    readonly limit: number
    readonly after: string | null
    readonly suspects: boolean
    readonly since: Date | null
  },
): Promise<SkuRow[]> {
  return tx.query<SkuRow>(sql`
    select sku, suspect_since, suspect_reason, last_result, last_run_at, due_at from sync_skus
     where tenant_id = ${tx.tenant_id}
       ${filter.after === null ? empty : sql`and sku > ${filter.after}`}
       ${filter.suspects ? sql`and suspect_since is not null` : empty}
       ${filter.since === null ? empty : sql`and last_run_at >= ${filter.since}`}
     order by sku limit ${filter.limit + 1}`)
}

/** How one SKU stands; null for one that synchronisation never met. */
export async function readSyncSku(tx: Tx, sku: string): Promise<SkuRow | null> {
  const [row] = await tx.query<SkuRow>(sql`
    select sku, suspect_since, suspect_reason, last_result, last_run_at, due_at from sync_skus
     where tenant_id = ${tx.tenant_id} and sku = ${sku}`)
  return row ?? null
}

/** The latest decisions about a SKU, with their reasoning. */
export async function decisionsOf(tx: Tx, sku: string): Promise<z.input<typeof syncSku>['pools']> {
  const rows = await tx.query<{
    pool_id: string
    run_id: string | null
    decided_at: Date
    state: string
    available: number | null
    oversold: number | null
    oversell_bound: number | null
    why: Record<string, unknown>
  }>(sql`
    select d.pool_id, d.run_id, d.decided_at, d.state, d.available, d.oversold, d.oversell_bound, d.why
      from sync_decisions d join pools p on p.tenant_id = d.tenant_id and p.id = d.pool_id and p.removed_at is null
     where d.tenant_id = ${tx.tenant_id} and d.sku = ${sku} order by d.pool_id`)
  const units = (grains: number | null) => (grains === null ? null : toUnits(fromGrains(grains)))
  return rows.map((row) => ({
    ...row,
    decided_at: row.decided_at.toISOString(),
    available: units(row.available),
    oversold: units(row.oversold),
    oversell_bound: units(row.oversell_bound),
  }))
}

/** What pools can promise of some SKUs: the least where several decide. */
export async function availableOf(tx: Tx, skus: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.query<{ sku: string; available: number }>(sql`
    select sku, min(available) as available from sync_decisions
     where tenant_id = ${tx.tenant_id} and sku = any (${skus}::text[]) and available is not null group by sku`)
  return new Map(rows.map((row) => [row.sku, row.available]))
}
