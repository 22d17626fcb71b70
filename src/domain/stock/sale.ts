import { isAmount } from './integer.ts'
import type { Level } from './level.ts'
import type { MovementDraft } from './movement.ts'
import { type Refusal, tooDear } from './refusal.ts'
import { type GrantedLine, grantUnits } from './sale-cart.ts'
import { type LinePlan, planLine } from './sale-line.ts'
import type { SaleLine, SaleProduct, SaleRules } from './sale-terms.ts'
import { type SoldLine, sellLine } from './sell-line.ts'

export type { SaleLine, SaleProduct, SaleRules, SoldAs } from './sale-terms.ts'
export type { SoldLine } from './sell-line.ts'

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
  const cart = grantUnits(plans, input.fact)
  if (!cart.ok) return cart

  return sellLines(input.branch_id, cart.lines, rules)
}

function sellLines(
  branch_id: string,
  granted: readonly GrantedLine[],
  rules: SaleRules,
): SaleDecision | Refusal {
  const levels = new Map<string, Level>()
  const movements: MovementDraft[] = []
  const lines: SoldLine[] = []
  let total_cents = 0
  let savings_cents = 0
  let unpriced_lines = 0
  for (const line of granted) {
    const { product_id } = line.plan.line
    const sold = sellLine(branch_id, line, levels.get(product_id) ?? line.plan.level, rules)
    if (!sold.ok) return sold
    levels.set(product_id, sold.level)
    movements.push(...sold.movements)
    lines.push(sold.line)
    total_cents += sold.line.amount_cents ?? 0
    savings_cents += sold.line.saving_cents
    if (sold.line.amount_cents === null) unpriced_lines += 1
    if (!isAmount(total_cents) || !isAmount(savings_cents)) return tooDear('lines')
  }
  return { ok: true, movements, levels, lines, total_cents, savings_cents, unpriced_lines }
}
