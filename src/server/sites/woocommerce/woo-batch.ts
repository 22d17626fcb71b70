/** Items of one call, when reading and when writing. */
export const BATCH_SIZE = 100

/** Items in groups for one call each: of one address, and not more than a call takes. */
export function inTurn<Item>(items: readonly Item[], addressOf: (item: Item) => string): Item[][] {
  return [...Map.groupBy(items, addressOf).values()].flatMap((own) => chunks(own))
}

function chunks<Item>(items: readonly Item[]): Item[][] {
  const parts = Math.ceil(items.length / BATCH_SIZE)
  return Array.from({ length: parts }, (_, part) => items.slice(part * BATCH_SIZE, (part + 1) * BATCH_SIZE))
}
