import type { ReservationPlace } from './demand.ts'
import { minus, type Quantity } from './quantity.ts'

/** What was reserved (physical less virtual) before and after one order was placed, and how long after that we looked. */
export type ReservationWatch = {
  readonly quantity: Quantity
  readonly main_before: Quantity
  readonly main_after: Quantity
  readonly shared_before: Quantity
  readonly shared_after: Quantity
  readonly waited_ms: number
}

/**
 * Detects where an account reserves from what one order of known quantity did to its deposits. `null` when this look does not
 * tell: something else moved too, or the balances may still be settling. Nothing new is `nowhere` only where so little is kept
 * apart that the order cannot be in it: it may have been there before we heard of it.
 */
export function detectReservationPlace(
  watch: ReservationWatch,
  settling_ms: number,
): ReservationPlace | null {
  const main = minus(watch.main_after, watch.main_before)
  const shared = minus(watch.shared_after, watch.shared_before)
  if (main === watch.quantity && shared === 0) return 'main'
  if (shared === watch.quantity && main === 0) return 'shared'
  const isUnmoved = main === 0 && shared === 0 && watch.waited_ms >= settling_ms
  const isNotInside = watch.main_after < watch.quantity && watch.shared_after < watch.quantity
  return isUnmoved && isNotInside ? 'nowhere' : null
}

/** What one look shows of orders of an account that shipped and that no main deposit showed leaving yet. */
export type Departure = {
  readonly shipped: Quantity
  /** How much its shared deposits dropped since the latest look; negative when they rose. */
  readonly shared_dropped: Quantity
  /** What left its main deposits and came into them meanwhile, added up. */
  readonly main_moved: Quantity
}

/**
 * Whether an account sells out of its shared deposits although nothing was kept apart there: exactly what shipped is missing there, and
 * nothing moved where else it could have left.
 */
export function leftFromShared({ shipped, shared_dropped, main_moved }: Departure): boolean {
  return shipped > 0 && shared_dropped === shipped && main_moved === 0
}
