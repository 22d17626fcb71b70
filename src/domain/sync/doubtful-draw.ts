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
  /** Whether an event came that looks like its own. */
  readonly is_echoed: boolean
  /** Whether one of ours just like it, decided at the same look, arrived without its event being seen: that event may be this one. */
  readonly has_unheard_twin: boolean
  /** Whether its call ended at all. When whoever sent it died nobody knows until when it may have left, and no event is surely its own. */
  readonly is_answered: boolean
}

/**
 * What became of withdrawals of one product from one place, all decided at one look, by a later reading there; in their order. One whose
 * own event came back happened, whatever the balance says by now. For the rest an unchanged balance tells that none did. One that fits tells
 * nothing: somebody else may have moved as much, and that event be late or lost, as ours is. Then a person has to say.
 */
export function judgeDrawsInDoubt(
  draws: readonly DrawInDoubt[],
  read: Balance,
): ('applied' | 'not_applied' | 'unrecognizable')[] {
  const [first, ...others] = draws.filter((draw) => !isProven(draw))
  if (first === undefined) return draws.map(() => 'applied')
  const silent = [first, ...others]
  const proven = sum(draws.filter(isProven).map(({ difference }) => difference))
  const isOneWay = new Set(silent.map(({ difference }) => difference > NOTHING)).size === 1
  const isOneLook = draws.every(({ before_physical }) => before_physical === first.before_physical)
  const isOurs = draws.every((draw) => !draw.have_others_moved && hasOwnEcho(draw) === isProven(draw))
  const moved = {
    current_physical: sum([first.before_physical, first.moved_besides, proven]),
    difference: sum(silent.map(({ difference }) => difference)),
  }
  const isNone = isOneWay && isOneLook && isOurs && judgeUnclearWrite(moved, read) === 'not_applied'
  const judged = isNone ? 'not_applied' : 'unrecognizable'
  return draws.map((draw) => (isProven(draw) ? 'applied' : judged))
}

function isProven(draw: DrawInDoubt): boolean {
  return hasOwnEcho(draw) && draw.is_answered
}

function hasOwnEcho({ is_echoed, has_unheard_twin }: DrawInDoubt): boolean {
  return is_echoed && !has_unheard_twin
}
