import type * as z from 'zod'
import type { inventoryItem } from '../../contract/inventory.ts'
import { ceilDivide } from '../../domain/stock/integer.ts'
import { stockoutStatus } from '../../domain/stock/status.ts'
import { raw } from '../db/sql.ts'

/** An item as clients see it. */
export type InventoryItem = z.input<typeof inventoryItem>

/** An item of the database with its product's columns beside, both as they stand. */
export type InventoryRow = Omit<
  InventoryItem,
  | 'id'
  | 'courtesy_avg_15d'
  | 'consumption_partial_days'
  | 'suggested_reorder_boxes'
  | 'stockout_status'
  | 'updated_at'
  | 'product'
> & {
  readonly level_units_per_box: number | null
  readonly product_low_stock_alert: number
  readonly level_doses_per_bottle: number | null
  readonly days_15d: number
  readonly courtesies_15d: number
  readonly updated_at: Date
} & Omit<InventoryItem['product'], 'id' | 'low_stock_alert'>

/** What to select for an item: `i` is its row, `p` its product's. */
export const INVENTORY_COLUMNS = raw(`
  i.product_id, i.branch_id, i.qty_units, i.closed_boxes, i.open_box_units, i.open_bottle_doses, i.total_bottles,
  i.consumption_avg_7d, i.consumption_avg_15d, i.consumption_avg_30d, i.days_15d, i.courtesies_15d, i.days_until_stockout, i.suggested_reorder,
  i.incoming_units, i.low_stock_alert, i.branch_low_stock_alert, i.status, i.last_seq, i.updated_at, i.units_per_box as level_units_per_box,
  i.doses_per_bottle as level_doses_per_bottle,
  p.sku, p.name, p.category, p.gtin, p.box_gtin, p.unit_price_cents, p.box_price_cents, p.dose_price_cents, p.cost_cents,
  p.box_tracking, p.units_per_box, p.dose_enabled, p.doses_per_bottle, p.muntu_enabled, p.muntu_quantity, p.muntu_price_cents,
  p.low_stock_alert as product_low_stock_alert, p.is_active`)

/** Shapes a row for clients. */
export function inventoryItemOf(row: InventoryRow): InventoryItem {
  return {
    id: `${row.branch_id}:${row.product_id}`,
    product_id: row.product_id,
    branch_id: row.branch_id,
    qty_units: row.qty_units,
    closed_boxes: row.closed_boxes,
    open_box_units: row.open_box_units,
    open_bottle_doses: row.open_bottle_doses,
    total_bottles: row.total_bottles,
    consumption_avg_7d: row.consumption_avg_7d,
    consumption_avg_15d: row.consumption_avg_15d,
    consumption_avg_30d: row.consumption_avg_30d,
    courtesy_avg_15d: row.courtesies_15d / (row.days_15d * (row.level_doses_per_bottle ?? 1)),
    consumption_partial_days: row.days_15d < 15 ? row.days_15d : null,
    days_until_stockout: row.days_until_stockout,
    suggested_reorder: row.suggested_reorder,
    suggested_reorder_boxes: boxesFor(row.suggested_reorder, row.level_units_per_box),
    incoming_units: row.incoming_units,
    low_stock_alert: row.low_stock_alert,
    branch_low_stock_alert: row.branch_low_stock_alert,
    status: row.status,
    stockout_status: stockoutStatus(row.days_until_stockout),
    last_seq: row.last_seq,
    updated_at: row.updated_at.toISOString(),
    product: productOf(row),
  }
}

/** Whole boxes that hold a suggested quantity; null where boxes are not controlled. */
export function boxesFor(units: number, unitsPerBox: number | null): number | null {
  return unitsPerBox === null ? null : ceilDivide(units, unitsPerBox)
}

function productOf(row: InventoryRow): InventoryItem['product'] {
  return {
    id: row.product_id,
    sku: row.sku,
    name: row.name,
    category: row.category,
    gtin: row.gtin,
    box_gtin: row.box_gtin,
    unit_price_cents: row.unit_price_cents,
    box_price_cents: row.box_price_cents,
    dose_price_cents: row.dose_price_cents,
    cost_cents: row.cost_cents,
    box_tracking: row.box_tracking,
    units_per_box: row.units_per_box,
    dose_enabled: row.dose_enabled,
    doses_per_bottle: row.doses_per_bottle,
    muntu_enabled: row.muntu_enabled,
    muntu_quantity: row.muntu_quantity,
    muntu_price_cents: row.muntu_price_cents,
    low_stock_alert: row.product_low_stock_alert,
    is_active: row.is_active,
  }
}
