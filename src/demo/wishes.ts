import type { Wish } from './acts.ts'
import type { Dice } from './dice.ts'
import type { Good } from './goods.ts'

/** How many different things guests order together, and how often. */
const LINES = [
  { count: 1, weight: 35 },
  { count: 2, weight: 35 },
  { count: 3, weight: 20 },
  { count: 4, weight: 10 },
]

const PAYMENTS = [
  { method: 'pix', weight: 40 },
  { method: 'credit', weight: 30 },
  { method: 'debit', weight: 18 },
  { method: 'cash', weight: 10 },
  { method: 'tab', weight: 2 },
] as const

const BOTTLE_PROBABILITY = 0.02
const MUNTU_PROBABILITY = 0.15
const BOX_PROBABILITY = 0.012

/** What one table orders: different goods, the popular ones more often. */
export function wishesOf(goods: readonly Good[], dice: Dice): Wish[] {
  const { count } = dice.pick(LINES, (one) => one.weight)
  const picked = Array.from({ length: count }, () => dice.pick(goods, (good) => good.popularity))
  return [...new Set(picked)].map((good) => wishFor(good, dice))
}

/** How a table pays. */
export function paymentOf(dice: Dice): (typeof PAYMENTS)[number]['method'] {
  return dice.pick(PAYMENTS, (one) => one.weight).method
}

/** Bottles or units of a good that a sale of the bar takes on average. */
export function meanBottlesPerSale(good: Good, goods: readonly Good[]): number {
  const lines =
    LINES.reduce((sum, one) => sum + one.count * one.weight, 0) /
    LINES.reduce((sum, one) => sum + one.weight, 0)
  const share = good.popularity / goods.reduce((sum, one) => sum + one.popularity, 0)
  return lines * share * meanBottlesPerLine(good)
}

function wishFor(good: Good, dice: Dice): Wish {
  const { product } = good
  if (product.dose_enabled) {
    return dice.happens(BOTTLE_PROBABILITY)
      ? { good, sold_as: 'unit', quantity: 1 }
      : { good, sold_as: 'dose', quantity: dice.whole(1, 2) }
  }
  if (product.muntu_enabled && dice.happens(MUNTU_PROBABILITY)) return { good, sold_as: 'muntu', quantity: 1 }
  if (product.box_price_cents !== null && dice.happens(BOX_PROBABILITY))
    return { good, sold_as: 'box', quantity: 1 }
  return { good, sold_as: 'unit', quantity: dice.whole(1, isShared(good) ? 1 : 3) }
}

/** A bottle of wine or a plate is ordered one at a time. */
function isShared({ product }: Good): boolean {
  return product.category === 'Vinhos' || product.category === 'Petiscos'
}

function meanBottlesPerLine(good: Good): number {
  const { doses_per_bottle, muntu_enabled, muntu_quantity } = good.product
  if (doses_per_bottle !== null) return BOTTLE_PROBABILITY + 1.5 / doses_per_bottle
  const units = isShared(good) ? 1 : 2
  return muntu_enabled ? units + MUNTU_PROBABILITY * ((muntu_quantity ?? units) - units) : units
}
