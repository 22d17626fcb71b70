import type { z } from 'zod'
import type { writtenAnswer } from '../contract/movements.ts'
import { packingOf } from '../domain/catalog/product.ts'
import { bottlesOnHand, emptyLevel, type Level, quantityOnHand } from '../domain/stock/level.ts'
import { pastLevels } from '../server/stock/past-levels.queries.ts'
import type { Company, Place } from './company.ts'
import type { Good } from './goods.ts'
import type { World } from './world.ts'

/**
 * What lies on the shelves, as the staff sees it: the levels that the last answers told, less what has been promised since. So
 * nobody asks for what is not there.
 */
export type Shelf = {
  level(place: Place, good: Good): Level
  /** Base units (doses for what is sold in doses) that can still be promised. */
  free(place: Place, good: Good): number
  /** Sets base units aside until the answers of this round are known. */
  promise(place: Place, good: Good, quantity: number): void
  /** Takes the levels after each movement, and ends all promises. */
  learn(movements: z.infer<typeof writtenAnswer>['movements']): void
}

/** Reads the shelves of the company as they are now. */
export async function readShelf(world: World, company: Company): Promise<Shelf> {
  const levels = new Map<string, Level>()
  const promised = new Map<string, number>()
  const productIds = company.goods.map((good) => good.product.id)
  for (const place of company.places) {
    const present = await world.database.tenant(company.tenant_id, (tx) =>
      pastLevels(tx, place.id, productIds, { seq: Number.MAX_SAFE_INTEGER }),
    )
    for (const [productId, level] of present.levels) levels.set(place.id + productId, level)
  }
  const keyOf = (place: Place, good: Good) => place.id + good.product.id
  const level = (place: Place, good: Good) =>
    levels.get(keyOf(place, good)) ?? emptyLevel(packingOf(good.product))
  return {
    level,
    free: (place, good) => quantityOnHand(level(place, good)) - (promised.get(keyOf(place, good)) ?? 0),
    promise(place, good, quantity) {
      const key = keyOf(place, good)
      promised.set(key, (promised.get(key) ?? 0) + quantity)
    },
    learn(movements) {
      promised.clear()
      for (const movement of movements) {
        const key = movement.branch_id + movement.product_id
        const before = levels.get(key)
        if (before === undefined) throw new Error('a movement of a product that is not on the shelf')
        levels.set(key, {
          ...before,
          closed_boxes: movement.closed_boxes_after,
          open_box_units: movement.open_box_after,
          open_bottle_doses: movement.open_bottle_after,
        })
      }
    },
  }
}

/** Whole bottles or units that lie there. */
export function bottles(shelf: Shelf, place: Place, good: Good): number {
  return bottlesOnHand(shelf.level(place, good))
}
