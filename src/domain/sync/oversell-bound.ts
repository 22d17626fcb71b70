import { atLeastNothing, minus, type Quantity, sum } from './quantity.ts'

/**
 * The most that the targets together can sell beyond what is available before the next write reaches them:
 * `max(0, sum of exposures - available)`. With everything shown in n places it is (n-1) x available; with shares that add to
 * 100 % it is nothing. Sales made at a source itself (a counter) while a target still shows the same units are not in it.
 */
export function oversellBound(exposures: readonly Quantity[], available: Quantity): Quantity {
  return atLeastNothing(minus(sum(exposures), available))
}
