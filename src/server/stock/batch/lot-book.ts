import { allocateLots } from '../../../domain/stock/lots.ts'
import { restateLots } from '../../../domain/stock/restate-lots.ts'
import type { ItemState } from './batch-state.ts'
import type { LotShare, MovementExtras } from './command.ts'

/** Lots that left one branch within an operation, by product, so that what arrives elsewhere is the same lots. */
export type CarriedLots = Map<string, readonly LotShare[]>

/**
 * Says which lots a movement moves and keeps the item's book of lots in step. What comes in goes to its named lot, or back to
 * where it was taken from; what goes out leaves by expiry, the earliest first. Null when no lot is touched.
 */
export function settleLots(item: ItemState, extras: MovementExtras, carried: CarriedLots): LotShare[] | null {
  const { draft } = extras
  if (draft.movement_type === 'box_config') return restate(item, draft)
  if (draft.quantity < 0) {
    const taken = takeLots(item, -draft.quantity)
    if (draft.movement_type === 'transfer_out') carried.set(draft.product_id, taken)
    return taken.length === 0 ? null : taken.map((share) => ({ ...share, quantity: -share.quantity }))
  }
  if (draft.quantity === 0) return null
  const back =
    draft.movement_type === 'transfer_in' ? (carried.get(draft.product_id) ?? null) : extras.lots_back
  const shares = extras.lot === null ? (back ?? []) : [{ ...extras.lot, quantity: draft.quantity }]
  for (const share of shares) putLot(item, share)
  return shares.length === 0 ? null : [...shares]
}

function takeLots(item: ItemState, quantity: number): readonly LotShare[] {
  if (item.lots.size === 0) return []
  const taken = allocateLots([...item.lots.values()], quantity)
  for (const share of taken) putLot(item, { ...share, quantity: -share.quantity })
  return taken
}

function putLot(item: ItemState, share: LotShare): void {
  const before = item.lots.get(share.batch_number)
  item.has_lots = true
  item.lots.set(share.batch_number, {
    batch_number: share.batch_number,
    expiry_date: before?.expiry_date ?? share.expiry_date,
    quantity: (before?.quantity ?? 0) + share.quantity,
  })
}

/** Another base unit: the same bottles lie in the same lots, said in the new unit. */
function restate(item: ItemState, { before, after }: MovementExtras['draft']): LotShare[] | null {
  const differences = restateLots(
    [...item.lots.values()],
    before.doses_per_bottle ?? 1,
    after.doses_per_bottle ?? 1,
  )
  for (const share of differences) putLot(item, share)
  return differences.length === 0 ? null : [...differences]
}
