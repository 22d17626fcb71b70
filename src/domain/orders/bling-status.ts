import type { OrderFacts, OrderNews } from './order-facts.ts'
import { isOff } from './standing.ts'

/** Where an order stands in Bling, by the value that means the same in every account. */
export const BLING_STATUSES = [
  'open',
  'fulfilled',
  'cancelled',
  'in_progress',
  'brokered',
  'partly_invoiced',
  'partly_fulfilled',
  'awaiting_payment',
  'payment_confirmed',
  'drafting',
  'verified',
  'partly_checked_out',
  'other',
] as const
export type BlingStatus = (typeof BLING_STATUSES)[number]

/** The statuses that we give an order there. */
export const BLING_GOALS = ['open', 'in_progress', 'fulfilled', 'cancelled'] as const
export type BlingGoal = (typeof BLING_GOALS)[number]

/** How far each status is; what people of the account work with in between is never moved back. `other` is a word of their own. */
const RANKS: Readonly<Record<BlingStatus, number>> = {
  open: 0,
  drafting: 0,
  awaiting_payment: 0,
  payment_confirmed: 1,
  in_progress: 1,
  other: 1,
  brokered: 1,
  verified: 1,
  partly_checked_out: 1,
  partly_invoiced: 1,
  partly_fulfilled: 1,
  fulfilled: 2,
  cancelled: 3,
}

/** Where the order has to stand in Bling under these facts. */
export function blingGoal(facts: OrderFacts): BlingGoal {
  if (isOff(facts)) return 'cancelled'
  if (facts.progress === 'shipped' || facts.progress === 'delivered') return 'fulfilled'
  return facts.payment === 'approved' || facts.progress === 'preparing' ? 'in_progress' : 'open'
}

/**
 * The status to give the order in Bling, or null when it is there or further. Back from cancelled only when the order lives again: a
 * payment was approved after we had cancelled for its refusal.
 */
export function blingMove(current: BlingStatus, facts: OrderFacts): BlingGoal | null {
  const goal = blingGoal(facts)
  if (current === 'cancelled') return goal === 'cancelled' ? null : goal
  return RANKS[goal] > RANKS[current] ? goal : null
}

/**
 * What a status read in Bling tells. "Cancelled" is news only for an order that lives: of one that is off it is our own word coming back,
 * and `wasCancelled` says that it stood there before the order came to life again.
 */
export function newsFromBling(status: BlingStatus, facts: OrderFacts, wasCancelled: boolean): OrderNews {
  switch (status) {
    case 'cancelled':
      return isOff(facts) || wasCancelled ? {} : { progress: 'cancelled' }
    case 'fulfilled':
      return { progress: 'shipped' }
    case 'payment_confirmed':
      return { payment: 'approved' }
    case 'in_progress':
    case 'verified':
    case 'partly_checked_out':
    case 'partly_invoiced':
    case 'partly_fulfilled':
      return { progress: 'preparing' }
    case 'open':
    case 'drafting':
    case 'awaiting_payment':
    case 'brokered':
    case 'other':
      return {}
  }
}
