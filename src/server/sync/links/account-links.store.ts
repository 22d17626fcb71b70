import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

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

/** Takes away links that codes made to products that were deleted in the account, and gives our SKUs of them. */
export async function releaseDeadLinks(tx: Tx, account_id: string): Promise<string[]> {
  const rows = await tx.query<{ sku: string }>(sql`
    delete from product_links l using bling_products b, products p
     where l.tenant_id = ${tx.tenant_id} and l.account_id = ${account_id} and l.origin = 'code'
       and b.tenant_id = l.tenant_id and b.account_id = l.account_id and b.product_id = l.bling_product_id and b.status = 'deleted'
       and p.tenant_id = l.tenant_id and p.id = l.product_id
    returning p.sku`)
  return rows.map((row) => row.sku)
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
