import { ceilDivide } from '../stock/integer.ts'
import { type Level, quantityOnHand } from '../stock/level.ts'
import type { DailyRate } from './consumption.ts'

/** What to buy: bottles (units), and whole boxes that hold them. Zero is enough stock. */
export type Reorder = {
  readonly suggested_reorder: number
  /** Boxes rounded up; null where boxes are not controlled. */
  readonly suggested_reorder_boxes: number | null
  /** What those boxes hold; without boxes, the same as `suggested_reorder`. */
  readonly suggested_reorder_packed: number
}

/**
 * Suggests what reaches `target_days` of cover at `rate` (base units), less what there is and what is on its way
 * (`incoming_units`, bottles). Rounded up once, from exact whole numbers.
 */
export function suggestReorder(
  level: Level,
  rate: DailyRate,
  target_days: number,
  incoming_units: number,
): Reorder {
  const doses = BigInt(level.doses_per_bottle ?? 1)
  const days = BigInt(rate.denominator)
  const needed = BigInt(target_days) * BigInt(rate.numerator)
  const had = BigInt(quantityOnHand(level)) * days + BigInt(incoming_units) * doses * days
  const missing = needed - had
  const suggested_reorder = missing <= 0n ? 0 : Number((missing + doses * days - 1n) / (doses * days))
  if (level.units_per_box === null) {
    return { suggested_reorder, suggested_reorder_boxes: null, suggested_reorder_packed: suggested_reorder }
  }
  const boxes = ceilDivide(suggested_reorder, level.units_per_box)
  return {
    suggested_reorder,
    suggested_reorder_boxes: boxes,
    suggested_reorder_packed: boxes * level.units_per_box,
  }
}
