import { type Level, quantityOnHand, sameLevel, samePacking } from './level.ts'
import type { MovementDraft } from './movement.ts'

/** What a replay needs of a ledger row. */
export type FoldedRow = Pick<MovementDraft, 'before' | 'after' | 'quantity' | 'movement_type'>

/** The first row that contradicts the ones before it or itself. */
export type FoldDifference = {
  readonly ok: false
  /** Which row, counted from zero. */
  readonly index: number
  readonly kind: 'NOT_CONTIGUOUS' | 'WRONG_QUANTITY' | 'UNEXPLAINED_PACKING'
  readonly expected: Level | number
  readonly found: Level | number
}

/**
 * Replays the rows of one level from `start`: each must begin where the one before ended, move by exactly its quantity, and
 * keep its packing unless it is the row that changes it. Gives the final level or the first difference.
 */
export function foldLevel(
  start: Level,
  rows: readonly FoldedRow[],
): { readonly ok: true; readonly level: Level } | FoldDifference {
  let level = start
  for (const [index, row] of rows.entries()) {
    if (!sameLevel(level, row.before)) {
      return { ok: false, index, kind: 'NOT_CONTIGUOUS', expected: level, found: row.before }
    }
    const expected = quantityOnHand(row.after) - quantityOnHand(row.before)
    if (row.quantity !== expected) {
      return { ok: false, index, kind: 'WRONG_QUANTITY', expected, found: row.quantity }
    }
    if (row.movement_type !== 'box_config' && !samePacking(row.before, row.after)) {
      return { ok: false, index, kind: 'UNEXPLAINED_PACKING', expected: row.before, found: row.after }
    }
    level = row.after
  }
  return { ok: true, level }
}
