import { type Level, quantityOnHand } from './level.ts'

/** How a level stands against its alert. `divergent`: more left than there was, a count is needed. */
export type StockStatus = 'ok' | 'low' | 'out' | 'divergent'

/** How near the end is; `no_consumption` when nothing is sold and no day can be foretold. */
export type StockoutStatus = 'critical' | 'attention' | 'normal' | 'no_consumption'

/**
 * Status of a level; the alert is in bottles or units and is low when exactly reached. Doses in the open bottle count for
 * their share, so a product with nothing but an open bottle is not out. "Low" and "out" exclude each other.
 */
export function stockStatus(level: Level, low_stock_alert: number): StockStatus {
  const quantity = quantityOnHand(level)
  if (quantity < 0) return 'divergent'
  if (quantity === 0) return 'out'
  return quantity <= low_stock_alert * (level.doses_per_bottle ?? 1) ? 'low' : 'ok'
}

/** Urgency of whole days of cover as they are shown: up to 3 critical, up to 7 attention. Null is no consumption. */
export function stockoutStatus(days_until_stockout: number | null): StockoutStatus {
  if (days_until_stockout === null) return 'no_consumption'
  if (days_until_stockout <= 3) return 'critical'
  return days_until_stockout <= 7 ? 'attention' : 'normal'
}
