import type { DemandLine } from './demand-line.ts'
import { atLeastNothing, minus, NOTHING, type Quantity, sum } from './quantity.ts'
import { balanceOf, type Reading } from './reading.ts'

/**
 * How much left a main deposit between two looks: the drop of its physical balance that our own movements do not explain.
 * Nothing when it rose or when either look failed; a drop hidden behind an entry is not seen, which is why a shipped line
 * also settles by time.
 */
export function outflowBetween(before: Reading, now: Reading, ownDifference: Quantity): Quantity {
  return atLeastNothing(minus(NOTHING, changeBetween(before, now, ownDifference)))
}

/** As `outflowBetween`: how much came into a main deposit. */
export function inflowBetween(before: Reading, now: Reading, ownDifference: Quantity): Quantity {
  return atLeastNothing(changeBetween(before, now, ownDifference))
}

function changeBetween(before: Reading, now: Reading, ownDifference: Quantity): Quantity {
  const earlier = balanceOf(before)
  const later = balanceOf(now)
  if (earlier === null || later === null) return NOTHING
  return minus(later.physical, sum([earlier.physical, ownDifference]))
}

/** What of a line says how much it took, and when that was learned. */
export type TakingLine = Pick<DemandLine, 'quantity' | 'first_seen_at' | 'shipped_seen_at'>

/**
 * What orders of one channel took out of the place that it sells from and we learned of after `since`, the instant at which the
 * plan behind the place's history was made: a shared deposit gives when an order ships, a site as soon as it is placed.
 * Cancelled orders count: what they took came back later or not at all, and until it was looked at either is explained.
 */
export function takenByOrders(
  lines: readonly TakingLine[],
  since: Date,
  leaves_when: 'shipped' | 'placed',
): Quantity {
  const taken = lines.filter((line) => {
    const left_at = leaves_when === 'shipped' ? line.shipped_seen_at : line.first_seen_at
    return left_at !== null && left_at.getTime() > since.getTime()
  })
  return sum(taken.map((line) => line.quantity))
}
