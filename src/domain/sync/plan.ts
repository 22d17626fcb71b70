import { type DriftDecision, decideDrift, historyFrom, type TargetHistory } from './drift.ts'
import type { Place } from './place.ts'
import { decidePool, type PoolDecision } from './pool.ts'
import { minus, type Quantity } from './quantity.ts'
import { type Balance, balanceOf } from './reading.ts'
import type { PoolTarget, SkuState } from './sku-state.ts'
import type { SkipCause, TargetDecision } from './targets.ts'
import { chooseOperation, type Operation, type WriteReason } from './write-operation.ts'

/** One write as data: everything an executor, a preview and an undo need. */
export type PlanLine = {
  readonly pool_id: string
  readonly sku: string
  readonly place: Place
  readonly role: PoolTarget['role']
  /** What the place shows now, what it will show, and the step between: virtual balances. */
  readonly current: Quantity
  readonly target: Quantity
  readonly difference: Quantity
  readonly current_physical: Quantity
  readonly target_physical: Quantity
  readonly operation: Operation
  /** What is sent with the operation: the size of the movement, or the balance for `B`. */
  readonly quantity: Quantity
  readonly reason: WriteReason
}

/** A target that is left alone, and why. */
export type SkippedTarget = { readonly place: Place; readonly cause: SkipCause }

/** Someone else's change of a place that we write; `imposed` when the plan puts our value back. */
export type DriftFinding = {
  readonly place: Place
  readonly from: Quantity
  readonly to: Quantity
  readonly imposed: boolean
}

/** The history of a target from this look on. */
export type TargetBaseline = { readonly place: Place; readonly history: TargetHistory }

/**
 * What to do for one SKU, with the whole reasoning. No lines at the fixed point. `orders_needed` asks for one more look before
 * anything may be written: balances first, then the orders of the channels whose targets are skipped for it.
 */
export type SkuPlan = {
  readonly pool_id: string
  readonly sku: string
  readonly state: 'unchanged' | 'to_write' | 'orders_needed' | 'pending' | 'not_written'
  readonly lines: readonly PlanLine[]
  readonly skipped: readonly SkippedTarget[]
  readonly drifts: readonly DriftFinding[]
  /** To be stored before anything is written: what each place is now known to hold, with everything explained. */
  readonly baselines: readonly TargetBaseline[]
  readonly decision: PoolDecision
}

/**
 * Compares what every target should show with what it was just seen to show. Never compares with what we last sent: that is
 * blind to edits. Equal state gives an equal plan to the byte, and applying a plan gives an empty one.
 */
export function planSku(state: SkuState): SkuPlan {
  const decision = decidePool(state)
  const { pool_id, sku } = state
  if (decision.kind !== 'decided') {
    return { pool_id, sku, state: decision.kind, lines: [], skipped: [], drifts: [], baselines: [], decision }
  }
  const outcomes = decision.exposure.targets.map((target) => planTarget(state, target))
  const skipped = outcomes.flatMap((outcome) => outcome.skipped ?? [])
  if (skipped.some(({ cause }) => cause.code === 'ORDERS_NOT_REREAD')) {
    return { pool_id, sku, state: 'orders_needed', lines: [], skipped, drifts: [], baselines: [], decision }
  }
  const lines = outcomes.flatMap((outcome) => outcome.line ?? [])
  return {
    pool_id,
    sku,
    state: lines.length > 0 ? 'to_write' : 'unchanged',
    lines,
    skipped,
    drifts: outcomes.flatMap((outcome) => outcome.drift ?? []),
    baselines: outcomes.flatMap((outcome) => outcome.baseline ?? []),
    decision,
  }
}

type TargetOutcome = {
  readonly line?: PlanLine
  readonly skipped?: SkippedTarget
  readonly drift?: DriftFinding
  readonly baseline?: TargetBaseline
}

function planTarget(state: SkuState, decided: TargetDecision): TargetOutcome {
  const { target, exposed, skipped } = decided
  const { place } = target
  const balance = balanceOf(target.reading)
  if (skipped !== null) return { skipped: { place, cause: skipped } }
  if (balance === null) return {}
  const { history, is_settling } = target
  const drift = history && decideDrift(history, balance, { orders_reread: state.orders_reread, is_settling })
  // Even where the value happens to be right: another cause may have moved it there and hide a sale nobody has seen.
  if (drift?.kind === 'orders_not_reread') return { skipped: { place, cause: { code: 'ORDERS_NOT_REREAD' } } }
  if (drift?.kind === 'balance_settling') return { skipped: { place, cause: { code: 'BALANCE_SETTLING' } } }
  const isRight = balance.virtual === exposed
  // What we took may be gone already: shown once more it would be sold twice. Less may be shown at any time.
  if (isOverstated(state) && exposed > balance.virtual)
    return { skipped: { place, cause: { code: 'BALANCE_SETTLING' } } }
  if (drift?.kind === 'external_drift' && !isRight && target.drift_policy === 'warn') {
    return {
      skipped: { place, cause: { code: 'EXTERNAL_DRIFT' } },
      drift: { place, from: drift.from, to: drift.to, imposed: false },
    }
  }
  const isAligned = isRight || drift !== null
  return {
    ...(isRight ? {} : planWrite(state, decided, balance, drift)),
    // A complete look leaves nothing about this balance in doubt, unclear writes included: judge the next one from here.
    ...(state.orders_reread && !is_settling && isAligned
      ? { baseline: { place, history: historyFrom(balance) } }
      : {}),
  }
}

function isOverstated({ is_overstated, parts }: SkuState): boolean {
  return is_overstated || parts.some(({ state }) => state?.is_overstated === true)
}

function planWrite(
  state: SkuState,
  decided: TargetDecision,
  balance: Balance,
  drift: DriftDecision | null,
): TargetOutcome {
  if (drift?.kind !== 'external_drift') {
    const reason = drift === null ? 'first_alignment' : 'available_changed'
    return { line: lineFor(state, decided, balance, reason) }
  }
  const { from, to } = drift
  const found = { place: decided.target.place, from, to, imposed: true }
  return { line: lineFor(state, decided, balance, 'external_drift'), drift: found }
}

function lineFor(
  { pool_id, sku }: SkuState,
  { target, exposed, physical_to_reach }: TargetDecision,
  balance: Balance,
  reason: WriteReason,
): PlanLine {
  const difference = minus(exposed, balance.virtual)
  return {
    pool_id,
    sku,
    place: target.place,
    role: target.role,
    current: balance.virtual,
    target: exposed,
    difference,
    current_physical: balance.physical,
    target_physical: physical_to_reach,
    ...chooseOperation({ difference, physical_to_reach, reason, write_mode: target.write_mode }),
    reason,
  }
}
