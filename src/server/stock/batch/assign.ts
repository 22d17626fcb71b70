import { quantityOnHand } from '../../../domain/stock/level.ts'
import { newId } from '../../kernel/ids.ts'
import { type BatchState, keyOf } from './batch-state.ts'
import type { Accepted, MovementExtras } from './command.ts'
import { type ChainedMovement, type LedgerRow, sealOf } from './ledger-chain.ts'
import { type CarriedLots, settleLots } from './lot-book.ts'

/** Where a tenant's ledger ends. */
export type LedgerHead = {
  last_seq: number
  last_hash: string
  last_recorded_at: Date
  last_sale_number: number
  last_purchase_number: number
}

/** An accepted command with its place in the ledger. */
export type Placed = {
  readonly accepted: Accepted
  readonly responsible: string
  readonly movements: readonly (ChainedMovement & { readonly extras: MovementExtras })[]
  readonly number: number
}

/**
 * Gives every movement its seq, its time of record and its seal, and every document its number, in the order in which the
 * commands were decided. Moves the head forward in place. The time of record never goes back, whatever the clock does.
 */
export function placeAll(
  state: BatchState,
  head: LedgerHead,
  decided: readonly { readonly accepted: Accepted; readonly responsible: string }[],
): Placed[] {
  const recorded_at = state.now > head.last_recorded_at ? state.now : head.last_recorded_at
  head.last_recorded_at = recorded_at
  return decided.map(({ accepted, responsible }) => {
    const carried: CarriedLots = new Map()
    const movements = accepted.movements.map((extras) => {
      const row = rowOf({ state, head, accepted, extras, responsible, recorded_at, carried })
      const seal = sealOf(head.last_hash, row)
      head.last_seq = row.seq
      head.last_hash = seal
      return { ...row, hash: seal, extras }
    })
    return { accepted, responsible, number: nextNumber(head, accepted), movements }
  })
}

function nextNumber(head: LedgerHead, accepted: Accepted): number {
  if (accepted.writes.sale !== undefined) {
    head.last_sale_number += 1
    return head.last_sale_number
  }
  if (accepted.writes.purchase !== undefined) {
    head.last_purchase_number += 1
    return head.last_purchase_number
  }
  return 0
}

function rowOf(place: {
  state: BatchState
  head: LedgerHead
  accepted: Accepted
  extras: MovementExtras
  responsible: string
  recorded_at: Date
  carried: CarriedLots
}): LedgerRow {
  const { state, head, accepted, extras, responsible, recorded_at, carried } = place
  const { draft } = extras
  const { operation } = accepted
  const item = state.items.get(keyOf(draft))
  if (item === undefined) throw new Error('a movement touches a level that was not locked')
  const { before, after } = draft
  return {
    tenant_id: state.tenant_id,
    seq: head.last_seq + 1,
    recorded_at,
    occurred_at: operation.occurred_at ?? recorded_at,
    id: newId(),
    branch_id: draft.branch_id,
    product_id: draft.product_id,
    operation_id: operation.id,
    sale_id: operation.sale_id,
    purchase_id: operation.purchase_id,
    responsible,
    quantity: draft.quantity,
    quantity_before: quantityOnHand(before),
    quantity_after: quantityOnHand(after),
    closed_boxes_before: before.closed_boxes,
    closed_boxes_after: after.closed_boxes,
    open_box_before: before.open_box_units,
    open_box_after: after.open_box_units,
    open_bottle_before: before.open_bottle_doses,
    open_bottle_after: after.open_bottle_doses,
    units_per_box: after.units_per_box,
    doses_per_bottle: after.doses_per_bottle,
    boxes_opened: draft.boxes_opened,
    bottles_opened: draft.bottles_opened,
    unit_cost_micros: extras.unit_cost_micros,
    box_opened_automatically: draft.box_opened_automatically,
    from_device: operation.from_device,
    movement_type: draft.movement_type,
    reason: draft.reason,
    terminal: operation.terminal,
    notes: draft.notes,
    lots: settleLots(item, extras, carried),
  }
}
