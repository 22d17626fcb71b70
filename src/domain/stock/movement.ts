import type { Level } from './level.ts'

/** Every kind of row in the ledger. */
export const MOVEMENT_TYPES = [
  'sale',
  'sale_muntu',
  'purchase',
  'box_opening',
  'loss',
  'breakage',
  'adjustment',
  'return',
  'count',
  'transfer_out',
  'transfer_in',
  'box_regroup',
  'box_config',
  'courtesy',
  'bling_sync',
] as const

/** One kind of row in the ledger. */
export type MovementType = (typeof MOVEMENT_TYPES)[number]

/** One ledger row before it has seq, ids, times and people. */
export type MovementDraft = {
  readonly branch_id: string
  readonly product_id: string
  readonly movement_type: MovementType
  /** In base units: `quantityOnHand(after) - quantityOnHand(before)`. */
  readonly quantity: number
  readonly before: Level
  readonly after: Level
  readonly boxes_opened: number
  readonly bottles_opened: number
  /** Boxes were opened by the movement itself, not by a person who opened a box on purpose. */
  readonly box_opened_automatically: boolean
  readonly reason: string | null
  readonly notes: string | null
}
