import type { ErrorCode } from '../../contract/errors.ts'
import type { Level } from '../../domain/stock/level.ts'
import type { Refusal } from '../../domain/stock/refusal.ts'
import { AppError } from '../kernel/app-error.ts'
import { type BatchState, type ItemState, keyOf, type ProductState } from './batch/batch-state.ts'
import type { LevelKey, Refused } from './batch/command.ts'
import type { ChainedMovement } from './batch/ledger-chain.ts'

/** The refusal of the pure core as an answer, with the product's name for the sentence. */
export function refusedBy(refusal: Refusal, state: BatchState): Refused {
  const { ok: _ok, code, ...facts } = refusal
  const product = 'product_id' in facts ? state.products.get(facts.product_id) : undefined
  const named = product === undefined ? facts : { ...facts, product_name: product.name, sku: product.sku }
  return { ok: false, code: code satisfies ErrorCode, facts: named }
}

/** The branch must exist and take movements. */
export function requireOpenBranch(state: BatchState, branchId: string): void {
  const branch = state.branches.get(branchId)
  if (branch === undefined) throw new AppError('NOT_FOUND', { branch_id: branchId })
  if (!branch.is_active) throw new AppError('BRANCH_INACTIVE', { branch_id: branchId })
}

/** The product must exist; one that was archived takes facts of devices but no new commands. */
export function requireProduct(state: BatchState, productId: string, fact: boolean): ProductState {
  const product = state.products.get(productId)
  if (product === undefined) throw new AppError('NOT_FOUND', { product_id: productId })
  if (!product.is_active && !fact)
    throw new AppError('PRODUCT_ARCHIVED', { product_id: productId, product_name: product.name })
  return product
}

/** The state of a level that the command has asked to lock. */
export function requireItem(state: BatchState, key: LevelKey): ItemState {
  const item = state.items.get(keyOf(key))
  if (item === undefined)
    throw new AppError('NOT_FOUND', { product_id: key.product_id, branch_id: key.branch_id })
  return item
}

/** The levels of some products in one branch, by product. */
export function levelsOf(
  state: BatchState,
  branchId: string,
  productIds: Iterable<string>,
): Map<string, Level> {
  const levels = new Map<string, Level>()
  for (const product_id of productIds)
    levels.set(product_id, requireItem(state, { branch_id: branchId, product_id }).level)
  return levels
}

/** A movement as the command's answer shows it. */
export function shown(movement: ChainedMovement): Record<string, unknown> {
  return {
    id: movement.id,
    seq: movement.seq,
    product_id: movement.product_id,
    branch_id: movement.branch_id,
    movement_type: movement.movement_type,
    quantity: movement.quantity,
    quantity_before: movement.quantity_before,
    quantity_after: movement.quantity_after,
    closed_boxes_before: movement.closed_boxes_before,
    closed_boxes_after: movement.closed_boxes_after,
    open_box_before: movement.open_box_before,
    open_box_after: movement.open_box_after,
    open_bottle_before: movement.open_bottle_before,
    open_bottle_after: movement.open_bottle_after,
    boxes_opened: movement.boxes_opened,
    bottles_opened: movement.bottles_opened,
    box_opened_automatically: movement.box_opened_automatically,
    reason: movement.reason,
    notes: movement.notes,
  }
}
