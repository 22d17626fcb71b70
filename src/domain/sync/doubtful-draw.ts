import { NOTHING, type Quantity, sum } from './quantity.ts'
import type { Balance } from './reading.ts'
import { judgeUnclearWrite } from './write-outcome.ts'

/** A withdrawal from real stock whose answer never came. */
export type DrawInDoubt = {
  /** What the place held when it was decided. */
  readonly before_physical: Quantity
  readonly difference: Quantity
  /** What our other movements at the place, known to have arrived, changed there since then. */
  readonly moved_besides: Quantity
  /** Whether an event told of a movement of somebody else's there since then: the balance may look right by chance. */
  readonly have_others_moved: boolean
  /** Whether its own event came back: then it happened, whatever the balance says by now. */
  readonly is_echoed: boolean
}

/**
 * What became of withdrawals of one product from one place, all decided at one look, by a later reading there; in their order. A balance
 * tells all of them or none: which of several happened it cannot say, and then a person has to.
 */
export function judgeDrawsInDoubt(
  draws: readonly DrawInDoubt[],
  read: Balance,
): ('applied' | 'not_applied' | 'unrecognizable')[] {
  const [first, ...others] = draws.filter(({ is_echoed }) => !is_echoed)
  if (first === undefined) return draws.map(() => 'applied')
  const silent = [first, ...others]
  const echoed = sum(draws.filter(({ is_echoed }) => is_echoed).map(({ difference }) => difference))
  const isOneWay = new Set(silent.map(({ difference }) => difference > NOTHING)).size === 1
  const isOneLook = draws.every(({ before_physical }) => before_physical === first.before_physical)
  const isOurs = draws.every(({ have_others_moved }) => !have_others_moved)
  const moved = {
    current_physical: sum([first.before_physical, first.moved_besides, echoed]),
    difference: sum(silent.map(({ difference }) => difference)),
  }
  const judged = isOneWay && isOneLook && isOurs ? judgeUnclearWrite(moved, read) : 'unrecognizable'
  return draws.map(({ is_echoed }) => (is_echoed ? 'applied' : judged))
}
