import { GRAINS_PER_UNIT, type Quantity } from '../sync/quantity.ts'

/** One item as its price goes. */
export type PricedItem = { readonly quantity: Quantity; readonly unit_price_cents: number }

/** What an order costs beside its items, in whole cents, none negative. */
export type Charges = {
  readonly discount_cents: number
  readonly freight_cents: number
  /** Fees and taxes that the shop added. */
  readonly other_cents: number
}

/** The items together: exact until the last step, then rounded once to whole cents, halves up. */
export function itemsTotal(items: readonly PricedItem[]): number {
  const exact = items.reduce(
    (sum, { quantity, unit_price_cents }) => sum + BigInt(quantity) * BigInt(unit_price_cents),
    0n,
  )
  const grains = BigInt(GRAINS_PER_UNIT)
  return Number((exact * 2n + grains) / (grains * 2n))
}

/** What the customer pays. Never negative: a discount takes at most everything. */
export function orderTotal(items: readonly PricedItem[], charges: Charges): number {
  const { discount_cents, freight_cents, other_cents } = charges
  return Math.max(0, itemsTotal(items) + freight_cents + other_cents - discount_cents)
}

/**
 * The charges under which the items come to exactly `total_cents`, what the shop has charged: shops round line by line and keep parts of
 * a cent in coupons, so the difference becomes discount or other charges. The receiving side refuses an order that does not add up.
 */
export function reconcile(items: readonly PricedItem[], charges: Charges, total_cents: number): Charges {
  const difference =
    total_cents - (itemsTotal(items) + charges.freight_cents + charges.other_cents - charges.discount_cents)
  if (difference >= 0) {
    const less_discount = Math.min(difference, charges.discount_cents)
    return {
      ...charges,
      discount_cents: charges.discount_cents - less_discount,
      other_cents: charges.other_cents + difference - less_discount,
    }
  }
  const less_other = Math.min(-difference, charges.other_cents)
  return {
    ...charges,
    other_cents: charges.other_cents - less_other,
    discount_cents: charges.discount_cents - difference - less_other,
  }
}

/** One instalment: the day (`YYYY-MM-DD`) it is due, and how much. */
export type Instalment = { readonly due_on: string; readonly amount_cents: number }

/**
 * Divides a total into equal instalments; the cents that do not divide go to the first ones, one each, so that they always add up.
 * `days` says when each is due, in order.
 */
export function instalmentsOf(total_cents: number, days: readonly string[]): Instalment[] {
  const each = Math.floor(total_cents / days.length)
  const left = total_cents - each * days.length
  return days.map((due_on, index) => ({ due_on, amount_cents: each + (index < left ? 1 : 0) }))
}

/** `count` days, the first on `from`, then the same day of each following month, or that month's last one. */
export function monthlyDays(from: string, count: number): string[] {
  const [year = 0, month = 1, day = 1] = from.split('-').map(Number)
  return Array.from({ length: count }, (_, index) => {
    const months = month - 1 + index
    const [inYear, inMonth] = [year + Math.floor(months / 12), (months % 12) + 1]
    const inDay = Math.min(day, daysIn(inYear, inMonth))
    return [String(inYear).padStart(4, '0'), two(inMonth), two(inDay)].join('-')
  })
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
