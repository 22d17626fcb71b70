import { leaveStock } from './leave.ts'
import type { Level } from './level.ts'
import type { MovementDraft, MovementType } from './movement.ts'
import { checkSealedBoxes, type Portion, portionOf } from './portion.ts'
import { SALE_REASONS } from './reasons.ts'
import type { Refusal } from './refusal.ts'
import type { GrantedLine } from './sale-cart.ts'
import { type LinePrice, priceLine } from './sale-price.ts'
import type { SaleRules, SoldAs } from './sale-terms.ts'

/** A line as it was sold. `sealed_boxes`, `units` and `doses` are what left, apart: what a cancellation returns. */
export type SoldLine = LinePrice & {
  readonly product_id: string
  readonly sold_as: SoldAs
  /** As asked for, in `sold_as`. */
  readonly quantity: number
  /** What left, in base units of the ledger, above zero. */
  readonly quantity_sold: number
  readonly sealed_boxes: number
  readonly units: number
  readonly doses: number
  /** The packing it was sold in: a later change of packing must not change what a cancellation returns. */
  readonly units_per_box: number | null
  readonly doses_per_bottle: number | null
  /** How many of the sale's movements, in order, are this line's. */
  readonly movement_count: number
  readonly is_partial: boolean
  readonly note: string | null
}

/** One line sold: its rows, the level after them. */
export type LineSale = {
  readonly ok: true
  readonly movements: readonly MovementDraft[]
  readonly level: Level
  readonly line: SoldLine
}

/** Takes one line out of the level it finds; a Muntu sold in part leaves one row for its packs and one for the rest. */
export function sellLine(
  branch_id: string,
  granted: GrantedLine,
  before: Level,
  rules: SaleRules,
): LineSale | Refusal {
  const { plan, units } = granted
  const { product_id, sold_as } = plan.line
  const sealed = plan.needs_sealed_boxes
    ? checkSealedBoxes(product_id, before, plan.portion.boxes, rules.box_from_loose)
    : null
  if (sealed !== null) return sealed
  const price = priceLine(plan, units, before, rules)
  if (!price.ok) return price

  const note = units < plan.portion.units ? `Muntu parcial: ${units} de ${plan.portion.units}` : null
  const movements: MovementDraft[] = []
  let level = before
  for (const { movement_type, portion } of stepsOf(granted, price.price)) {
    const labels = { branch_id, product_id, movement_type, reason: SALE_REASONS[sold_as], notes: note }
    const left = leaveStock(labels, level, portion)
    if (!left.ok) return left
    movements.push(left.movement)
    level = left.level
  }
  return { ok: true, movements, level, line: describeLine(granted, before, movements, price.price, note) }
}

type Step = { readonly movement_type: MovementType; readonly portion: Portion }

function stepsOf({ plan, units }: GrantedLine, price: LinePrice): readonly Step[] {
  if (plan.pack_units === null) return [{ movement_type: 'sale', portion: plan.portion }]
  const steps: readonly Step[] = [
    { movement_type: 'sale_muntu', portion: portionOf(units - price.loose_units, 'unit') },
    { movement_type: 'sale', portion: portionOf(price.loose_units, 'unit') },
  ]
  return steps.filter((step) => step.portion.units > 0)
}

function describeLine(
  { plan, units }: GrantedLine,
  before: Level,
  movements: readonly MovementDraft[],
  price: LinePrice,
  note: string | null,
): SoldLine {
  const { line, portion } = plan
  const sealed_boxes = Math.min(before.closed_boxes, portion.boxes)
  return {
    ...price,
    product_id: line.product_id,
    sold_as: line.sold_as,
    quantity: line.quantity,
    quantity_sold: movements.reduce((sum, movement) => sum - movement.quantity, 0),
    sealed_boxes,
    units: units + (portion.boxes - sealed_boxes) * (before.units_per_box ?? 0),
    doses: portion.doses,
    units_per_box: before.units_per_box,
    doses_per_bottle: before.doses_per_bottle,
    movement_count: movements.length,
    is_partial: units < portion.units,
    note,
  }
}
