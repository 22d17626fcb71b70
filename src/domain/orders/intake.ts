import type { OrderFacts } from './order-facts.ts'
import { isOff } from './standing.ts'

/** What is known of an order that a shop shows for the first time. */
export type FirstSight = {
  readonly facts: OrderFacts
  /** Whether its items have left the stock that the shop shows. */
  readonly has_taken_stock: boolean
  readonly placed_at: Date
  /** When its shop was connected. */
  readonly connected_at: Date
}

/** `take`: it is ours to send. `hold`: it keeps its stock, and a person says whether an account has it already. `pass`: none of ours. */
export type Intake = 'take' | 'hold' | 'pass'

/**
 * Decides what becomes of an order that a shop shows for the first time. One that holds nothing at the shop is not there yet, or over. Of
 * what was placed before the shop was connected, what left is in the balances, and what is still to leave may be in an account by other hands.
 */
export function intakeOf({ facts, has_taken_stock, placed_at, connected_at }: FirstSight): Intake {
  if (!has_taken_stock) return 'pass'
  if (placed_at.getTime() >= connected_at.getTime()) return 'take'
  const isOver = isOff(facts) || facts.progress === 'shipped' || facts.progress === 'delivered'
  return isOver ? 'pass' : 'hold'
}
