import { daysOfCover } from '../../domain/insight/days-of-cover.ts'
import { suggestReorder } from '../../domain/insight/reorder.ts'
import { type Level, quantityOnHand } from '../../domain/stock/level.ts'
import { type StockStatus, stockStatus } from '../../domain/stock/status.ts'

/** What of an item the derived numbers hang on. `sold_15d` and the level are in base units, `incoming_units` in bottles. */
export type DerivedFrom = {
  readonly level: Level
  readonly low_stock_alert: number
  readonly target_days: number
  readonly incoming_units: number
  readonly sold_15d: number
  readonly days_15d: number
}

/** The columns of an item that follow from its others; the reorder is in bottles. */
export type Derived = {
  readonly status: StockStatus
  readonly days_until_stockout: number | null
  readonly suggested_reorder: number
}

/** Computes again what follows from an item's level and consumption. Every sale does it. */
export function derivedOf(item: DerivedFrom): Derived {
  const { level, incoming_units } = item
  const rate = { numerator: Math.max(0, item.sold_15d), denominator: item.days_15d }
  return {
    status: stockStatus(level, item.low_stock_alert),
    days_until_stockout: daysOfCover(quantityOnHand(level), rate),
    suggested_reorder: suggestReorder(level, rate, item.target_days, incoming_units).suggested_reorder,
  }
}
