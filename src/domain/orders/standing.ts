import type { OrderFacts } from './order-facts.ts'

/** What people and shops are told of an order: one word that follows from all its facts. */
export const ORDER_STATUSES = [
  'awaiting_payment',
  'paid',
  'preparing',
  'invoiced',
  'shipped',
  'delivered',
  'cancelled',
  'refunded',
] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number]

/**
 * Whether the order asks for nothing any more. Money that was refused or went back ends an order whose goods are still here; goods that
 * are with the customer come back by a cancellation only, because a refund does not bring them.
 */
export function isOff({ progress, payment }: OrderFacts): boolean {
  if (progress === 'cancelled') return true
  if (progress === 'shipped' || progress === 'delivered') return false
  return payment === 'refused' || payment === 'refunded' || payment === 'charged_back'
}

/** The order's one word. It follows from the facts alone, so the same facts always give the same word. */
export function statusOf(facts: OrderFacts): OrderStatus {
  const { progress, payment, invoice } = facts
  if (isOff(facts)) return payment === 'refunded' || payment === 'charged_back' ? 'refunded' : 'cancelled'
  if (progress === 'delivered' || progress === 'shipped') return progress
  if (invoice === 'authorised') return 'invoiced'
  if (progress === 'preparing') return 'preparing'
  return payment === 'approved' ? 'paid' : 'awaiting_payment'
}

/** What an order does to stock: keeps it from being sold again, or leaves it free. */
export type Holding = 'free' | 'held'

/** What becomes of the order's stock under these facts: held, or gone with the goods, until the order is off. */
export function holdingOf(facts: OrderFacts): Holding {
  return isOff(facts) ? 'free' : 'held'
}

/** What a change of facts means for stock: nothing, or that all of the order is taken, or that all of it is given back. */
export function stockStep(before: Holding, after: Holding): 'take' | 'give_back' | null {
  if (before === after) return null
  return after === 'held' ? 'take' : 'give_back'
}
