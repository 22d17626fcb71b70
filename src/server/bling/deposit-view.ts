import type { BlingDeposit } from '../../contract/bling.ts'
import type { DepositRow } from './deposits.store.ts'

/** A deposit as the API shows it. */
export function depositView(row: DepositRow): BlingDeposit {
  return { ...row, seen_at: row.seen_at.toISOString() }
}
