import { ceilDivide, floorDivide } from '../../domain/stock/integer.ts'
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

/** Computes again what follows from an item's level and consumption. Cheap: every sale does it. */
export function derivedOf(item: DerivedFrom): Derived {
  const quantity = quantityOnHand(item.level)
  const doses = item.level.doses_per_bottle ?? 1
  const sold = Math.max(0, item.sold_15d)
  return {
    status: stockStatus(item.level, item.low_stock_alert),
    days_until_stockout: sold === 0 ? null : quantity <= 0 ? 0 : floorDivide(quantity * item.days_15d, sold),
    suggested_reorder: Math.max(
      0,
      ceilDivide(
        item.target_days * sold - item.days_15d * (quantity + item.incoming_units * doses),
        item.days_15d * doses,
      ),
    ),
  }
}
