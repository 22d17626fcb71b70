import type { InventoryItem } from './level-of.ts'

/** Without accents and capitals, as people type in a hurry. */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** Finds products by every word of `search`, in any order, in name, SKU and bar codes. */
export function productSearch(search: string): (item: InventoryItem) => boolean {
  const words = plain(search).split(/\s+/).filter(Boolean)
  return (item) => words.length === 0 || words.every((word) => textOf(item).includes(word))
}

const texts = new WeakMap<InventoryItem, string>()

/** What a search looks into, worked out once for each product and not at every key. */
function textOf(item: InventoryItem): string {
  const known = texts.get(item)
  if (known !== undefined) return known
  const { name, sku, gtin, box_gtin } = item.product
  const text = plain(`${name} ${sku} ${gtin ?? ''} ${box_gtin ?? ''}`)
  texts.set(item, text)
  return text
}
