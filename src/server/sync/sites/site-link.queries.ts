import type { SiteLink } from '../../../contract/site-products.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** Which product of the site ours is; null when it is linked to none. */
export async function findSiteLink(tx: Tx, product_id: string, site_id: string): Promise<SiteLink | null> {
  const [row] = await tx.query<Omit<SiteLink, 'linked_at'> & { readonly linked_at: Date }>(sql`
    select l.site_id, l.product_id, p.sku, l.site_product_id, s.sku as site_sku, s.name as site_name, l.origin, l.linked_at
      from site_product_links l
      join products p on p.tenant_id = l.tenant_id and p.id = l.product_id
      join site_products s on s.tenant_id = l.tenant_id and s.site_id = l.site_id and s.product_id = l.site_product_id
     where l.tenant_id = ${tx.tenant_id} and l.product_id = ${product_id} and l.site_id = ${site_id}`)
  return row === undefined ? null : { ...row, linked_at: row.linked_at.toISOString() }
}

/** A product of a site that can be linked, and whose it is now; null when our copy has no such product, or it holds no stock. */
export async function linkableSiteProduct(
  tx: Tx,
  site_id: string,
  site_product_id: string,
): Promise<{ readonly linked_product_id: string | null; readonly linked_sku: string | null } | null> {
  const [row] = await tx.query<{ linked_product_id: string | null; linked_sku: string | null }>(sql`
    select l.product_id as linked_product_id, p.sku as linked_sku
      from site_products s
      left join site_product_links l
        on l.tenant_id = s.tenant_id and l.site_id = s.site_id and l.site_product_id = s.product_id
      left join products p on p.tenant_id = l.tenant_id and p.id = l.product_id
     where s.tenant_id = ${tx.tenant_id} and s.site_id = ${site_id} and s.product_id = ${site_product_id}
       and s.kind <> 'parent' and not s.is_gone`)
  return row ?? null
}
