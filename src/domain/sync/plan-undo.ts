import type { PlanLine } from './plan.ts'
import { negated } from './quantity.ts'
import { chooseOperation } from './write-operation.ts'

/**
 * The lines that take back what was applied, last one first. Deposits are moved by the difference, so that what happened in
 * between is kept; a site only knows values. Meant for a pool that is paused: a running one would plan its values again.
 */
export function planUndo(applied: readonly PlanLine[]): readonly PlanLine[] {
  return applied.toReversed().map((line) => {
    const difference = negated(line.difference)
    const operation = chooseOperation({
      difference,
      physical_to_reach: line.current_physical,
      reason: 'undo',
      write_mode: line.place.kind === 'site' ? 'balance' : 'difference',
    })
    return {
      ...line,
      current: line.target,
      target: line.current,
      difference,
      current_physical: line.target_physical,
      target_physical: line.current_physical,
      ...operation,
      reason: 'undo',
    }
  })
}
