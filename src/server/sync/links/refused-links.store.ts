import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** Our product, and a product of an account that a person said it is not. */
export type RefusedLink = {
  readonly account_id: string
  readonly product_id: string
  readonly bling_product_id: string
}

/** What a person said that these products of ours are not, in the order of ids. */
export async function refusedLinksOf(tx: Tx, product_ids: readonly string[]): Promise<RefusedLink[]> {
  return tx.query<RefusedLink>(sql`
    select account_id, product_id, bling_product_id from refused_links
     where tenant_id = ${tx.tenant_id} and product_id = any (${product_ids}::uuid[])
     order by product_id, account_id, bling_product_id`)
}

/** Keeps a refusal; one that stands already stays as it is. */
export async function insertRefusedLink(
  tx: Tx,
  link: RefusedLink & { readonly refused_by: string; readonly refused_at: Date },
): Promise<void> {
  await tx.query(sql`
    insert into refused_links (tenant_id, account_id, product_id, bling_product_id, refused_at, refused_by)
    values (${tx.tenant_id}, ${link.account_id}, ${link.product_id}, ${link.bling_product_id}, ${link.refused_at}, ${link.refused_by})
        on conflict do nothing`)
}

/** Forgets a refusal: a person now says that it is this product after all. */
export async function deleteRefusedLink(tx: Tx, link: RefusedLink): Promise<void> {
  await tx.query(sql`
    delete from refused_links
     where tenant_id = ${tx.tenant_id} and product_id = ${link.product_id} and account_id = ${link.account_id}
       and bling_product_id = ${link.bling_product_id}`)
}

/** Forgets every refusal of the account. */
export async function forgetRefusalsOfAccount(tx: Tx, account_id: string): Promise<void> {
  await tx.query(sql`
    delete from refused_links where tenant_id = ${tx.tenant_id} and account_id = ${account_id}`)
}
