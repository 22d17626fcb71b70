import { ceilDivide, floorDivide } from './integer.ts'
import { bottlesOnHand, type Level } from './level.ts'
import { addPortions, bottlesIn, checkCover, type Portion } from './portion.ts'
import type { Refusal } from './refusal.ts'
import type { LinePlan } from './sale-line.ts'

const NOTHING: Portion = { boxes: 0, units: 0, doses: 0 }

/** A line with the units (bottles) it gets; boxes and doses it always gets as planned. */
export type GrantedLine = { readonly plan: LinePlan; readonly units: number }

/**
 * Checks a whole cart, each product on the sum of its lines, and grants every line its units. Lines that may be sold
 * in part share what the others leave, in order; one that would get nothing refuses the cart. Facts get everything.
 */
export function grantUnits(
  plans: readonly LinePlan[],
  fact: boolean,
): { readonly ok: true; readonly lines: readonly GrantedLine[] } | Refusal {
  if (fact) return { ok: true, lines: plans.map((plan) => ({ plan, units: plan.portion.units })) }
  const left = new Map<string, number>()
  for (const { line, level } of plans) {
    if (left.has(line.product_id)) continue
    const ofProduct = plans.filter((plan) => plan.line.product_id === line.product_id)
    const firm = sumOf(ofProduct.filter((plan) => !plan.may_be_partial))
    const refused = checkCover(line.product_id, level, firm)
    if (refused !== null) return withPacks(refused, ofProduct)
    left.set(line.product_id, bottlesLeft(level, firm))
  }
  return shareOut(plans, left)
}

function shareOut(
  plans: readonly LinePlan[],
  left: Map<string, number>,
): { readonly ok: true; readonly lines: readonly GrantedLine[] } | Refusal {
  const lines: GrantedLine[] = []
  for (const plan of plans) {
    const { product_id } = plan.line
    const available = left.get(product_id) ?? 0
    if (plan.may_be_partial && available <= 0) {
      return nothingLeft(
        plans.filter((other) => other.line.product_id === product_id),
        plan,
      )
    }
    const units = plan.may_be_partial ? Math.min(plan.portion.units, available) : plan.portion.units
    if (plan.may_be_partial) left.set(product_id, available - units)
    lines.push({ plan, units })
  }
  return { ok: true, lines }
}

function sumOf(plans: readonly LinePlan[]): Portion {
  return plans.reduce((sum, plan) => addPortions(sum, plan.portion), NOTHING)
}

/** Sealed bottles that a portion leaves, those that its doses use up counted too; below zero when it is too much. */
function bottlesLeft(level: Level, portion: Portion): number {
  const missingDoses = Math.max(0, portion.doses - level.open_bottle_doses)
  const bottlesToOpen = ceilDivide(missingDoses, level.doses_per_bottle ?? 1)
  return bottlesOnHand(level) - bottlesIn(portion, level) - bottlesToOpen
}

/** Tells a refused Muntu how many whole packs the rest of the cart would leave. */
function withPacks(refusal: Refusal, plans: readonly LinePlan[]): Refusal {
  const muntu = plans.find((plan) => plan.pack_units !== null)
  if (refusal.code !== 'INSUFFICIENT_STOCK' || muntu === undefined) return refusal
  const others = sumOf(plans.filter((plan) => plan !== muntu && !plan.may_be_partial))
  const packs = floorDivide(bottlesLeft(muntu.level, others), muntu.pack_units ?? 1)
  return { ...refusal, complete_packs: Math.max(0, packs) }
}

function nothingLeft(plans: readonly LinePlan[], { line, level }: LinePlan): Refusal {
  const available = bottlesOnHand(level)
  return {
    ok: false,
    code: 'INSUFFICIENT_STOCK',
    product_id: line.product_id,
    available,
    required: available - bottlesLeft(level, sumOf(plans)),
    counted_in: 'unit',
    complete_packs: 0,
    doses_available: level.doses_per_bottle === null ? null : level.open_bottle_doses,
  }
}
