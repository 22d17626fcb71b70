import { isAmount, multiplyDivide } from './integer.ts'
import type { Level } from './level.ts'
import { type Refusal, tooDear } from './refusal.ts'
import type { LinePlan } from './sale-line.ts'
import type { SaleProduct, SaleRules } from './sale-terms.ts'

/** What a line costs, in cents. A price that nobody gave makes the amount null: unknown is not zero. */
export type LinePrice = {
  /** Price of one of what the line is sold as. */
  readonly unit_price_cents: number | null
  readonly amount_cents: number | null
  /** What the Muntu saves against unit prices; below zero when the pack is dearer. Zero for other lines. */
  readonly saving_cents: number
  /** Whole Muntu packs sold. */
  readonly packs: number
  /** Units of a Muntu beyond its whole packs. */
  readonly loose_units: number
}

/** Prices a line of which `units` (bottles) are sold; boxes and doses are always sold as asked. */
export function priceLine(
  plan: LinePlan,
  units: number,
  level: Level,
  rules: SaleRules,
): { readonly ok: true; readonly price: LinePrice } | Refusal {
  const price =
    plan.pack_units === null
      ? pricePlain(plan, level)
      : priceMuntu(plan.product, plan.pack_units, units, rules)
  if (!isAmount(price.amount_cents ?? 0) || !isAmount(price.saving_cents)) return tooDear('lines')
  return { ok: true, price }
}

function pricePlain(plan: LinePlan, level: Level): LinePrice {
  const unit_price_cents = priceOf(plan, level)
  const amount_cents = unit_price_cents === null ? null : unit_price_cents * plan.line.quantity
  return { unit_price_cents, amount_cents, saving_cents: 0, packs: 0, loose_units: 0 }
}

function priceOf({ line, product }: LinePlan, level: Level): number | null {
  if (line.sold_as === 'dose') return product.dose_price_cents
  if (line.sold_as === 'unit' || level.units_per_box === null) return product.unit_price_cents
  if (product.box_price_cents !== null) return product.box_price_cents
  return product.unit_price_cents === null ? null : product.unit_price_cents * level.units_per_box
}

/** Whole packs at the pack's price; the rest at unit price, or everything pro rata, rounded once. */
function priceMuntu(product: SaleProduct, packUnits: number, units: number, rules: SaleRules): LinePrice {
  const { muntu_price_cents: packPrice, unit_price_cents: unitPrice } = product
  const loose_units = units % packUnits
  const packs = (units - loose_units) / packUnits
  const amount_cents =
    packPrice === null ? null : muntuAmount(packPrice, unitPrice, { packs, loose_units, packUnits }, rules)
  const saving_cents = amount_cents === null || unitPrice === null ? 0 : units * unitPrice - amount_cents
  return { unit_price_cents: packPrice, amount_cents, saving_cents, packs, loose_units }
}

function muntuAmount(
  packPrice: number,
  unitPrice: number | null,
  sold: { readonly packs: number; readonly loose_units: number; readonly packUnits: number },
  rules: SaleRules,
): number | null {
  const whole = sold.packs * packPrice
  if (sold.loose_units === 0) return whole
  if (rules.muntu_partial_price === 'pro_rata') {
    return whole + multiplyDivide(packPrice, sold.loose_units, sold.packUnits)
  }
  return unitPrice === null ? null : whole + sold.loose_units * unitPrice
}
