import { atLeastNothing, lesser, minus, NOTHING, type Quantity, sum } from './quantity.ts'
import type { Balance } from './reading.ts'

/** What the owner wants when someone edits a deposit that we write: put our value back (`impose`) or only say so (`warn`). */
export const DRIFT_POLICIES = ['impose', 'warn'] as const
export type DriftPolicy = (typeof DRIFT_POLICIES)[number]

/** What we know of a target's past (see `historyAfterWrite` and `historyAfterReading`). */
export type TargetHistory = {
  /** The balance at the end of our last complete look at it: left by an acknowledged write, or read and found right. */
  readonly confirmed: Balance
  /** What orders are known to have taken out of this place since then (see `takenByOrders`). Never negative. */
  readonly explained_outflow: Quantity
  /** Differences that we sent since then without a clear answer: each may have arrived or not. */
  readonly unconfirmed: readonly Quantity[]
}

/** Whether a target is where our own writes and the known orders left it. */
export type DriftDecision =
  | { readonly kind: 'none' }
  | { readonly kind: 'orders_not_reread' }
  | { readonly kind: 'external_drift'; readonly from: Quantity; readonly to: Quantity }

/**
 * Looks for a physical balance that neither our writes nor known orders explain. Known orders and unclear writes may have
 * moved the balance already or not, so everything between "none of them" and "all of them" is explained. A drop below that
 * may be a sale that we have not seen: it is no drift until the orders were read again, else correcting it hides the sale.
 */
export function decideDrift(
  history: TargetHistory,
  observed: Balance,
  orders_reread: boolean,
): DriftDecision {
  const left = history.confirmed.physical
  const highest = sum([left, ...history.unconfirmed.map(atLeastNothing)])
  const losses = history.unconfirmed.map((difference) => lesser(difference, NOTHING))
  const lowest = minus(sum([left, ...losses]), history.explained_outflow)
  if (observed.physical >= lowest && observed.physical <= highest) return { kind: 'none' }
  if (observed.physical < lowest && !orders_reread) return { kind: 'orders_not_reread' }
  const from = observed.physical > highest ? highest : lowest
  return { kind: 'external_drift', from, to: observed.physical }
}
