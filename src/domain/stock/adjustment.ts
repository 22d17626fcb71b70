import { enterStock, type LevelDecision } from './enter.ts'
import { leaveStock } from './leave.ts'
import type { Level } from './level.ts'
import { checkCover, checkPortion, checkSealedBoxes, type Measure, portionOf } from './portion.ts'
import { ADJUSTMENT_REASONS, BOX_ADJUSTMENT_REASONS, checkReason } from './reasons.ts'
import type { Refusal } from './refusal.ts'
import type { EntryRules } from './regroup.ts'

/** A correction by hand: `quantity` above zero adds, below zero takes, counted in units, boxes or doses. */
export type Adjustment = {
  readonly branch_id: string
  readonly product_id: string
  readonly quantity: number
  readonly counted_in: Measure
  readonly reason: string
  readonly notes: string | null
  readonly fact: boolean
}

/** Decides an adjustment: what is added regroups like any entry, what is taken leaves as in a sale and may be refused. */
export function decideAdjustment(
  input: Adjustment,
  before: Level,
  rules: EntryRules,
): LevelDecision | Refusal {
  const { product_id, quantity } = input
  const portion = portionOf(Math.abs(quantity), input.counted_in)
  const allowed = input.counted_in === 'box' ? BOX_ADJUSTMENT_REASONS : ADJUSTMENT_REASONS
  const refusal = checkReason(input.reason, input.notes, allowed) ?? checkPortion(product_id, portion, before)
  if (refusal !== null) return refusal

  const labels = { ...input, movement_type: 'adjustment' } as const
  if (quantity > 0) return enterStock(labels, before, portion, rules)
  const short = input.fact
    ? null
    : (checkCover(product_id, before, portion) ?? checkSealedBoxes(product_id, before, portion.boxes, false))
  if (short !== null) return short
  const left = leaveStock(labels, before, portion)
  return left.ok ? { ok: true, movements: [left.movement], level: left.level } : left
}
