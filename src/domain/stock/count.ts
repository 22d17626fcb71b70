import { draftMovement } from './draft-movement.ts'
import { type LevelDecision, withRegroup } from './enter.ts'
import { isNatural, MAX_QUANTITY } from './integer.ts'
import { bottlesOnHand, type Level, quantityOnHand, sameLevel, samePacking } from './level.ts'
import { unopened } from './level-change.ts'
import { OPERATION_REASONS } from './reasons.ts'
import type { Refusal } from './refusal.ts'
import type { EntryRules } from './regroup.ts'
import { settle } from './settle.ts'

/** What a person counted; doses are null when nobody looked at the open bottle. */
export type Counted = {
  readonly closed_boxes: number
  readonly open_box_units: number
  readonly open_bottle_doses: number | null
}

/** A count of one level. `seen` is the level that stood in the books when it was counted; null means the present one. */
export type Count = {
  readonly branch_id: string
  readonly product_id: string
  readonly counted: Counted
  readonly seen: Level | null
  readonly notes: string | null
  readonly fact: boolean
}

/** A count decided, with what the books said, what was counted and the difference, in base units. */
export type CountDecision = LevelDecision & {
  readonly expected_quantity: number
  readonly counted_quantity: number
  readonly difference: number
}

/**
 * Decides a count. Its difference from what was seen is what changes the present level, so that what happened after the
 * look at the shelf is kept; when nothing happened the level is exactly as counted. The row is written even for no
 * difference: a count is evidence. A command that would leave less than nothing is refused, the shelf must be seen again.
 */
export function decideCount(input: Count, present: Level, rules: EntryRules): CountDecision | Refusal {
  const { product_id } = input
  const seen = input.seen ?? present
  const counted = levelCounted(input.counted, seen)
  if (!samePacking(seen, present) || !isPossible(counted)) {
    return { ok: false, code: 'COUNT_OUT_OF_RANGE', product_id }
  }
  const after = sameLevel(seen, present) ? counted : shifted(present, seen, counted)
  if (!input.fact && quantityOnHand(after) < 0) return { ok: false, code: 'COUNT_OUT_OF_RANGE', product_id }

  const labels = { ...input, movement_type: 'count', reason: OPERATION_REASONS.count } as const
  const decision = withRegroup(draftMovement(labels, present, unopened(after)), rules)
  if (!decision.ok) return decision
  const expected_quantity = quantityOnHand(seen)
  const counted_quantity = quantityOnHand(counted)
  return {
    ...decision,
    expected_quantity,
    counted_quantity,
    difference: counted_quantity - expected_quantity,
  }
}

function levelCounted(counted: Counted, seen: Level): Level {
  return { ...seen, ...counted, open_bottle_doses: counted.open_bottle_doses ?? seen.open_bottle_doses }
}

/** Whether such a shelf can exist for a product packed so. */
function isPossible(level: Level): boolean {
  const parts = [level.closed_boxes, level.open_box_units, level.open_bottle_doses]
  return (
    parts.every(isNatural) &&
    (level.units_per_box !== null || level.closed_boxes === 0) &&
    level.open_bottle_doses <= (level.doses_per_bottle ?? 0) &&
    bottlesOnHand(level) <= MAX_QUANTITY
  )
}

/** The present level moved by what the count found, part by part. */
function shifted(present: Level, seen: Level, counted: Level): Level {
  const boxes = present.closed_boxes + counted.closed_boxes - seen.closed_boxes
  const missingBoxes = Math.max(0, -boxes)
  return settle({
    ...present,
    closed_boxes: boxes + missingBoxes,
    open_box_units:
      present.open_box_units +
      counted.open_box_units -
      seen.open_box_units -
      missingBoxes * (present.units_per_box ?? 0),
    open_bottle_doses: present.open_bottle_doses + counted.open_bottle_doses - seen.open_bottle_doses,
  }).level
}
