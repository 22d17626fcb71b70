import type { LevelDecision } from './enter.ts'
import { leaveStock } from './leave.ts'
import type { Level } from './level.ts'
import { checkCover, checkPortion, checkSealedBoxes, type Measure, portionOf } from './portion.ts'
import { BREAKAGE_REASONS, checkReason, DOSE_LOSS_REASONS, LOSS_REASONS } from './reasons.ts'
import type { Refusal } from './refusal.ts'

/** Stock that left without being sold, and where it was taken from: the open box, a sealed box or the open bottle. */
export type Outflow = {
  readonly branch_id: string
  readonly product_id: string
  readonly movement_type: 'loss' | 'breakage' | 'courtesy'
  readonly quantity: number
  readonly taken_from: Measure
  readonly reason: string
  readonly notes: string | null
  readonly fact: boolean
}

/** Decides a loss, a breakage or a courtesy: the stock leaves as it does in a sale, with a reason that must be given. */
export function decideOutflow(input: Outflow, before: Level): LevelDecision | Refusal {
  const { product_id, notes } = input
  const portion = portionOf(input.quantity, input.taken_from)
  const refusal =
    checkReason(input.reason, notes, allowedReasons(input)) ??
    checkPortion(product_id, portion, before) ??
    (input.fact ? null : checkCover(product_id, before, portion)) ??
    (input.fact ? null : checkSealedBoxes(product_id, before, portion.boxes, false))
  if (refusal !== null) return refusal
  const left = leaveStock(input, before, portion)
  return left.ok ? { ok: true, movements: [left.movement], level: left.level } : left
}

/** Null is any text: why something was given away is for people to say. */
function allowedReasons(input: Outflow): readonly string[] | null {
  if (input.movement_type === 'courtesy') return null
  if (input.movement_type === 'breakage') return BREAKAGE_REASONS
  return input.taken_from === 'dose' ? DOSE_LOSS_REASONS : LOSS_REASONS
}
