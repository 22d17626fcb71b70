import { draftMovement, type MovementLabels } from './draft-movement.ts'
import { isStorable, type Level } from './level.ts'
import type { MovementDraft } from './movement.ts'
import type { Portion } from './portion.ts'
import type { Refusal } from './refusal.ts'
import { takePortion } from './take.ts'

/** The row of stock that leaves, and the level it leaves behind. Whoever may refuse for stock has done so before. */
export function leaveStock(
  labels: MovementLabels,
  before: Level,
  portion: Portion,
): { readonly ok: true; readonly movement: MovementDraft; readonly level: Level } | Refusal {
  const change = takePortion(before, portion)
  if (!isStorable(change.level))
    return { ok: false, code: 'QUANTITY_TOO_LARGE', product_id: labels.product_id }
  return { ok: true, movement: draftMovement(labels, before, change), level: change.level }
}
