import { NOTHING, negated, type Quantity } from './quantity.ts'

/** Entry, withdrawal, or balance set to a value: the three ways to move stock in the ERP. */
export type Operation = 'E' | 'S' | 'B'

/** Why a target is written. */
export type WriteReason = 'first_alignment' | 'external_drift' | 'available_changed' | 'undo'

/** An operation and the quantity sent with it. */
export type ChosenOperation = { readonly operation: Operation; readonly quantity: Quantity }

/**
 * Chooses how to bring a target to its value. Normally by the difference (E or S): it commutes with a sale that lands between
 * our read and our write, so the sale stays visible. Setting the balance (B) would erase that sale and the only trace of it, so
 * it is kept for the first alignment and for places that take nothing else. Our value is put back over an edit by the
 * difference too: what looks like an edit may be a reading that came too early, and a sale may land here as anywhere.
 */
export function chooseOperation(wanted: {
  readonly difference: Quantity
  readonly physical_to_reach: Quantity
  readonly reason: WriteReason
  readonly write_mode: 'difference' | 'balance'
}): ChosenOperation {
  const { difference, physical_to_reach, reason, write_mode } = wanted
  const setsBalance = write_mode === 'balance' || reason === 'first_alignment'
  if (setsBalance && physical_to_reach >= NOTHING) return { operation: 'B', quantity: physical_to_reach }
  return difference > NOTHING
    ? { operation: 'E', quantity: difference }
    : { operation: 'S', quantity: negated(difference) }
}
