import { placeKey } from '../../../domain/sync/place.ts'
import { type ApprovalCause, approvalCauses } from '../../../domain/sync/plan-approval.ts'
import { isWebhookSilent } from '../../../domain/sync/silence.ts'
import type { SkuState } from '../../../domain/sync/sku-state.ts'
import { planSkus } from '../../../domain/sync/sync-plan.ts'
import type { Tx } from '../../db/database.ts'
import type { StoredPool } from '../pools/pools.store.ts'
import { readSyncAccounts } from './accounts.store.ts'
import { openAlerts, resolveAlerts } from './alerts.store.ts'
import type { BegunSweep } from './begin-sweeps.ts'
import type { StepEnd } from './conclude.ts'
import { markDirty } from './dirty-skus.store.ts'
import { loadTenantFacts } from './facts.store.ts'
import { sitesOfPool } from './facts.ts'
import { holdLease, type Lease } from './lease.ts'
import { lookAtMany } from './look-at-many.ts'
import type { PlanDeps } from './make-plan.ts'
import { addRunFacts, addRunSkus, endManyRun, leaseRun } from './many-runs.store.ts'
import { hasUnseenStock, keepApproval } from './plan-unseen.ts'
import { linkedSkus } from './pool-skus.queries.ts'
import { type RefreshDeps, refreshCopies } from './refresh-copies.ts'
import { RUN_LEASE_MS, RUN_SPARE_MS } from './run-lease.ts'
import { endSweep, lastEvents, touchSweep } from './sweeps.store.ts'

/** What a sweep is done with. */
export type SweepDeps = PlanDeps & RefreshDeps

/** What a sweep found. */
type Found = {
  /** SKUs that were looked at, by pool. */
  readonly looked: Map<string, number>
  /** Those that need a write, in each pool. */
  readonly states: SkuState[]
  /** SKUs that nobody had told us of. */
  readonly missed: Set<string>
  /** Accounts that should have told us. */
  readonly missed_by: Set<string>
}

/**
 * The periodic verification: reads the balances of every SKU and the orders that changed, and has right what is not. Nothing is written
 * before everything was seen: a plan that would change too much waits for a person instead.
 */
export async function sweep(deps: SweepDeps, tenant_id: string, begun: BegunSweep): Promise<void> {
  const { account_ids } = begun
  const found: Found = { looked: new Map(), states: [], missed: new Set(), missed_by: new Set() }
  const lease = holdSweep(deps, tenant_id, begun)
  try {
    for (const account_id of account_ids) await refreshCopies(deps, tenant_id, account_id, lease)
    const skus = await deps.database.tenant(tenant_id, async (tx) => {
      const { pools } = await loadTenantFacts(tx, deps.clock.now())
      const swept = pools.filter(({ config }) => begun.pool_ids.includes(config.pool_id))
      return linkedSkus(tx, account_ids, swept.flatMap(sitesOfPool))
    })
    const unlooked = await lookAtMany(deps, {
      ...{ tenant_id, skus, lane: 'sweep', origin: 'sweep', sends: 'nothing' },
      approved: new Map(),
      onPart(ends) {
        for (const end of ends) note(found, begun, end)
      },
      mayGoOn: lease.holds,
    })
    if (await lease.holds()) await conclude(deps, tenant_id, begun, found, unlooked)
  } catch (error) {
    await breakOff(deps, tenant_id, begun)
    throw error
  }
}

/** Holds a sweep as long as it goes on. Only who began it works on it; it is over when another began in its place, which then has the accounts. */
function holdSweep(deps: SweepDeps, tenant_id: string, { run_id, account_ids }: BegunSweep): Lease {
  return holdLease(deps.clock, {
    until: deps.clock.now(),
    lasts_ms: RUN_LEASE_MS,
    spare_ms: RUN_SPARE_MS,
    prolong: (next) =>
      deps.database.tenant(tenant_id, async (tx) => {
        if (!(await leaseRun(tx, run_id, next))) return false
        await touchSweep(tx, account_ids, deps.clock.now())
        return true
      }),
  })
}

/** Ends a sweep that failed: it saw not everything, unless another has begun in its place. */
async function breakOff(
  deps: SweepDeps,
  tenant_id: string,
  { run_id, account_ids }: BegunSweep,
): Promise<void> {
  const now = deps.clock.now()
  await deps.database.tenant(tenant_id, async (tx) => {
    if (!(await leaseRun(tx, run_id, now))) return
    await endSweep(tx, account_ids, { is_complete: false, missed_by: [], now })
    await endManyRun(tx, run_id, { result: 'failed', state: 'interrupted', at: now })
  })
}

