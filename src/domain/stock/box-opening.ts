import { draftMovement } from './draft-movement.ts'
import type { LevelDecision } from './enter.ts'
import type { Level } from './level.ts'
import { checkSealedBoxes } from './portion.ts'
import { OPERATION_REASONS } from './reasons.ts'
import type { Refusal } from './refusal.ts'

/** Whether a second box may be opened while the first still holds units. */
export type BoxOpeningRules = { readonly allow_two_open_boxes: boolean }

/**
 * Decides that a person opens a box: nothing comes or goes, a box's units become loose. Never more than two boxes' worth.
 * As a fact the box is opened whatever lies open; when none is left to open, another movement has opened it already and
 * there is nothing to record.
 */
export function decideBoxOpening(
  input: {
    readonly branch_id: string
    readonly product_id: string
    readonly notes: string | null
    readonly fact: boolean
  },
  before: Level,
  rules: BoxOpeningRules,
): LevelDecision | Refusal {
  const { product_id } = input
  const { units_per_box, closed_boxes, open_box_units } = before
  if (units_per_box === null) return { ok: false, code: 'BOX_NOT_TRACKED', product_id }
  if (input.fact && closed_boxes === 0) return { ok: true, movements: [], level: before }
  const mostOpen = rules.allow_two_open_boxes ? units_per_box : 0
  if (!input.fact && closed_boxes > 0 && open_box_units > mostOpen) {
    return { ok: false, code: 'BOX_ALREADY_OPEN', product_id, open_box_units, units_per_box }
  }
  const refusal = checkSealedBoxes(product_id, before, 1, false)
  if (refusal !== null) return refusal

  const level = {
    ...before,
    closed_boxes: closed_boxes - 1,
    open_box_units: open_box_units + units_per_box,
  }
  const labels = { ...input, movement_type: 'box_opening', reason: OPERATION_REASONS.box_opening } as const
  const movement = draftMovement(labels, before, { level, boxes_opened: 1, bottles_opened: 0 })
  return { ok: true, movements: [movement], level }
}
