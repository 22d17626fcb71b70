import { type Level, quantityOnHand } from './level.ts'
import type { LevelChange } from './level-change.ts'
import type { MovementDraft, MovementType } from './movement.ts'
import { openingNotes } from './notes.ts'

/** Whose stock it is, and what a person or the rule says about it. */
export type MovementLabels = {
  readonly branch_id: string
  readonly product_id: string
  readonly movement_type: MovementType
  readonly reason: string | null
  readonly notes: string | null
}

/** The row that records a change; the note about what was opened comes before the person's own. */
export function draftMovement(labels: MovementLabels, before: Level, change: LevelChange): MovementDraft {
  const isManual = labels.movement_type === 'box_opening'
  return {
    branch_id: labels.branch_id,
    product_id: labels.product_id,
    movement_type: labels.movement_type,
    quantity: quantityOnHand(change.level) - quantityOnHand(before),
    before,
    after: change.level,
    boxes_opened: change.boxes_opened,
    bottles_opened: change.bottles_opened,
    box_opened_automatically: change.boxes_opened > 0 && !isManual,
    reason: labels.reason,
    notes: isManual ? labels.notes : openingNotes(labels.movement_type, change, labels.notes),
  }
}
