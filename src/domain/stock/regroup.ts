import { draftMovement, type MovementLabels } from './draft-movement.ts'
import { floorDivide } from './integer.ts'
import type { Level } from './level.ts'
import { unopened } from './level-change.ts'
import type { MovementDraft } from './movement.ts'
import { OPERATION_REASONS } from './reasons.ts'

/** What becomes of an open box that holds more than a box: loose units counted as boxes again, or only a warning. */
export type EntryRules = { readonly regroup: 'correct' | 'warn' }

/**
 * The level with whole boxes' worth of loose units counted as closed boxes. An open box that is exactly full stays open:
 * somebody opened it, and closing it would contradict that record. The quantity never changes.
 */
export function regrouped(level: Level): Level {
  const unitsPerBox = level.units_per_box
  if (unitsPerBox === null || level.open_box_units <= unitsPerBox) return level
  const boxes = floorDivide(level.open_box_units, unitsPerBox)
  return {
    ...level,
    closed_boxes: level.closed_boxes + boxes,
    open_box_units: level.open_box_units - boxes * unitsPerBox,
  }
}

/** The row that regroups after an entry, or null when there is nothing to regroup or the rule only warns. */
export function draftRegroup(
  labels: Pick<MovementLabels, 'branch_id' | 'product_id'>,
  level: Level,
  rules: EntryRules,
): MovementDraft | null {
  const after = regrouped(level)
  if (rules.regroup === 'warn' || after === level) return null
  const { branch_id, product_id } = labels
  const reason = OPERATION_REASONS.box_regroup
  return draftMovement(
    { branch_id, product_id, movement_type: 'box_regroup', reason, notes: null },
    level,
    unopened(after),
  )
}
