import type { INVENTORY_SORTS } from '../../contract/inventory.ts'
import { raw, type Sql } from '../db/sql.ts'

/** A column that the inventory can be sorted by. */
export type InventorySort = (typeof INVENTORY_SORTS)[number]

/** How a sort is written: the expression (`i` items, `p` products), its type for cursors, and where its value lives. */
export type SortColumn = {
  readonly value: Sql
  readonly type: Sql
  readonly of: 'item' | 'product'
  /** Unknown values stand last in both directions. */
  readonly nullable: boolean
}

const item = (expression: string, type: string, nullable = false): SortColumn => ({
  value: raw(expression),
  type: raw(type),
  of: 'item',
  nullable,
})
const product = (expression: string): SortColumn => ({
  value: raw(expression),
  type: raw('text'),
  of: 'product',
  nullable: false,
})

/** Worst first. The index is on this very expression. */
const STATUS_RANK = "(case i.status when 'divergent' then 0 when 'out' then 1 when 'low' then 2 else 3 end)"

/** Every sort by its name in the contract. Words follow the Portuguese alphabet. */
export const SORT_COLUMNS: Readonly<Record<InventorySort, SortColumn>> = {
  name: product('p.name collate "pt-BR-x-icu"'),
  category: product('p.category collate "pt-BR-x-icu"'),
  sku: product('p.sku'),
  closed_boxes: item('i.closed_boxes', 'integer'),
  open_box_units: item('i.open_box_units', 'integer'),
  open_bottle_doses: item('i.open_bottle_doses', 'integer'),
  total_bottles: item('i.total_bottles', 'bigint'),
  qty_units: item('i.qty_units', 'bigint'),
  consumption_avg_7d: item('i.consumption_avg_7d', 'double precision'),
  consumption_avg_15d: item('i.consumption_avg_15d', 'double precision'),
  consumption_avg_30d: item('i.consumption_avg_30d', 'double precision'),
  days_until_stockout: item('i.days_until_stockout', 'integer', true),
  suggested_reorder: item('i.suggested_reorder', 'bigint'),
  incoming_units: item('i.incoming_units', 'bigint'),
  status: item(STATUS_RANK, 'integer'),
  updated_at: item('i.updated_at', 'timestamptz'),
}
