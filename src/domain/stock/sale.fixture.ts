import type { Level } from './level.ts'
import type { MovementDraft } from './movement.ts'
import type { Refusal } from './refusal.ts'
import { decideSale, type SaleDecision, type SaleLine, type SaleProduct, type SaleRules } from './sale.ts'

/** The beer of the examples: R$ 9,00 a unit, a pack of 6 for R$ 45,00, R$ 2,00 a dose; box price unknown. */
export const BEER: SaleProduct = {
  id: 'beer',
  unit_price_cents: 900,
  box_price_cents: null,
  dose_price_cents: 200,
  dose_mode: 'open_bottle',
  muntu_enabled: true,
  muntu_quantity: 6,
  muntu_price_cents: 4500,
}

/** What a business allows that never changed a setting. */
export const DEFAULT_SALE_RULES: SaleRules = {
  muntu_partial: 'confirm',
  muntu_partial_price: 'unit',
  box_from_loose: false,
}

/** One line of the beer, strict unless told otherwise. */
export function line(quantity: number, changes: Partial<SaleLine> = {}): SaleLine {
  return { product_id: 'beer', sold_as: 'unit', quantity, partial: 'refuse', ...changes }
}

/** Sells lines of one product from one level. */
export function sell(
  level: Level,
  lines: readonly SaleLine[],
  options: {
    readonly product?: Partial<SaleProduct>
    readonly rules?: Partial<SaleRules>
    readonly fact?: boolean
  } = {},
): SaleDecision | Refusal {
  return decideSale(
    { branch_id: 'bar', lines, fact: options.fact ?? false },
    new Map([['beer', level]]),
    new Map([['beer', { ...BEER, ...options.product }]]),
    { ...DEFAULT_SALE_RULES, ...options.rules },
  )
}

/** The decision itself; a refusal fails the test. */
export function accepted<Decision extends { readonly ok: true }>(decision: Decision | Refusal): Decision {
  if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision)}`)
  return decision
}

/** The refusal itself; an accepted decision fails the test. */
export function refused(decision: { readonly ok: true } | Refusal): Refusal {
  if (decision.ok) throw new Error('was not refused')
  return decision
}

/** What the rules say about a row: type, quantity, boxes opened. */
export function rows(movements: readonly MovementDraft[]): readonly (readonly [string, number, number])[] {
  return movements.map((row) => [row.movement_type, row.quantity, row.boxes_opened])
}
