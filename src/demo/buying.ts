import { DateTime } from 'luxon'
import type { NewPurchase } from '../contract/purchases.ts'
import type { Company, Place } from './company.ts'
import type { Good } from './goods.ts'
import { BAR_ZONE, meanTickets } from './rhythm.ts'
import { bottles, type Shelf } from './shelf.ts'
import { meanBottlesPerSale } from './wishes.ts'

/** A shelf below so many days of sales is filled up to so many. */
const LOWEST_DAYS = 5
const FULL_DAYS = 16
/** What is opened with: enough until the first purchases. */
const FEWEST_UNITS = 6

const SHELF_LIFE_DAYS = 25
/** What suppliers add every month of the year to the cost that the product was registered with. */
const MONTHLY_RISE = 0.004

/** What a branch's purchases depend on. */
export type Need = {
  readonly company: Company
  readonly place: Place
  readonly shelf: Shelf
  /** Units of a good that were ordered and have not come in. */
  readonly onTheWay: (good: Good) => number
}

/** Purchases, one for each supplier, that fill up what is short among `goods`. */
export function purchasesOf(
  goods: readonly Good[],
  need: Need,
  asked: { readonly at: Date; readonly status: NewPurchase['status'] },
): NewPurchase[] {
  const short = goods.flatMap((good) => {
    const missing = missingUnits(good, need)
    return missing === 0 ? [] : [{ good, missing }]
  })
  const suppliers = [...new Set(short.map(({ good }) => good.supplier))]
  return suppliers.map((supplier) => ({
    branch_id: need.place.id,
    supplier,
    status: asked.status,
    occurred_at: asked.at.toISOString(),
    lines: short
      .filter(({ good }) => good.supplier === supplier)
      .map(({ good, missing }) => lineOf(good, missing, asked.at)),
  }))
}

function missingUnits(good: Good, { company, place, shelf, onTheWay }: Need): number {
  const daily = meanTickets(place.share) * meanBottlesPerSale(good, company.goods)
  const there = bottles(shelf, place, good) + onTheWay(good)
  if (there >= Math.max(daily * LOWEST_DAYS, good.product.low_stock_alert + 1)) return 0
  return Math.max(FEWEST_UNITS, Math.ceil(daily * FULL_DAYS - there))
}

function lineOf(good: Good, missing: number, at: Date): NewPurchase['lines'][number] {
  const { id, cost_cents, units_per_box, category } = good.product
  const day = DateTime.fromJSDate(at, { zone: BAR_ZONE })
  const unitCost = Math.round((cost_cents ?? 0) * (1 + MONTHLY_RISE * day.month))
  if (units_per_box !== null)
    return {
      product_id: id,
      boxes: Math.ceil(missing / units_per_box),
      units: 0,
      box_cost_cents: unitCost * units_per_box,
    }
  const line = { product_id: id, boxes: 0, units: missing, unit_cost_cents: unitCost }
  if (category !== 'Petiscos') return line
  const expiry_date = day.plus({ days: SHELF_LIFE_DAYS }).toFormat('yyyy-MM-dd')
  return { ...line, batch_number: `L${day.toFormat('yyMMdd')}`, expiry_date }
}
