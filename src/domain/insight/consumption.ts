import type { MovementType } from '../stock/movement.ts'
import { stockoutDaysIn } from './stockout-days.ts'

/** A rate as an exact fraction: `numerator` base units in `denominator` days. Never negative; a denominator is 1 or more. */
export type DailyRate = { readonly numerator: number; readonly denominator: number }

/** Net sold in the last 7, 15 and 30 days, in base units. */
export type SoldInWindows = { readonly sold_7d: number; readonly sold_15d: number; readonly sold_30d: number }

/** `partial`: a new product is averaged over the days it has existed; `fixed`: always over the whole window. */
export type WindowMode = 'partial' | 'fixed'

/** Averages per day in bottles (units) to show, and the exact rates in base units to compute with. */
export type Consumption = {
  readonly consumption_avg_7d: number
  readonly consumption_avg_15d: number
  readonly consumption_avg_30d: number
  readonly rate_7d: DailyRate
  readonly rate_15d: DailyRate
  readonly rate_30d: DailyRate
  /** Days that the 15-day average really covers when they are fewer (a new product, days without stock left out); null otherwise. */
  readonly consumption_partial_days: number | null
}

/** Which movements count as consumption: what is sold, less what comes back; courtesies only when the setting says so. */
export function isConsumption(movementType: MovementType, countsCourtesy: boolean): boolean {
  if (movementType === 'courtesy') return countsCourtesy
  return movementType === 'sale' || movementType === 'sale_muntu' || movementType === 'return'
}

/** Net consumption of rows in base units, zero at least: more returned than sold in a window is no negative thirst. */
export function consumedQuantity(
  rows: readonly { readonly movement_type: MovementType; readonly quantity: number }[],
  countsCourtesy: boolean,
): number {
  const net = rows
    .filter((row) => isConsumption(row.movement_type, countsCourtesy))
    .reduce((sum, row) => sum - row.quantity, 0)
  return Math.max(0, net)
}

/**
 * Days to divide a window by: the window, or for a newer product its full days since the first entry, one at least.
 * `days_since_first_entry` is null while nothing has ever entered. `out_by_day` says of each of the last days, the most recent first,
 * whether it is left out because nothing was there to be sold.
 */
export function windowDays(
  window: number,
  days_since_first_entry: number | null,
  mode: WindowMode,
  out_by_day: readonly boolean[],
): number {
  const isWhole = mode === 'fixed' || days_since_first_entry === null
  const days = isWhole ? window : Math.min(window, Math.floor(days_since_first_entry))
  return Math.max(1, days - stockoutDaysIn(out_by_day, days))
}

/** Average consumption of one level over 7, 15 and 30 days; `out_by_day` as in `windowDays`, empty when every day counts. */
export function averageConsumption(
  sold: SoldInWindows,
  days_since_first_entry: number | null,
  mode: WindowMode,
  doses_per_bottle: number | null,
  out_by_day: readonly boolean[],
): Consumption {
  const rate = (quantity: number, window: number): DailyRate => ({
    numerator: Math.max(0, quantity),
    denominator: windowDays(window, days_since_first_entry, mode, out_by_day),
  })
  const [rate_7d, rate_15d, rate_30d] = [
    rate(sold.sold_7d, 7),
    rate(sold.sold_15d, 15),
    rate(sold.sold_30d, 30),
  ]
  const doses = doses_per_bottle ?? 1
  return {
    consumption_avg_7d: rate_7d.numerator / (rate_7d.denominator * doses),
    consumption_avg_15d: rate_15d.numerator / (rate_15d.denominator * doses),
    consumption_avg_30d: rate_30d.numerator / (rate_30d.denominator * doses),
    rate_7d,
    rate_15d,
    rate_30d,
    consumption_partial_days: rate_15d.denominator < 15 ? rate_15d.denominator : null,
  }
}