function note(found: Found, { pool_ids }: BegunSweep, { step }: StepEnd): void {
  const { state, plan, sku } = step.decision
  if (!pool_ids.includes(state.pool_id)) return
  found.looked.set(state.pool_id, (found.looked.get(state.pool_id) ?? 0) + 1)
  if (plan.lines.length === 0) return
  found.states.push(state)
  if (step.claimed.was_known || step.decision.pool.activated_at === null) return
  found.missed.add(sku.sku)
  for (const { place, reading } of [...state.sources, ...state.targets]) {
    const seen = sku.memories.get(placeKey(place))?.seen
    const isMoved = reading.kind === 'observed' && seen != null && seen.physical !== reading.physical
    const isReserved = reading.kind === 'observed' && seen != null && seen.virtual !== reading.virtual
    if (place.kind === 'deposit' && (isMoved || isReserved)) found.missed_by.add(place.account_id)
  }
}

async function conclude(
  deps: PlanDeps,
  tenant_id: string,
  begun: BegunSweep,
  found: Found,
  unlooked: readonly string[],
): Promise<void> {
  const now = deps.clock.now()
  const { pools } = await deps.database.tenant(tenant_id, (tx) => loadTenantFacts(tx, now))
  const held: string[] = []
  for (const pool of pools.filter(({ config }) => begun.pool_ids.includes(config.pool_id)))
    if (await waitsForPerson(deps, tenant_id, pool, found)) held.push(pool.config.pool_id)
  const free = found.states.filter(({ pool_id }) => !held.includes(pool_id)).map(({ sku }) => sku)
  const names = [...new Set(free)].toSorted()
  await deps.database.tenant(tenant_id, async (tx) => {
    if (!(await leaseRun(tx, begun.run_id, now))) return
    await addRunSkus(tx, begun.run_id, { names, state: 'marked' })
    await markDirty(tx, names, { origin: 'sweep', lane: 'sweep', at: now })
    await addRunFacts(tx, begun.run_id, {
      looked_skus: [...found.looked.values()].reduce((total, one) => total + one, 0),
      to_write: names.length,
      missed_events: found.missed.size,
      held_pools: held,
      unlooked_skus: unlooked.length,
    })
    const is_complete = unlooked.length === 0
    await endSweep(tx, begun.account_ids, { is_complete, missed_by: [...found.missed_by], now })
    await tellOfSilence(tx, begun.account_ids, now)
  })
}

/**
 * Whether the pool's plan has to be seen by a person first; it is kept for that. Products alone whose stock nobody has seen yet wait alone.
 */
async function waitsForPerson(
  deps: PlanDeps,
  tenant_id: string,
  pool: StoredPool,
  found: Found,
): Promise<boolean> {
  const { pool_id } = pool.config
  const states = found.states.filter((state) => state.pool_id === pool_id)
  const unseen = states.filter(hasUnseenStock)
  const looked = found.looked.get(pool_id) ?? 0
  const whole = planSkus(states)
  const held = approvalCauses(whole, pool.limits, pool.activated_at === null, looked)
  const causes: ApprovalCause[] = [...held]
  if (unseen.length > 0) causes.push({ code: 'UNSEEN_STOCK', affected_skus: unseen.length })
  if (causes.length === 0) {
    const subject = { kind: 'approval_waiting', subject: pool_id } as const
    await deps.database.tenant(tenant_id, (tx) => resolveAlerts(tx, [subject], deps.clock.now()))
    return false
  }
  const plan = held.length > 0 ? whole : planSkus(unseen)
  await keepApproval(deps, tenant_id, pool, { plan, causes })
  return held.length > 0
}

/** An account from which no event comes while sweeps find changes has probably had its events switched off. */
async function tellOfSilence(tx: Tx, account_ids: readonly string[], now: Date): Promise<void> {
  const heard = await lastEvents(tx)
  for (const account of await readSyncAccounts(tx, now)) {
    if (!account_ids.includes(account.account_id)) continue
    const traffic = {
      are_webhooks_active: true,
      connected_at: account.connected_at,
      last_event_at: heard.get(account.account_id) ?? null,
      last_missed_change_at: account.last_missed_at,
    }
    const cause = { kind: 'webhook_silent', subject: account.account_id } as const
    if (isWebhookSilent(traffic, account.silence_hours * 3_600_000, now))
      await openAlerts(
        tx,
        [{ ...cause, facts: { account: account.name, last_event_at: traffic.last_event_at } }],
        now,
      )
    else await resolveAlerts(tx, [cause], now)
  }
}
