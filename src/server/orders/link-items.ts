import type { Tx } from '../db/database.ts'
import { linksOfSkus } from '../sync/links/links-of-skus.ts'

/** Which product of the account each SKU is, and the SKUs that nobody can tell. */
export type LinkedSkus = {
  readonly product_ids: ReadonlyMap<string, string>
  readonly unknown: readonly string[]
}

/**
 * Looks up what the SKUs of an order are in the account that it goes to; without an account, whether they are products of ours at all.
 * Exact text only: what merely resembles waits for a person.
 */
export async function linkSkus(
  tx: Tx,
  skus: readonly string[],
  account_id: string | null,
): Promise<LinkedSkus> {
  const distinct = [...new Set(skus)]
  const links = await linksOfSkus(tx, distinct)
  const product_ids = new Map<string, string>()
  for (const sku of distinct) {
    const known = links.get(sku)
    if (known === undefined) continue
    const link = account_id === null ? null : known.accounts.get(account_id)
    if (link === null) product_ids.set(sku, known.product_id)
    else if (link?.kind === 'linked') product_ids.set(sku, link.product_id)
  }
  return { product_ids, unknown: distinct.filter((sku) => !product_ids.has(sku)) }
}
