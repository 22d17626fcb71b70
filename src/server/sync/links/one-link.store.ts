import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** Which product of ours a product of an account is; null when it is nobody's. */
export async function linkOfBlingProduct(
  tx: Tx,
  account_id: string,
  bling_product_id: string,
): Promise<{ readonly product_id: string; readonly sku: string } | null> {
  const [row] = await tx.query<{ product_id: string; sku: string }>(sql`
    select p.id as product_id, p.sku
      from product_links l join products p on p.tenant_id = l.tenant_id and p.id = l.product_id
     where l.tenant_id = ${tx.tenant_id} and l.account_id = ${account_id} and l.bling_product_id = ${bling_product_id}`)
  return row ?? null
}

/** Keeps what a person said, in place of what was linked before. */
export async function upsertLink(
  tx: Tx,
  link: {
    readonly account_id: string
    readonly product_id: string
    readonly bling_product_id: string
    readonly linked_by: string
    readonly linked_at: Date
  },
): Promise<void> {
  await tx.query(sql`
    insert into product_links (tenant_id, account_id, product_id, bling_product_id, origin, linked_at, linked_by)
    values (${tx.tenant_id}, ${link.account_id}, ${link.product_id}, ${link.bling_product_id}, 'person', ${link.linked_at},
            ${link.linked_by})
        on conflict (tenant_id, product_id, account_id) do update
       set bling_product_id = excluded.bling_product_id, origin = 'person', linked_at = excluded.linked_at,
           linked_by = excluded.linked_by`)
}

/** Takes a link away. */
export async function deleteLink(tx: Tx, product_id: string, account_id: string): Promise<void> {
  await tx.query(sql`
    delete from product_links
     where tenant_id = ${tx.tenant_id} and product_id = ${product_id} and account_id = ${account_id}`)
}
