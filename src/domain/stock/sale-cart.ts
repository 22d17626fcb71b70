import { ceilDivide, floorDivide } from './integer.ts'
import { bottlesOnHand, type Level } from './level.ts'
import { addPortions, bottlesIn, checkCover, type Portion } from './portion.ts'
import type { Refusal } from './refusal.ts'
import type { LinePlan } from './sale-line.ts'

const NOTHING: Portion = { boxes: 0, units: 0, doses: 0 }

/**
 * Checks a whole cart, each product on the sum of its lines, and grants every line its units. Lines that may be sold
 * in part share what the others leave, in order; one that would get nothing refuses the cart. Facts get everything.
 */
export function grantUnits(
  plans: readonly LinePlan[],
  levels: ReadonlyMap<string, Level>,
  fact: boolean,
): { readonly ok: true; readonly granted: readonly number[] } | Refusal {
  const granted = plans.map((plan) => plan.portion.units)
  if (fact) return { ok: true, granted }
  for (const [product_id, indexes] of linesByProduct(plans)) {
    const level = levels.get(product_id)
    if (level === undefined) return { ok: false, code: 'PRODUCT_NOT_FOUND', product_id }
    const ofProduct = indexes.flatMap((index) => plans[index] ?? [])
    const firm = sumOf(ofProduct.filter((plan) => !plan.may_be_partial))
    const refused = checkCover(product_id, level, firm)
    if (refused !== null) return withPacks(refused, ofProduct, level)

    let left = bottlesOnHand(level) - bottlesIn(firm, level) - bottlesToOpen(level, firm.doses)
    for (const index of indexes) {
      const plan = plans[index]
      if (plan?.may_be_partial !== true) continue
      if (left <= 0) return nothingLeft(product_id, level, ofProduct)
      granted[index] = Math.min(plan.portion.units, left)
      left -= plan.portion.units
    }
  }
  return { ok: true, granted }
}

function linesByProduct(plans: readonly LinePlan[]): ReadonlyMap<string, readonly number[]> {
  const byProduct = new Map<string, number[]>()
  for (const [index, plan] of plans.entries()) {
    const indexes = byProduct.get(plan.line.product_id) ?? []
    indexes.push(index)
    byProduct.set(plan.line.product_id, indexes)
  }
  return byProduct
}

function sumOf(plans: readonly LinePlan[]): Portion {
  return plans.reduce((sum, plan) => addPortions(sum, plan.portion), NOTHING)
}

/** Sealed bottles that so many doses use up. */
function bottlesToOpen(level: Level, doses: number): number {
  return Math.max(0, ceilDivide(doses - level.open_bottle_doses, level.doses_per_bottle ?? 1))
}

/** Tells a refused Muntu how many whole packs the rest of the cart would leave. */
function withPacks(refusal: Refusal, plans: readonly LinePlan[], level: Level): Refusal {
  const muntu = plans.find((plan) => plan.pack_units !== null)
  if (refusal.code !== 'INSUFFICIENT_STOCK' || muntu === undefined) return refusal
  const others = sumOf(plans.filter((plan) => plan !== muntu && !plan.may_be_partial))
  const left = bottlesOnHand(level) - bottlesIn(others, level) - bottlesToOpen(level, others.doses)
  return { ...refusal, complete_packs: Math.max(0, floorDivide(left, muntu.pack_units ?? 1)) }
}

function nothingLeft(product_id: string, level: Level, plans: readonly LinePlan[]): Refusal {
  const whole = sumOf(plans)
  return {
    ok: false,
    code: 'INSUFFICIENT_STOCK',
    product_id,
    available: bottlesOnHand(level),
    required: bottlesIn(whole, level) + bottlesToOpen(level, whole.doses),
    counted_in: 'unit',
    complete_packs: 0,
    doses_available: level.doses_per_bottle === null ? null : level.open_bottle_doses,
  }
}
