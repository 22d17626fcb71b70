import { draftMovement } from './draft-movement.ts'
import type { Level } from './level.ts'
import type { MovementDraft, MovementType } from './movement.ts'
import { checkSealedBoxes, type Portion, portionOf } from './portion.ts'
import { SALE_REASONS } from './reasons.ts'
import type { Refusal } from './refusal.ts'
import { grantUnits } from './sale-cart.ts'
import { type LinePlan, planLine } from './sale-line.ts'
import { type LinePrice, priceLine } from './sale-price.ts'
import type { SaleLine, SaleProduct, SaleRules, SoldAs } from './sale-terms.ts'
import { takePortion } from './take.ts'

export type { SaleLine, SaleProduct, SaleRules, SoldAs } from './sale-terms.ts'

/** A line as it was sold. `sealed_boxes`, `units` and `doses` are what left, apart: what a cancellation returns. */
export type SoldLine = LinePrice & {
  readonly product_id: string
  readonly sold_as: SoldAs
  /** As asked for, in `sold_as`. */
  readonly quantity: number
  /** What left, in base units of the ledger, above zero. */
  readonly base_quantity: number
  readonly sealed_boxes: number
  readonly units: number
  readonly doses: number
  readonly is_partial: boolean
  readonly notes: string | null
}

/** A sale decided: rows in order, the levels it touched, and what it costs. */
export type SaleDecision = {
  readonly ok: true
  readonly movements: readonly MovementDraft[]
  readonly levels: ReadonlyMap<string, Level>
  readonly lines: readonly SoldLine[]
  readonly total_cents: number
  readonly savings_cents: number
  /** Lines whose price nobody knows; they are not in the total. */
  readonly unpriced_lines: number
}

/**
 * Decides a cart of one branch: every line or none. Units leave the open box first and boxes are opened for the rest.
 * With `fact` (it happened on a device without connection) nothing is refused for stock.
 */
export function decideSale(
  input: { readonly branch_id: string; readonly lines: readonly SaleLine[]; readonly fact: boolean },
  levels: ReadonlyMap<string, Level>,
  products: ReadonlyMap<string, SaleProduct>,
  rules: SaleRules,
): SaleDecision | Refusal {
  const plans: LinePlan[] = []
  for (const line of input.lines) {
    const planned = planLine(
      line,
      products.get(line.product_id),
      levels.get(line.product_id),
      rules,
      input.fact,
    )
    if (!planned.ok) return planned
    plans.push(planned.plan)
  }
  const cart = grantUnits(plans, levels, input.fact)
  if (!cart.ok) return cart

  const touched = new Map<string, Level>()
  const movements: MovementDraft[] = []
  const lines: SoldLine[] = []
  for (const [index, plan] of plans.entries()) {
    const before = touched.get(plan.line.product_id) ?? plan.level
    const sold = sellLine(input.branch_id, plan, cart.granted[index] ?? 0, before, rules)
    if (!sold.ok) return sold
    touched.set(plan.line.product_id, sold.after)
    movements.push(...sold.movements)
    lines.push(sold.line)
  }
  return totalled(movements, touched, lines)
}

type LineSold = {
  readonly ok: true
  readonly movements: readonly MovementDraft[]
  readonly after: Level
  readonly line: SoldLine
}

/** Takes one line out of the level it finds; a Muntu sold in part leaves one row for its packs and one for the rest. */
function sellLine(
  branch_id: string,
  plan: LinePlan,
  granted: number,
  before: Level,
  rules: SaleRules,
): LineSold | Refusal {
  const { line } = plan
  const sealed = plan.needs_sealed_boxes
    ? checkSealedBoxes(line.product_id, before, plan.portion.boxes)
    : null
  if (sealed !== null) return sealed

  const is_partial = granted < plan.portion.units
  const price = priceLine(plan, granted, before, rules)
  const note = is_partial ? `Muntu parcial: ${granted} de ${plan.portion.units}` : null
  const movements: MovementDraft[] = []
  let after = before
  for (const step of stepsOf(plan, granted, price)) {
    const change = takePortion(after, step.portion)
    const labels = { branch_id, product_id: line.product_id, reason: SALE_REASONS[line.sold_as], notes: note }
    movements.push(draftMovement({ ...labels, movement_type: step.movement_type }, after, change))
    after = change.level
  }
  const sealed_boxes = Math.min(before.closed_boxes, plan.portion.boxes)
  const sold: SoldLine = {
    ...price,
    product_id: line.product_id,
    sold_as: line.sold_as,
    quantity: line.quantity,
    base_quantity: movements.reduce((sum, movement) => sum - movement.quantity, 0),
    sealed_boxes,
    units: granted + (plan.portion.boxes - sealed_boxes) * (before.units_per_box ?? 0),
    doses: plan.portion.doses,
    is_partial,
    notes: note,
  }
  return { ok: true, movements, after, line: sold }
}

type Step = { readonly movement_type: MovementType; readonly portion: Portion }

function stepsOf(plan: LinePlan, granted: number, price: LinePrice): readonly Step[] {
  if (plan.line.sold_as !== 'muntu')
    return [{ movement_type: 'sale', portion: { ...plan.portion, units: granted } }]
  const inPacks = granted - price.loose_units
  const steps: readonly Step[] = [
    { movement_type: 'sale_muntu', portion: portionOf(inPacks, 'unit') },
    { movement_type: 'sale', portion: portionOf(price.loose_units, 'unit') },
  ]
  return steps.filter((step) => step.portion.units > 0)
}

function totalled(
  movements: readonly MovementDraft[],
  levels: ReadonlyMap<string, Level>,
  lines: readonly SoldLine[],
): SaleDecision | Refusal {
  const total_cents = lines.reduce((sum, line) => sum + (line.amount_cents ?? 0), 0)
  const savings_cents = lines.reduce((sum, line) => sum + line.saving_cents, 0)
  const unpriced_lines = lines.filter((line) => line.amount_cents === null).length
  if (!Number.isSafeInteger(total_cents)) return { ok: false, code: 'AMOUNT_TOO_LARGE' }
  return { ok: true, movements, levels, lines, total_cents, savings_cents, unpriced_lines }
}
