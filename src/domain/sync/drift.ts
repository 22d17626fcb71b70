import { atLeastNothing, lesser, minus, NOTHING, type Quantity, sum } from './quantity.ts'
import type { Balance } from './reading.ts'

/** What the owner wants when someone edits a deposit that we write: put our value back (`impose`) or only say so (`warn`). */
export const DRIFT_POLICIES = ['impose', 'warn'] as const
export type DriftPolicy = (typeof DRIFT_POLICIES)[number]

/** What we know of a target's past (see `SkuPlan.baselines` and `historyAfterWrite`). */
export type TargetHistory = {
  /** The balance at our last complete look: left by an acknowledged write, or read with everything explained. */
  readonly confirmed: Balance
  /** What orders took out that were not known yet when the look behind `confirmed` was planned (see `takenByOrders`). */
  readonly explained_outflow: Quantity
  /** Differences that we sent since then without a clear answer: each may have arrived or not. */
  readonly unconfirmed: readonly Quantity[]
}

/** A history that begins with this balance, nothing being in doubt. */
export function historyFrom(confirmed: Balance): TargetHistory {
  return { confirmed, explained_outflow: NOTHING, unconfirmed: [] }
}

/** How much the look that is judged can be trusted. */
export type LookQuality = {
  /** Whether the orders of every channel were read again after the balance was. */
  readonly orders_reread: boolean
  /** Whether we wrote here so shortly before that the reading may still show the balance before the write. */
  readonly is_settling: boolean
}

/** Whether a target is where our own writes and the known orders left it, or cannot be judged before another look. */
export type DriftDecision =
  | { readonly kind: 'none' }
  | { readonly kind: 'orders_not_reread' }
  | { readonly kind: 'balance_settling' }
  | { readonly kind: 'external_drift'; readonly from: Quantity; readonly to: Quantity }

/**
 * Looks for a physical balance that neither our writes nor known orders explain. Known orders and unclear writes may have
 * moved the balance already or not, so everything between "none of them" and "all of them" is explained. Two doubts come
 * before any conclusion, else a sale would be taken for something else and lost: what may hide a sale (a drop, a write without
 * an answer) waits until the orders were read again, and a surprise right after our own write waits until it has settled.
 */
export function decideDrift(history: TargetHistory, observed: Balance, look: LookQuality): DriftDecision {
  const left = history.confirmed.physical
  const highest = sum([left, ...history.unconfirmed.map(atLeastNothing)])
  const losses = history.unconfirmed.map((difference) => lesser(difference, NOTHING))
  const lowest = minus(sum([left, ...losses]), history.explained_outflow)
  const isExplained = observed.physical >= lowest && observed.physical <= highest
  const isUnclear = history.unconfirmed.length > 0
  if (!look.orders_reread && (isUnclear || observed.physical < lowest)) return { kind: 'orders_not_reread' }
  if (look.is_settling && (isUnclear || !isExplained)) return { kind: 'balance_settling' }
  if (isExplained) return { kind: 'none' }
  const from = observed.physical > highest ? highest : lowest
  return { kind: 'external_drift', from, to: observed.physical }
}
