import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** Products of the account that nobody has met since an instant and that are not known to be gone, by id. */
export async function unseenProducts(tx: Tx, account_id: string, since: Date): Promise<string[]> {
  const rows = await tx.query<{ product_id: string }>(sql`
    select product_id from bling_products
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and seen_at < ${since} and status <> 'deleted'
     order by product_id`)
  return rows.map((row) => row.product_id)
}

/**
 * Our active SKUs that are not the exact code of an active product met in the account since an instant, nor linked to one met there that
 * is not deleted. As sets, each read once; what is linked is looked up by whole keys.
 */
export async function skusNotMet(tx: Tx, account_id: string, since: Date): Promise<string[]> {
  const rows = await tx.query<{ sku: string }>(sql`
    select max(sku) as sku
      from (select id, sku, false as is_met from products where tenant_id = ${tx.tenant_id} and is_active
             union all
            select l.product_id, null, true from product_links l
             cross join lateral (
               select b.product_id from bling_products b
                where b.tenant_id = l.tenant_id and b.account_id = l.account_id and b.product_id = l.bling_product_id
                  and b.status <> 'deleted' and b.seen_at >= ${since} limit 1) met
             where l.tenant_id = ${tx.tenant_id} and l.account_id = ${account_id}) ours
     group by id having not bool_or(is_met)
    except
    select code from bling_products
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and status = 'active' and seen_at >= ${since}
     order by sku`)
  return rows.map((row) => row.sku)
}

/** Says that products of the account are gone for good that nobody has met since an instant: for when all of them were read and asked for. */
export async function forgetUnseen(tx: Tx, account_id: string, since: Date): Promise<void> {
  await tx.query(sql`
    update bling_products set status = 'deleted'
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and seen_at < ${since} and status <> 'deleted'`)
}
