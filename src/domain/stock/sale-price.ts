import { divideHalfEven } from './integer.ts'
import type { Level } from './level.ts'
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
export function priceLine(plan: LinePlan, units: number, level: Level, rules: SaleRules): LinePrice {
  if (plan.pack_units !== null) return priceMuntu(plan.product, plan.pack_units, units, rules)
  const unit_price_cents = priceOf(plan, level)
  const amount_cents = unit_price_cents === null ? null : unit_price_cents * plan.line.quantity
  return { unit_price_cents, amount_cents, saving_cents: 0, packs: 0, loose_units: 0 }
}

function priceOf(plan: LinePlan, level: Level): number | null {
  const { product } = plan
  if (plan.line.sold_as === 'dose') return product.dose_price_cents
  if (plan.line.sold_as !== 'box' || level.units_per_box === null) return product.unit_price_cents
  if (product.box_price_cents !== null) return product.box_price_cents
  return product.unit_price_cents === null ? null : product.unit_price_cents * level.units_per_box
}

/** Whole packs at the pack's price; the rest at unit price, or everything pro rata, rounded once. */
function priceMuntu(product: SaleProduct, packUnits: number, units: number, rules: SaleRules): LinePrice {
  const packPrice = product.muntu_price_cents ?? 0
  const unitPrice = product.unit_price_cents
  const loose_units = units % packUnits
  const packs = (units - loose_units) / packUnits
  const amount_cents =
    rules.muntu_partial_price === 'pro_rata'
      ? divideHalfEven(packPrice * units, packUnits)
      : restPriced(packs * packPrice, loose_units, unitPrice)
  const saving_cents = amount_cents === null || unitPrice === null ? 0 : units * unitPrice - amount_cents
  return { unit_price_cents: product.muntu_price_cents, amount_cents, saving_cents, packs, loose_units }
}

function restPriced(packsCents: number, looseUnits: number, unitPrice: number | null): number | null {
  if (looseUnits === 0) return packsCents
  return unitPrice === null ? null : packsCents + looseUnits * unitPrice
}
