import { type RunResult, resultOfRun } from '../../../domain/sync/run-status.ts'
import type { Tx } from '../../db/database.ts'
import { applyPlan } from './apply-plan.ts'
import { markDirty } from './dirty-skus.store.ts'
import { loadTenantFacts } from './facts.store.ts'
import { accountsInPools } from './facts.ts'
import type { PlanDeps } from './make-plan.ts'
import {
  endManyRun,
  leaseRun,
  nextRunSkus,
  type Progress,
  progressOf,
  prolongRun,
  type TakenRun,
  takeRun,
} from './many-runs.store.ts'
import { holdRun, RUN_LEASE_MS } from './run-lease.ts'

/** A run that stumbled, or whose SKUs were in other hands, is tried again after this: whoever works on it is alive, and a person may wait. */
const RETRY_MS = 5_000
/** SKUs of a manual run that are under way at the same time: it can be stopped between any two of them. */
const UNDER_WAY = 100
/** A run over no more SKUs than this has a person in front of it. */
const FEW = 20

/** Takes runs over many one step further, each once; says whether anything came of it. */
export async function advanceRuns(deps: PlanDeps, tenant_id: string): Promise<boolean> {
  let isMoved = false
  for (const but: string[] = []; ; ) {
    const now = deps.clock.now()
    const until = new Date(now.getTime() + RUN_LEASE_MS)
    const run = await deps.database.tenant(tenant_id, (tx) => takeRun(tx, { now, until, but }))
    if (run === null) return isMoved
    but.push(run.id)
    const moved = await takeFurther(deps, tenant_id, run)
    isMoved ||= moved
  }
}

/** One step of a run that was just taken up. Whatever stops it, it can be taken up again soon, unless somebody else has it by now. */
async function takeFurther(deps: PlanDeps, tenant_id: string, run: TakenRun): Promise<boolean> {
  const lease = holdRun(deps, tenant_id, run)
  let isStuck = true
  try {
    const moved =
      run.kind === 'plan'
        ? await applyPlan(deps, tenant_id, run, lease)
        : await deps.database.tenant(tenant_id, (tx) => advance(deps, tx, run))
    isStuck = run.kind === 'plan' && !moved
    return moved
  } finally {
    const next = new Date(deps.clock.now().getTime() + RETRY_MS)
    if (isStuck)
      await deps.database.tenant(tenant_id, (tx) => prolongRun(tx, run.id, { held: lease.until(), next }))
  }
}

async function advance(deps: PlanDeps, tx: Tx, run: TakenRun): Promise<boolean> {
  const now = deps.clock.now()
  if (run.is_looking) return endForsaken(tx, run, now)
  const progress = (await progressOf(tx, [run.id])).get(run.id)
  if (progress === undefined || progress.waiting + progress.marked === 0) {
    await endManyRun(tx, run.id, { result: resultOf(progress), state: 'done', at: now })
    return true
  }
  const room = UNDER_WAY - progress.marked
  const next = run.kind === 'many' && room > 0 ? await nextRunSkus(tx, run.id, room) : []
  const lane = progress.total <= FEW ? 'person' : 'webhook'
  await markDirty(tx, next.toSorted(), { origin: run.origin, lane, at: now })
  await leaseRun(tx, run.id, now)
  return next.length > 0
}

/**
 * Nobody but the process that looks can say that there is nothing to do; the next sweep ends one whose process is gone. Where no other is to
 * come, because none of its accounts is active in a pool any more, it is over.
 */
async function endForsaken(tx: Tx, run: TakenRun, now: Date): Promise<boolean> {
  const swept = accountsInPools(await loadTenantFacts(tx, now)).filter(({ state }) => state === 'active')
  if (swept.some(({ account_id }) => run.account_ids.includes(account_id))) return false
  await endManyRun(tx, run.id, { result: 'failed', state: 'interrupted', at: now })
  return true
}

function resultOf(progress: Progress | undefined): RunResult {
  return resultOfRun(Object.keys(progress?.results ?? {}) as RunResult[])
}
