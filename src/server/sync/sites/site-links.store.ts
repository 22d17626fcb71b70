import { codeForm } from '../../../domain/sync/sku-link.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import type { OwnProduct } from '../links/links.store.ts'

/** A site, and whether all its products were read at least once. */
export type SiteCopy = { readonly site_id: string; readonly is_copied: boolean }

/** A product of a site that is, or could be, one of ours. */
export type SiteCandidate = {
  readonly site_id: string
  readonly site_product_id: string
  readonly parent_id: string | null
  readonly sku: string
  readonly sku_form: string
  readonly gtin: string | null
  readonly name: string
}

/** The sites of the tenant. */
export async function siteCopies(tx: Tx): Promise<SiteCopy[]> {
  return tx.query<SiteCopy>(sql`
    select s.id as site_id,
           exists (select from site_product_imports i
                    where i.tenant_id = s.tenant_id and i.site_id = s.id and i.state = 'complete' and i.changed_since is null)
             as is_copied
      from sites s where s.tenant_id = ${tx.tenant_id} and s.removed_at is null order by s.id`)
}

/** How many of our products are linked at the site. */
export async function linkCountOfSite(tx: Tx, site_id: string): Promise<number> {
  const [row] = await tx.query<{ links: number }>(sql`
    select count(*) as links from site_product_links where tenant_id = ${tx.tenant_id} and site_id = ${site_id}`)
  return row?.links ?? 0
}

/** Takes away every link to products of the site. The copy of its products stays for the names in the history. */
export async function forgetLinksOfSite(tx: Tx, site_id: string): Promise<void> {
  await tx.query(sql`
    delete from site_product_links where tenant_id = ${tx.tenant_id} and site_id = ${site_id}`)
}

/** The links of some products of ours. */
export async function siteLinksOfProducts(
  tx: Tx,
  product_ids: readonly string[],
): Promise<(SiteCandidate & { readonly product_id: string })[]> {
  return tx.query(sql`
    select l.site_id, l.site_product_id, s.parent_id, s.sku, s.sku_form, s.gtin, s.name, l.product_id
      from site_product_links l
      join site_products s on s.tenant_id = l.tenant_id and s.site_id = l.site_id and s.product_id = l.site_product_id
     where l.tenant_id = ${tx.tenant_id} and l.product_id = any (${product_ids}::uuid[])`)
}

/** Products of sites that hold stock, that nobody is linked to, and whose SKU or bar code resembles some of ours. */
export async function siteCandidatesFor(tx: Tx, own: readonly OwnProduct[]): Promise<SiteCandidate[]> {
  const forms = own.map((product) => codeForm(product.sku))
  const gtins = own.flatMap((product) => product.gtin ?? [])
  return tx.query<SiteCandidate>(sql`
    select s.site_id, s.product_id as site_product_id, s.parent_id, s.sku, s.sku_form, s.gtin, s.name
      from site_products s
      left join lateral (
        select l.product_id from site_product_links l
         where l.tenant_id = s.tenant_id and l.site_id = s.site_id and l.site_product_id = s.product_id limit 1) linked on true
     where s.tenant_id = ${tx.tenant_id} and not s.is_gone and s.kind <> 'parent' and linked.product_id is null
       and ((s.sku_form <> '' and s.sku_form = any (${forms}::text[])) or s.gtin = any (${gtins}::text[]))
     order by s.site_id, s.product_id`)
}

/** Our active SKUs that are the exact SKU of a product of the site while neither of the two is linked there. As sets, as for accounts. */
export async function unsettledSiteSkus(tx: Tx, site_id: string): Promise<string[]> {
  const rows = await tx.query<{ sku: string }>(sql`
    select max(sku) as sku
      from (select product_id, sku, false as is_linked from site_products
             where tenant_id = ${tx.tenant_id} and site_id = ${site_id} and not is_gone and kind <> 'parent'
             union all
            select site_product_id, null, true from site_product_links
             where tenant_id = ${tx.tenant_id} and site_id = ${site_id}) theirs
     group by product_id having not bool_or(is_linked)
    intersect
    select max(sku)
      from (select id, sku, false as is_linked from products where tenant_id = ${tx.tenant_id} and is_active
             union all
            select product_id, null, true from site_product_links
             where tenant_id = ${tx.tenant_id} and site_id = ${site_id}) ours
     group by id having not bool_or(is_linked)
     order by sku`)
  return rows.map((row) => row.sku)
}

