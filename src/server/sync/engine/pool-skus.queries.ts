import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** The SKUs of ours that are linked to a product of one of these accounts or sites. */
export async function linkedSkus(
  tx: Tx,
  account_ids: readonly string[],
  site_ids: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ sku: string }>(sql`
    select p.sku from products p
     where p.tenant_id = ${tx.tenant_id} and p.is_active
       and (exists (select from product_links l
                     where l.tenant_id = p.tenant_id and l.product_id = p.id and l.account_id = any (${account_ids}::uuid[]))
         or exists (select from site_product_links l
                     where l.tenant_id = p.tenant_id and l.product_id = p.id and l.site_id = any (${site_ids}::uuid[])))
     order by p.sku`)
  return rows.map((row) => row.sku)
}

/** Those of these SKUs that our catalogue has. */
export async function knownSkus(tx: Tx, skus: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ sku: string }>(sql`
    select sku from products where tenant_id = ${tx.tenant_id} and sku = any (${skus}::text[])`)
  return new Set(rows.map((row) => row.sku))
}

/** SKUs under suspicion. */
export async function suspectSkus(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ sku: string }>(sql`
    select sku from sync_skus where tenant_id = ${tx.tenant_id} and suspect_since is not null order by sku`)
  return rows.map((row) => row.sku)
}

/** SKUs that were looked at since an instant. */
export async function recentSkus(tx: Tx, since: Date): Promise<string[]> {
  const rows = await tx.query<{ sku: string }>(sql`
    select sku from sync_skus where tenant_id = ${tx.tenant_id} and last_run_at >= ${since} order by sku`)
  return rows.map((row) => row.sku)
}
