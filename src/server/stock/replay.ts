import { foldLevel } from '../../domain/stock/fold.ts'
import { emptyLevel, type Level, type Packing, quantityOnHand } from '../../domain/stock/level.ts'
import type { MovementType } from '../../domain/stock/movement.ts'
import type { LedgerRow } from './batch/ledger-chain.ts'

/** What a replay reads of a ledger row. */
export type ReplayedRow = Pick<
  LedgerRow,
  | 'quantity'
  | 'quantity_before'
  | 'quantity_after'
  | 'closed_boxes_before'
  | 'closed_boxes_after'
  | 'open_box_before'
  | 'open_box_after'
  | 'open_bottle_before'
  | 'open_bottle_after'
  | 'units_per_box'
  | 'doses_per_bottle'
> & { readonly movement_type: string }

/** How a row contradicts the rows before it or itself; both sides in words. */
export type ReplayDifference = {
  readonly kind: 'not_contiguous' | 'wrong_quantity' | 'unexplained_packing' | 'wrong_total'
  readonly expected: string
  readonly found: string
}

/**
 * Replays one row of a level on what the rows before left; `before` is null for the first. Gives the level after it, as the row
 * says it, and what is wrong with the row, if anything.
 */
export function replayRow(
  before: Level | null,
  row: ReplayedRow,
): { readonly level: Level; readonly difference: ReplayDifference | null } {
  const packing = { units_per_box: row.units_per_box, doses_per_bottle: row.doses_per_bottle }
  const after = levelAfter(row)
  // Only a change of packing begins in another packing than it ends in; the row says the one it ends in.
  const began: Packing = row.movement_type === 'box_config' && before !== null ? before : packing
  const claimed = {
    units_per_box: began.units_per_box,
    doses_per_bottle: began.doses_per_bottle,
    closed_boxes: row.closed_boxes_before,
    open_box_units: row.open_box_before,
    open_bottle_doses: row.open_bottle_before,
  }
  const start = before ?? emptyLevel(packing)
  const folded = foldLevel(start, [
    {
      before: claimed,
      after,
      quantity: row.quantity,
      // The type only tells a change of packing from all others.
      movement_type: row.movement_type as MovementType,
    },
  ])
  if (!folded.ok) {
    const kind = folded.kind.toLowerCase() as ReplayDifference['kind']
    return { level: after, difference: { kind, expected: say(folded.expected), found: say(folded.found) } }
  }
  const totals = [quantityOnHand(claimed), quantityOnHand(after)]
  const stored = [row.quantity_before, row.quantity_after]
  const isSame = totals[0] === stored[0] && totals[1] === stored[1]
  const difference: ReplayDifference | null = isSame
    ? null
    : { kind: 'wrong_total', expected: totals.join(' → '), found: stored.join(' → ') }
  return { level: after, difference }
}

/** The level that a row says it left. */
export function levelAfter(row: ReplayedRow): Level {
  return {
    units_per_box: row.units_per_box,
    doses_per_bottle: row.doses_per_bottle,
    closed_boxes: row.closed_boxes_after,
    open_box_units: row.open_box_after,
    open_bottle_doses: row.open_bottle_after,
  }
}

/** A level or a quantity in one line. */
export function say(value: Level | number): string {
  if (typeof value === 'number') return String(value)
  const { closed_boxes, open_box_units, open_bottle_doses, units_per_box, doses_per_bottle } = value
  return `${closed_boxes} cx + ${open_box_units} un + ${open_bottle_doses} doses (${units_per_box ?? '–'} por caixa, ${doses_per_bottle ?? '–'} por garrafa)`
}
