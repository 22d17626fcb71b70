import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { kitsAtSitesWith } from '../engine/kit-structures.queries.ts'

/** How many of our products are linked to products of the account. */
export async function linkCountOfAccount(tx: Tx, account_id: string): Promise<number> {
  const [row] = await tx.query<{ links: number }>(sql`
    select count(*) as links from product_links where tenant_id = ${tx.tenant_id} and account_id = ${account_id}`)
  return row?.links ?? 0
}

/** Takes away every link to products of the account. The copy of its products stays for the names in the history. */
export async function forgetLinksOfAccount(tx: Tx, account_id: string): Promise<void> {
  await tx.query(sql`
    delete from product_links where tenant_id = ${tx.tenant_id} and account_id = ${account_id}`)
}

/**
 * Takes away links that codes made to products that were deleted in the account, and gives our SKUs of them, with the kits at sites that they
 * were parts of. What was deleted comes first, by itself: while the statistics know nothing of new products, every link would else be compared
 * with every product.
 */
export async function releaseDeadLinks(tx: Tx, account_id: string): Promise<string[]> {
  const dead = await tx.query<{ product_id: string }>(sql`
    select product_id from product_links
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and origin = 'code'
       and bling_product_id = any (array(
             select product_id from bling_products
              where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and status = 'deleted'))`)
  if (dead.length === 0) return []
  const ids = dead.map(({ product_id }) => product_id)
  const own = await tx.query<{ sku: string }>(sql`
    select sku from products where tenant_id = ${tx.tenant_id} and id = any (${ids}::uuid[])`)
  const skus = own.map(({ sku }) => sku)
  const kits = await kitsAtSitesWith(tx, skus)
  await tx.query(sql`
    delete from product_links
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and product_id = any (${ids}::uuid[])`)
  return [...new Set([...skus, ...kits.map(({ sku }) => sku)])]
}

/** The SKUs of our active products that are linked to products of the account, from after one on. */
export async function linkedSkusAfter(
  tx: Tx,
  account_id: string,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await tx.query<{ sku: string }>(sql`
    select p.sku from product_links l join products p on p.tenant_id = l.tenant_id and p.id = l.product_id
     where l.tenant_id = ${tx.tenant_id} and l.account_id = ${account_id} and p.is_active
       and (${after}::text is null or p.sku > ${after})
     order by p.sku limit ${limit}`)
  return rows.map((row) => row.sku)
}
