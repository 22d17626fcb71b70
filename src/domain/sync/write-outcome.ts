import { historyFrom, type TargetHistory } from './drift.ts'
import type { PlanLine } from './plan.ts'
import { sum } from './quantity.ts'
import type { Balance } from './reading.ts'

/** How a write was answered: taken, refused before anything happened, or nobody knows (time-out, 5xx, lost connection). */
export type WriteAnswer = 'acknowledged' | 'refused' | 'unclear'

/**
 * What to believe of a target after writing it; `before` is the plan's baseline if it gave one. An acknowledged write leaves
 * what it meant to leave: if the read-back shows otherwise, the rest is someone else's and must be looked at, so it must not
 * become our new baseline. An unclear one stays in doubt until a complete look.
 */
export function historyAfterWrite(
  before: TargetHistory | null,
  line: PlanLine,
  answer: WriteAnswer,
): TargetHistory | null {
  switch (answer) {
    case 'acknowledged':
      return historyFrom({ physical: line.target_physical, virtual: line.target })
    case 'refused':
      return before
    case 'unclear':
      return before && { ...before, unconfirmed: [...before.unconfirmed, line.difference] }
  }
}

/** What reading a target back says of the write before it. `differs` is a new trigger: read everything again and plan. */
export function decideReadBack(line: PlanLine, read: Balance): 'as_intended' | 'differs' {
  const isRight = read.virtual === line.target && read.physical === line.target_physical
  return isRight ? 'as_intended' : 'differs'
}

/**
 * What became of a movement whose answer never came, judged by a later reading of the same place. `unrecognizable` when
 * something else moved as well. A target is planned again from that reading in every case and nothing is ever repeated
 * blindly; a withdrawal on real stock is repeated only when `not_applied`, and shown to a person when `unrecognizable`.
 */
export function judgeUnclearWrite(
  moved: Pick<PlanLine, 'current_physical' | 'difference'>,
  read: Balance,
): 'applied' | 'not_applied' | 'unrecognizable' {
  if (read.physical === sum([moved.current_physical, moved.difference])) return 'applied'
  return read.physical === moved.current_physical ? 'not_applied' : 'unrecognizable'
}
