import type { PlanLineOutcome } from '../../../contract/sync-plans.ts'
import { placeKey } from '../../../domain/sync/place.ts'
import type { PlanLine } from '../../../domain/sync/plan.ts'
import { planUndo } from '../../../domain/sync/plan-undo.ts'
import { toUnits } from '../../../domain/sync/quantity.ts'
import { balanceOf } from '../../../domain/sync/reading.ts'
import { type RunResult, resultOfRun } from '../../../domain/sync/run-status.ts'
import { lineKey } from '../../../domain/sync/sync-plan.ts'
import { answerOnce } from '../../auth/answer-once.ts'
import { actorOf, recordAudit } from '../../auth/audit.store.ts'
import type { Principal } from '../../auth/principal.ts'
import type { RepeatableWrite } from '../../auth/repeatable-write.ts'
import type { StoredAnswer } from '../../db/idempotency.ts'
import { AppError } from '../../kernel/app-error.ts'
import { activatePool } from '../pools/pools.store.ts'
import { resolveAlerts } from './alerts.store.ts'
import type { StepEnd } from './conclude.ts'
import type { Lease } from './lease.ts'
import { lookAtMany } from './look-at-many.ts'
import type { PlanDeps } from './make-plan.ts'
import { endManyRun, insertManyRun, prolongRun, type TakenRun } from './many-runs.store.ts'
import { linesOfPlan, textOfLines } from './plan-body.ts'
import { planView } from './plan-view.ts'
import { appliedLineKeys } from './plan-writes.queries.ts'
import {
  beginApplying,
  endApplying,
  insertPlan,
  lockPlan,
  planOfRun,
  readPlan,
  type StoredPlan,
} from './plans.store.ts'
import { deactivatePool } from './pool-operation.store.ts'
import { knownSkus } from './pool-skus.queries.ts'
import { awaitRunSkus } from './run-skus.store.ts'
import { TAKEN_OVER } from './send-writes.ts'

/** Who does it, and from where. */
export type By = { readonly principal: Principal; readonly ip: string | null }

/**
 * A person agrees to a plan: it is applied from here on, by whichever process takes it up, and the pool is in operation. Agreeing to a plan
 * that takes another back puts the pool out of operation instead, or its values would be planned again at once.
 */
export async function agreeToPlan(
  deps: PlanDeps,
  write: RepeatableWrite,
  plan_id: string,
): Promise<StoredAnswer> {
  const { principal, ip } = write
  return answerOnce(deps, { ...write, status: 202 }, async (tx) => {
    const plan = await lockPlan(tx, plan_id)
    if (plan === null) throw new AppError('NOT_FOUND', { plan_id })
    if (plan.state !== 'open') throw new AppError('PLAN_NOT_OPEN', { state: plan.state })
    const { pool_id } = plan
    const at = deps.clock.now()
    const run_id = deps.newId()
    const names = [...new Set(linesOfPlan(pool_id, plan.body).map((line) => line.sku))]
    const run = { id: run_id, kind: 'plan' as const, origin: 'plan' as const, pool_id, account_ids: [] }
    await insertManyRun(
      tx,
      { ...run, started_by: principal.user_id, facts: { plan_id } },
      { names, state: 'marked' },
      at,
    )
    await beginApplying(tx, plan_id, { run_id, applied_by: principal.user_id, at })
    if (plan.kind === 'undo') await deactivatePool(tx, pool_id)
    else await activatePool(tx, pool_id, at)
    await resolveAlerts(tx, [{ kind: 'approval_waiting', subject: pool_id }], at)
    await recordAudit(tx, {
      actor: actorOf(principal),
      action: plan.kind === 'undo' ? 'sync.plan_undone' : 'sync.plan_applied',
      target: plan_id,
      facts: { pool_id, lines: names.length },
      ip,
    })
    return planView(mustRead(await readPlan(tx, plan_id)))
  })
}

/**
 * Applies a plan that a person agreed to: only what is unchanged, and every line that is skipped is named. Can be taken up again. Says
 * whether it came to its end; else what is left is for whoever takes the run up next, and only the end tells what became of each line.
 */
