import { ceilDivide, isQuantity } from './integer.ts'
import type { Level } from './level.ts'
import { checkPortion, type Portion, portionOf } from './portion.ts'
import { invalidValue, type Refusal } from './refusal.ts'
import type { SaleLine, SaleProduct, SaleRules } from './sale-terms.ts'

/** A cart line together with what it asks of the stock. */
export type LinePlan = {
  readonly line: SaleLine
  readonly product: SaleProduct
  /** The level before the cart. */
  readonly level: Level
  /** What leaves when the line is sold whole. */
  readonly portion: Portion
  /** Units in one Muntu pack; null when the line is not a Muntu. */
  readonly pack_units: number | null
  /** The person agreed to sell fewer units than asked for. */
  readonly may_be_partial: boolean
  /** Loose units may not stand in for boxes. */
  readonly needs_sealed_boxes: boolean
}

/** Says what a line takes from the stock, or refuses what the product is not set up for. */
export function planLine(
  line: SaleLine,
  product: SaleProduct | undefined,
  level: Level | undefined,
  rules: SaleRules,
  fact: boolean,
): { readonly ok: true; readonly plan: LinePlan } | Refusal {
  const { product_id, quantity } = line
  if (product === undefined || level === undefined) return { ok: false, code: 'NOT_FOUND', product_id }
  if (!isQuantity(quantity)) return invalidValue('quantity', 'deve ser um número inteiro de 1 a 10.000.000')
  const pack_units = line.sold_as === 'muntu' ? packUnits(product, fact) : null
  if (line.sold_as === 'muntu' && pack_units === null) {
    return { ok: false, code: 'MUNTU_NOT_CONFIGURED', product_id }
  }
  const refused = checkPortion(product_id, asked(line), level)
  const portion = portionFor(line, product, level, pack_units)
  const refusal = refused ?? checkPortion(product_id, portion, level)
  if (refusal !== null) return refusal
  const accepts = line.partial === 'accept'
  const plan: LinePlan = {
    line,
    product,
    level,
    portion,
    pack_units,
    may_be_partial: pack_units !== null && accepts && rules.muntu_partial === 'confirm',
    needs_sealed_boxes: line.sold_as === 'box' && !fact && !(accepts && rules.box_from_loose),
  }
  return { ok: true, plan }
}

/** The line as the person counted it, a pack being a unit. */
function asked(line: SaleLine): Portion {
  return portionOf(line.quantity, line.sold_as === 'muntu' ? 'unit' : line.sold_as)
}

function portionFor(line: SaleLine, product: SaleProduct, level: Level, packUnits: number | null): Portion {
  if (packUnits !== null) return portionOf(line.quantity * packUnits, 'unit')
  if (line.sold_as === 'dose' && product.dose_mode === 'bottle_per_sale') {
    return portionOf(ceilDivide(line.quantity, level.doses_per_bottle ?? 1), 'unit')
  }
  return asked(line)
}

/** Units in a pack, null when the product has none. A pack that was sold counts even if it was switched off since. */
function packUnits(product: SaleProduct, fact: boolean): number | null {
  const isOffered = product.muntu_enabled || fact
  const isComplete = product.muntu_quantity !== null && product.muntu_price_cents !== null
  return isOffered && isComplete ? product.muntu_quantity : null
}
