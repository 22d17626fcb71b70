import { fullGtin } from '../../domain/catalog/gtin.ts'
import type { SoldAs } from '../../domain/stock/sale.ts'
import type { InventoryItem } from './level-of.ts'

/** The product that a bar code or SKU names, and whether it names its box. Null when it names nothing here. */
export function findCode(
  items: readonly InventoryItem[],
  code: string,
): { readonly item: InventoryItem; readonly sold_as: SoldAs } | null {
  const wanted = fullGtin(code)
  const isCode = /^\d{8,14}$/.test(code)
  for (const item of items) {
    const { gtin, box_gtin, sku } = item.product
    if (isCode && gtin !== null && fullGtin(gtin) === wanted) return { item, sold_as: 'unit' }
    if (isCode && box_gtin !== null && fullGtin(box_gtin) === wanted) return { item, sold_as: 'box' }
    if (sku.toLowerCase() === code.toLowerCase()) return { item, sold_as: 'unit' }
  }
  return null
}