export async function applyPlan(
  deps: PlanDeps,
  tenant_id: string,
  run: TakenRun,
  lease: Lease,
): Promise<boolean> {
  const { plan, lines, done } = await deps.database.tenant(tenant_id, async (tx) => {
    const found = mustRead(await planOfRun(tx, run.id))
    const planned = linesOfPlan(found.pool_id, found.body)
    return { plan: found, lines: planned, done: await appliedLineKeys(tx, run.id) }
  })
  const left = lines.filter((line) => !done.has(lineKey(line)))
  const ends: StepEnd[] = []
  const unlooked = await lookAtMany(deps, {
    tenant_id,
    skus: [...new Set(left.map((line) => line.sku))],
    lane: 'person',
    origin: 'plan',
    sends: 'approved',
    approved: new Map(left.map((line) => [lineKey(line), line])),
    onClaim: (tx, skus) => awaitRunSkus(tx, run.id, skus),
    onPart(part) {
      ends.push(...part.filter(({ step }) => step.decision.state.pool_id === plan.pool_id))
    },
    mayGoOn: lease.holds,
  })
  const isUnsent = ends.some(({ sent }) => sent.some(({ error }) => error === TAKEN_OVER))
  return deps.database.tenant(tenant_id, async (tx) => {
    const at = deps.clock.now()
    // Somebody else has them in hands. A SKU that is called otherwise by now nobody ever will: its lines are skipped.
    const isBusy = (await knownSkus(tx, unlooked)).size > 0
    if (isBusy || isUnsent) return false
    if (!(await prolongRun(tx, run.id, { held: lease.until(), next: at }))) return false
    // What was written while somebody else had the run, or by a usual look, is known here alone.
    const applied = await appliedLineKeys(tx, run.id)
    const outcome = lines.map((line) => outcomeOf(line, applied, ends))
    await endApplying(tx, plan.id, outcome)
    await endManyRun(tx, run.id, { result: resultOf(outcome), state: 'done', at })
    return true
  })
}

function outcomeOf(line: PlanLine, applied: ReadonlySet<string>, ends: readonly StepEnd[]): PlanLineOutcome {
  const key = lineKey(line)
  const { place, sku } = line
  const deposit_id = place.kind === 'deposit' ? place.deposit_id : null
  const site_id = place.kind === 'site' ? place.site_id : null
  const base = { sku, deposit_id, site_id, planned: toUnits(line.target), error: null }
  // What was written was still as the person had seen it.
  if (applied.has(key)) return { ...base, result: 'applied', now: toUnits(line.current) }
  const end = ends.find(({ step }) => step.decision.state.sku === sku)
  const sent = end?.sent.find(
    ({ outgoing }) => outgoing.purpose.kind === 'target' && lineKey(outgoing.purpose.line) === key,
  )
  const reading = end?.step.decision.state.targets.find(
    (target) => placeKey(target.place) === placeKey(place),
  )?.reading
  const balance = reading === undefined ? null : balanceOf(reading)
  const now = balance === null ? null : toUnits(balance.virtual)
  if (sent === undefined) return { ...base, result: 'skipped', now }
  const { answer, error } = sent
  return { ...base, result: answer === 'acknowledged' ? 'applied' : answer, now, error }
}

function resultOf(outcome: readonly PlanLineOutcome[]): RunResult {
  return resultOfRun(
    outcome.map(({ result }) =>
      result === 'applied' ? 'success' : result === 'skipped' ? 'pending' : 'failed',
    ),
  )
}

/** Makes the plan that takes an applied one back, line by line, the last one first; it waits for a person's agreement like any other. */
export async function planTakeBack(
  deps: PlanDeps,
  write: RepeatableWrite,
  plan_id: string,
): Promise<StoredAnswer> {
  return answerOnce(deps, { ...write, status: 201 }, async (tx) => {
    const plan = await readPlan(tx, plan_id)
    if (plan === null) throw new AppError('NOT_FOUND', { plan_id })
    if (plan.state !== 'applied' || plan.run_id === null)
      throw new AppError('PLAN_NOT_OPEN', { state: plan.state })
    const done = await appliedLineKeys(tx, plan.run_id)
    const applied = linesOfPlan(plan.pool_id, plan.body).filter((line) => done.has(lineKey(line)))
    const id = deps.newId()
    await insertPlan(tx, {
      id,
      pool_id: plan.pool_id,
      kind: 'undo',
      causes: [],
      body: textOfLines(planUndo(applied)),
      created_at: deps.clock.now(),
      created_by: write.principal.user_id,
    })
    return planView(mustRead(await readPlan(tx, id)))
  })
}

function mustRead(plan: StoredPlan | null): StoredPlan {
  if (plan === null) throw new Error('a plan vanished')
  return plan
}
