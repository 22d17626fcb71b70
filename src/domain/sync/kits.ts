import { atLeastNothing, fromGrains, GRAINS_PER_UNIT, NOTHING, type Quantity, sum } from './quantity.ts'

/** How much of one component goes into one kit. */
export type KitComponent = { readonly sku: string; readonly quantity: Quantity }

/** The composition of every kit, by the kit's SKU. */
export type KitStructures = ReadonlyMap<string, readonly KitComponent[]>

/** Something asked for: an order's item, a cart's line. */
export type Asked = { readonly sku: string; readonly quantity: Quantity }

/** Simple SKUs with quantities, or the kit whose composition leads back to itself. */
export type ExpandedKits =
  | { readonly ok: true; readonly items: readonly Asked[] }
  | { readonly ok: false; readonly code: 'KIT_CONTAINS_ITSELF'; readonly sku: string }

/** Takes kits apart into what really leaves the stock, kits within kits too. Other items pass unchanged, in order. */
export function expandKits(items: readonly Asked[], structures: KitStructures): ExpandedKits {
  return expand(items, structures, [])
}

function expand(items: readonly Asked[], structures: KitStructures, within: readonly string[]): ExpandedKits {
  const expanded: Asked[] = []
  for (const item of items) {
    const components = structures.get(item.sku)
    if (components === undefined) {
      expanded.push(item)
      continue
    }
    if (within.includes(item.sku)) return { ok: false, code: 'KIT_CONTAINS_ITSELF', sku: item.sku }
    const parts = components.map(({ sku, quantity }) => ({ sku, quantity: times(quantity, item.quantity) }))
    const inner = expand(parts, structures, [...within, item.sku])
    if (!inner.ok) return inner
    expanded.push(...inner.items)
  }
  return { ok: true, items: expanded }
}

/** How many whole kits the components make: the scarcest decides. A kit without components makes none. */
export function kitAvailability(
  components: readonly KitComponent[],
  availableOf: (sku: string) => Quantity,
): Quantity {
  const kits = summedBySku(components).map(({ sku, quantity }) => wholeKits(availableOf(sku), quantity))
  return kits.length === 0 ? NOTHING : fromGrains(Math.min(...kits))
}

/** How many whole kits so much of one component makes, when `needed` of it goes into each. */
export function wholeKits(available: Quantity, needed: Quantity): Quantity {
  return fromGrains(Math.floor(atLeastNothing(available) / needed) * GRAINS_PER_UNIT)
}

/** A SKU that the whole of a cart asks more of than there is. */
export type Shortage = { readonly sku: string; readonly required: Quantity; readonly available: Quantity }

/** What is missing for items taken together: two kits that share a component are checked on the sum. */
export function shortagesOf(
  items: readonly Asked[],
  availableOf: (sku: string) => Quantity,
): readonly Shortage[] {
  return summedBySku(items)
    .map(({ sku, quantity }) => ({ sku, required: quantity, available: availableOf(sku) }))
    .filter((line) => line.required > line.available)
}

/** Each SKU once, in the order in which they come first, with all that is asked of it. */
export function summedBySku(items: readonly Asked[]): Asked[] {
  return [...Map.groupBy(items, ({ sku }) => sku)].map(([sku, own]) => ({
    sku,
    quantity: sum(own.map(({ quantity }) => quantity)),
  }))
}

/** Exact product of two quantities, rounded up to a grain: a component is never forgotten in part. */
export function times(a: Quantity, b: Quantity): Quantity {
  const scale = BigInt(GRAINS_PER_UNIT)
  return fromGrains(Number((BigInt(a) * BigInt(b) + scale - 1n) / scale))
}
