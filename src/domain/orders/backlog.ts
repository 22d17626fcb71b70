/**
 * About so many calls an order takes in an account, from looking for it to its receivables: look, buyer, make, read, move, read, launch.
 * A new buyer and an invoice take some more, an order of a known way to pay some less.
 */
export const CALLS_PER_ORDER = 7
/** So many calls a second an account takes, of everybody together. */
export const CALLS_PER_SECOND = 3

/** For about how many whole seconds `orders` that are due keep an account busy that nobody else asks anything. */
export function expectedSeconds(orders: number): number {
  return Math.ceil((Math.max(0, orders) * CALLS_PER_ORDER) / CALLS_PER_SECOND)
}
