import type { Tx } from '../../db/database.ts'
import { releaseDeadLinks } from './account-links.store.ts'
import { settleLinks } from './links-of-skus.ts'

/**
 * Brings the links that codes made in step with the copy of an account: those to products that were deleted there are released, and what
 * the exact codes now say without doubt is kept. Links that a person made stay. Gives the SKUs of ours whose links changed.
 */
export async function relinkByCode(
  tx: Tx,
  account_id: string,
  codes: readonly string[],
  at: Date,
): Promise<string[]> {
  const released = await releaseDeadLinks(tx, account_id)
  const settled = await settleLinks(tx, [...new Set([...codes, ...released])], at)
  return [...new Set([...released, ...settled])].toSorted()
}
