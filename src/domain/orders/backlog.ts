/**
 * Calls that a new order takes in its account, as counted at the sandbox: look for it, look for the buyer, make it, read it; one that is
 * paid besides has its situation changed, is read again, and has its receivables launched. A new buyer, goods that left and an invoice take
 * some more.
 */
export const CALLS_PER_ORDER = { unpaid: 4, paid: 7 }
/** So many calls a second an account takes, of everybody together. */
export const CALLS_PER_SECOND = 3

/** For about how many whole seconds orders that are due keep an account busy that nobody else asks anything. */
export function expectedSeconds(due: { readonly unpaid: number; readonly paid: number }): number {
  const calls = due.unpaid * CALLS_PER_ORDER.unpaid + due.paid * CALLS_PER_ORDER.paid
  return Math.ceil(calls / CALLS_PER_SECOND)
}
