import type { ResolvedSale } from '../server/stock/record-sale.ts'
import type { Act, Wish } from './acts.ts'
import type { Place } from './company.ts'
import type { Shelf } from './shelf.ts'

/** The sale that a table's order comes to: what is not there is not sold. Null when nothing of it is there. */
export function saleOf(act: Extract<Act, { kind: 'sale' }>, shelf: Shelf): ResolvedSale | null {
  const lines = act.wishes
    .filter((wish) => reserve(wish, act.place, shelf))
    .map(({ good, sold_as, quantity }) => ({
      product_id: good.product.id,
      sold_as,
      quantity,
      partial: 'refuse' as const,
    }))
  if (lines.length === 0) return null
  const { payment_method, terminal } = act
  return { branch_id: act.place.id, payment_method, terminal, occurred_at: act.at.toISOString(), lines }
}

function reserve(wish: Wish, place: Place, shelf: Shelf): boolean {
  const { good } = wish
  const needed = baseUnits(wish)
  // Sealed boxes and bottles may be opened by the sales before this one: some to spare keep the promise true.
  const spare = wish.sold_as === 'dose' || good.product.doses_per_bottle === null ? 0 : 2 * needed
  const sealed = wish.sold_as === 'box' ? 2 * needed : 0
  if (shelf.free(place, good) < needed + Math.max(spare, sealed)) return false
  shelf.promise(place, good, needed)
  return true
}

function baseUnits({ good, sold_as, quantity }: Wish): number {
  const { doses_per_bottle, units_per_box, muntu_quantity } = good.product
  if (sold_as === 'dose') return quantity
  const bottle = doses_per_bottle ?? 1
  if (sold_as === 'box') return quantity * (units_per_box ?? 1) * bottle
  return quantity * (sold_as === 'muntu' ? (muntu_quantity ?? 1) : 1) * bottle
}
