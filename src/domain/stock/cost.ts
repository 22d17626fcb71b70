import { multiplyDivide } from './integer.ts'
import { bottlesIn } from './portion.ts'

/** Millionths of a real in one cent: unit costs are kept finer than money is paid. */
const MICROS_PER_CENT = 10_000

/** What a purchase line cost; null is a cost that nobody gave. The total is rounded once, from what was typed. */
export type PurchaseCost = {
  /** Cost of one unit (bottle) in millionths of a real. */
  readonly unit_cost_micros: number | null
  readonly total_cents: number | null
}

/**
 * Costs a received line from the one cost that was declared: per box or per unit, never guessed. Loose units of a box cost
 * their share of it.
 */
export function costPurchaseLine(
  line: {
    readonly boxes: number
    readonly units: number
    readonly box_cost_cents: number | null
    readonly unit_cost_cents: number | null
  },
  units_per_box: number | null,
): PurchaseCost {
  const bottles = bottlesIn({ ...line, doses: 0 }, { units_per_box, doses_per_bottle: null })
  if (line.unit_cost_cents !== null) {
    return {
      unit_cost_micros: line.unit_cost_cents * MICROS_PER_CENT,
      total_cents: line.unit_cost_cents * bottles,
    }
  }
  if (line.box_cost_cents === null || units_per_box === null)
    return { unit_cost_micros: null, total_cents: null }
  return {
    unit_cost_micros: multiplyDivide(line.box_cost_cents, MICROS_PER_CENT, units_per_box),
    total_cents: multiplyDivide(line.box_cost_cents, bottles, units_per_box),
  }
}

/**
 * Cost in cents of `quantity` base units (doses where bottles pour doses), rounded once: all doses of a bottle together
 * cost exactly what the bottle did.
 */
export function costOfQuantity(
  unit_cost_micros: number,
  quantity: number,
  doses_per_bottle: number | null,
): number {
  return multiplyDivide(unit_cost_micros, quantity, (doses_per_bottle ?? 1) * MICROS_PER_CENT)
}
