import type { Got } from '../../client/api-types.ts'
import type { inventoryItem } from '../../contract/inventory.ts'
import type { Level } from '../../domain/stock/level.ts'

/** One product's stock in one branch, as the server tells it. */
export type InventoryItem = Got<typeof inventoryItem>

/** The level that an item shows, packed as its product is. */
export function levelOf(item: InventoryItem): Level {
  const { product } = item
  return {
    units_per_box: product.box_tracking ? product.units_per_box : null,
    doses_per_bottle: product.dose_enabled ? product.doses_per_bottle : null,
    closed_boxes: item.closed_boxes,
    open_box_units: item.open_box_units,
    open_bottle_doses: item.open_bottle_doses,
  }
}
