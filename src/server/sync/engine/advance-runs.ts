import { type RunResult, resultOfRun } from '../../../domain/sync/run-status.ts'
import type { Tx } from '../../db/database.ts'
import { applyPlan } from './apply-plan.ts'
import { markDirty } from './dirty-skus.store.ts'
import type { PlanDeps } from './make-plan.ts'
import {
  endManyRun,
  leaseRun,
  type ManyRun,
  nextRunSkus,
  type Progress,
  progressOf,
  takeRuns,
} from './many-runs.store.ts'

/** How long a process that works on a run is believed to be alive without a sign. */
const LEASE_MS = 300_000
/** A run that stumbled is tried again after this: whoever works on it is alive, and a person may wait. */
const RETRY_MS = 5_000
/** SKUs of a manual run that are under way at the same time: it can be stopped between any two of them. */
const UNDER_WAY = 100
/** A run over no more SKUs than this has a person in front of it. */
const FEW = 20

/** Takes runs over many one step further; says whether anything came of it. */
export async function advanceRuns(deps: PlanDeps, tenant_id: string): Promise<boolean> {
  const runs = await deps.database.tenant(tenant_id, (tx) => takeRuns(tx, deps.clock.now(), LEASE_MS))
  let isMoved = false
  const left = new Set(runs)
  try {
    for (const run of runs) {
      if (run.kind === 'plan') await applyPlan(deps, tenant_id, run)
      const moved =
        run.kind === 'plan' || (await deps.database.tenant(tenant_id, (tx) => advance(deps, tx, run)))
      isMoved ||= moved
      left.delete(run)
    }
  } finally {
    const again = new Date(deps.clock.now().getTime() + RETRY_MS)
    for (const { id } of left) await deps.database.tenant(tenant_id, (tx) => leaseRun(tx, id, again))
  }
  return isMoved
}

async function advance(deps: PlanDeps, tx: Tx, run: ManyRun): Promise<boolean> {
  const now = deps.clock.now()
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

function resultOf(progress: Progress | undefined): RunResult {
  return resultOfRun(Object.keys(progress?.results ?? {}) as RunResult[])
}
