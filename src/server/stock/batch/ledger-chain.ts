import { hash } from 'node:crypto'
import type { LotShare } from './command.ts'

/** Everything a ledger row says, in the order in which it is sealed. */
export type LedgerRow = {
  readonly tenant_id: string
  readonly seq: number
  readonly recorded_at: Date
  readonly occurred_at: Date
  readonly id: string
  readonly branch_id: string
  readonly product_id: string
  readonly operation_id: string
  readonly sale_id: string | null
  readonly purchase_id: string | null
  readonly responsible: string
  readonly quantity: number
  readonly quantity_before: number
  readonly quantity_after: number
  readonly closed_boxes_before: number
  readonly closed_boxes_after: number
  readonly open_box_before: number
  readonly open_box_after: number
  readonly open_bottle_before: number
  readonly open_bottle_after: number
  readonly units_per_box: number | null
  readonly doses_per_bottle: number | null
  readonly boxes_opened: number
  readonly bottles_opened: number
  readonly unit_cost_micros: number | null
  readonly box_opened_automatically: boolean
  readonly from_device: boolean
  readonly movement_type: string
  readonly reason: string | null
  readonly terminal: string | null
  readonly notes: string | null
  readonly lots: readonly LotShare[] | null
}

/** A row with the seal that ties it to all rows before it. */
export type ChainedMovement = LedgerRow & { readonly hash: string }

/** The hash that stands before a tenant's first movement: 32 zero bytes, hexadecimal. */
export const GENESIS_HASH = '0'.repeat(64)

/**
 * The seal of a row: SHA-256 over the seal before it and the row's every column, hexadecimal. A changed, missing, added or
 * swapped row changes every seal from there on.
 */
export function sealOf(previousHash: string, row: LedgerRow): string {
  return hash('sha256', previousHash + canonical(row), 'hex')
}

/** One unambiguous text per row: a JSON array, so that no two different rows read alike. */
function canonical(row: LedgerRow): string {
  return JSON.stringify([
    row.tenant_id,
    row.seq,
    row.recorded_at.getTime(),
    row.occurred_at.getTime(),
    row.id,
    row.branch_id,
    row.product_id,
    row.operation_id,
    row.sale_id,
    row.purchase_id,
    row.responsible,
    row.quantity,
    row.quantity_before,
    row.quantity_after,
    row.closed_boxes_before,
    row.closed_boxes_after,
    row.open_box_before,
    row.open_box_after,
    row.open_bottle_before,
    row.open_bottle_after,
    row.units_per_box,
    row.doses_per_bottle,
    row.boxes_opened,
    row.bottles_opened,
    row.unit_cost_micros,
    row.box_opened_automatically,
    row.from_device,
    row.movement_type,
    row.reason,
    row.terminal,
    row.notes,
    row.lots === null ? null : row.lots.map((lot) => [lot.batch_number, lot.expiry_date, lot.quantity]),
  ])
}
