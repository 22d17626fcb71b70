import type { NewOutflow, NewTransfer } from '../contract/stock.ts'
import type { CountInput } from '../server/stock/apply-count.ts'
import type { Act } from './acts.ts'
import { bottles, type Shelf } from './shelf.ts'

/** What a mishap or a gift takes from the shelf; null when it is not there. */
export function outflowOf(
  act: Extract<Act, { kind: 'breakage' | 'loss' | 'courtesy' | 'leftover' }>,
  shelf: Shelf,
): NewOutflow | null {
  const { place, good } = act
  const base = { branch_id: place.id, product_id: good.product.id, occurred_at: act.at.toISOString() }
  if (act.kind === 'leftover') {
    const quantity = Math.min(act.doses, shelf.level(place, good).open_bottle_doses)
    if (quantity === 0 || shelf.free(place, good) < quantity) return null
    shelf.promise(place, good, quantity)
    return { ...base, quantity, taken_from: 'dose', reason: 'Sobra de garrafa' }
  }
  const bottle = good.product.doses_per_bottle ?? 1
  // One to spare: the last bottle may be open by then.
  if (shelf.free(place, good) < 2 * bottle) return null
  shelf.promise(place, good, bottle)
  return { ...base, quantity: 1, taken_from: 'unit', reason: act.reason }
}

/** What the count finds: what is there, off by the act's errors. */
export function countOf(act: Extract<Act, { kind: 'count' }>, shelf: Shelf): CountInput['body'] {
  const lines = act.goods.map((good, index) => {
    const { closed_boxes, open_box_units, open_bottle_doses } = shelf.level(act.place, good)
    const error = act.errors[index] ?? 0
    const isPoured = good.product.doses_per_bottle !== null
    return {
      product_id: good.product.id,
      closed_boxes,
      open_box_units: isPoured ? open_box_units : Math.max(0, open_box_units + error),
      ...(isPoured ? { open_bottle_doses: Math.max(0, open_bottle_doses + Math.min(0, error)) } : {}),
    }
  })
  return { branch_id: act.place.id, notes: 'Contagem rotativa', lines, seen: null }
}

/** A box of everything that the other branch has plenty of, or a few units; null when it has plenty of nothing. */
export function transferOf(act: Extract<Act, { kind: 'transfer' }>, shelf: Shelf): NewTransfer | null {
  const lines = act.goods.flatMap((good) => {
    const { closed_boxes, units_per_box } = shelf.level(act.from, good)
    const product_id = good.product.id
    if (units_per_box !== null) return closed_boxes >= 2 ? [{ product_id, boxes: 1, units: 0 }] : []
    return bottles(shelf, act.from, good) >= 12 ? [{ product_id, boxes: 0, units: 4 }] : []
  })
  if (lines.length === 0) return null
  return {
    from_branch_id: act.from.id,
    to_branch_id: act.place.id,
    occurred_at: act.at.toISOString(),
    notes: 'Reposição da filial',
    lines,
  }
}
