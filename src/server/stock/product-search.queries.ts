import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/** Matches named one by one; beyond it the words are common and a walk in order meets them soon. */
const FEW = 2_000

/** What the words of a search mean: a few products by id, or too many to name. */
export type ProductSearch =
  | { readonly kind: 'few'; readonly product_ids: readonly string[] }
  | { readonly kind: 'many'; readonly words: string }

/**
 * Finds the products whose name, SKU or bar code contain the words, whatever their accents and case; with `among`, only these.
 * Null without words.
 */
export async function searchProducts(
  tx: Tx,
  words: string | undefined,
  among: readonly string[] | null = null,
): Promise<ProductSearch | null> {
  if (words === undefined || words === '') return null
  const rows = await tx.query<{ id: string }>(
    among === null
      ? sql`select id from search_products(${words}, ${FEW + 1}) as id`
      : sql`select id from products
             where tenant_id = ${tx.tenant_id} and id = any (${among}::uuid[]) and search_text like containing(${words})`,
  )
  if (rows.length > FEW) return { kind: 'many', words }
  return { kind: 'few', product_ids: rows.map((row) => row.id) }
}
