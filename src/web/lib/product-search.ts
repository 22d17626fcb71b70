import type { InventoryItem } from './level-of.ts'

/** Without accents and capitals, as people type in a hurry. */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** Finds products by every word of `search`, in any order, in name, SKU and bar codes. */
export function productSearch(search: string): (item: InventoryItem) => boolean {
  const words = plain(search).split(/\s+/).filter(Boolean)
  return ({ product }) => {
    const text = plain(`${product.name} ${product.sku} ${product.gtin ?? ''} ${product.box_gtin ?? ''}`)
    return words.every((word) => text.includes(word))
  }
}
