import type { Company, Place } from './company.ts'
import type { Good } from './goods.ts'
import { readShelf, type Shelf } from './shelf.ts'
import type { World } from './world.ts'

/** What the staff remembers between one act and the next. */
export type Books = {
  readonly world: World
  readonly company: Company
  readonly shelf: Shelf
  /** The last sale of each place that could still be cancelled, by place. */
  readonly lastSale: Map<string, string>
  /** Orders that have not come in, by place. */
  readonly ordered: Map<string, Order[]>
  /** Whether a supplier has run out of a good at that moment: nobody can buy it, and it runs low. */
  readonly isScarce: (good: Good, at: Date) => boolean
}

/** A purchase that is on its way: units by product. */
export type Order = { readonly purchase_id: string; readonly units: ReadonlyMap<string, number> }

/** Opens the books on the shelves as they are now. */
export async function openBooks(world: World, company: Company, isScarce: Books['isScarce']): Promise<Books> {
  return {
    world,
    company,
    shelf: await readShelf(world, company),
    lastSale: new Map(),
    ordered: new Map(),
    isScarce,
  }
}

/** Units of a good that a place waits for. */
export function onTheWay(books: Books, place: Place, good: Good): number {
  const orders = books.ordered.get(place.id) ?? []
  return orders.reduce((sum, order) => sum + (order.units.get(good.product.id) ?? 0), 0)
}