/** Takes away the links that SKUs made to products which the site has no more; gives the SKUs of ours. */
export async function releaseDeadSiteLinks(tx: Tx, site_id: string): Promise<string[]> {
  const rows = await tx.query<{ sku: string }>(sql`
    delete from site_product_links l
     using site_products s, products p
     where l.tenant_id = ${tx.tenant_id} and l.site_id = ${site_id} and l.origin = 'sku'
       and s.tenant_id = l.tenant_id and s.site_id = l.site_id and s.product_id = l.site_product_id and s.is_gone
       and p.tenant_id = l.tenant_id and p.id = l.product_id
    returning p.sku`)
  return rows.map((row) => row.sku)
}

/** A link to be made. */
export type NewSiteLinkRow = {
  readonly site_id: string
  readonly product_id: string
  readonly site_product_id: string
  readonly origin: 'sku' | 'person'
  readonly linked_at: Date
  readonly linked_by: string
}

/** Keeps links that were found; one that stands already, on either side, stays as it is. */
export async function insertSiteLinks(tx: Tx, links: readonly NewSiteLinkRow[]): Promise<void> {
  if (links.length === 0) return
  await tx.query(sql`
    insert into site_product_links (tenant_id, site_id, product_id, site_product_id, origin, linked_at, linked_by)
    select ${tx.tenant_id}, site_id, product_id, site_product_id, origin, linked_at, linked_by
      from jsonb_to_recordset(${JSON.stringify(links)}::jsonb)
        as row (site_id uuid, product_id uuid, site_product_id text, origin text, linked_at timestamptz, linked_by uuid)
     order by product_id, site_id
        on conflict do nothing`)
}

/** Keeps what a person said, in place of what was linked before. */
export async function upsertSiteLink(tx: Tx, link: NewSiteLinkRow): Promise<void> {
  await tx.query(sql`
    insert into site_product_links (tenant_id, site_id, product_id, site_product_id, origin, linked_at, linked_by)
    values (${tx.tenant_id}, ${link.site_id}, ${link.product_id}, ${link.site_product_id}, ${link.origin}, ${link.linked_at},
            ${link.linked_by})
        on conflict (tenant_id, product_id, site_id) do update
       set site_product_id = excluded.site_product_id, origin = excluded.origin, linked_at = excluded.linked_at,
           linked_by = excluded.linked_by`)
}

/** Takes a link away; false when there is none. */
export async function deleteSiteLink(tx: Tx, product_id: string, site_id: string): Promise<boolean> {
  const rows = await tx.query<{ product_id: string }>(sql`
    delete from site_product_links
     where tenant_id = ${tx.tenant_id} and product_id = ${product_id} and site_id = ${site_id} returning product_id`)
  return rows.length > 0
}

/** Our SKUs behind some products of a site, by link; products that nobody is linked to are not in the answer. */
export async function skusOfSiteProducts(
  tx: Tx,
  site_id: string,
  site_product_ids: readonly string[],
): Promise<{ readonly site_product_id: string; readonly sku: string }[]> {
  return tx.query(sql`
    select l.site_product_id, p.sku
      from site_product_links l join products p on p.tenant_id = l.tenant_id and p.id = l.product_id
     where l.tenant_id = ${tx.tenant_id} and l.site_id = ${site_id} and l.site_product_id = any (${site_product_ids}::text[])
     order by l.site_product_id`)
}

/** Our active products without a link at the site, by SKU, from after one on. */
export async function unlinkedAtSite(
  tx: Tx,
  site_id: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<(OwnProduct & { readonly name: string })[]> {
  return tx.query(sql`
    select p.id as product_id, p.sku, p.gtin, p.name from products p
     where p.tenant_id = ${tx.tenant_id} and p.is_active and (${page.after}::text is null or p.sku > ${page.after})
       and not exists (select from site_product_links l
                        where l.tenant_id = p.tenant_id and l.product_id = p.id and l.site_id = ${site_id})
     order by p.sku limit ${page.limit}`)
}
