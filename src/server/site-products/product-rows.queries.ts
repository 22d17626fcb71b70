import type { FieldOwners, Side } from '../../domain/sites/field-owners.ts'
import type { ProductFields } from '../../domain/sites/product-fields.ts'
import type { Agreements } from '../../domain/sites/product-plan.ts'
import type { Tx } from '../db/database.ts'
import { empty, sql } from '../db/sql.ts'

type More = Pick<ProductFields, 'description' | 'weight_mg' | 'images'>

/** A product of ours as its copies stand: in the account, at the site, and what was remembered of them. */
export type ProductSides = {
  readonly product_id: string
  readonly sku: string
  readonly name: string
  readonly gtin: string | null
  readonly unit_price_cents: number | null
  readonly is_active: boolean
  readonly owners: Partial<FieldOwners>
  readonly agreed: Partial<Record<Side, Agreements>>
  /** The site had a product of this SKU once. */
  readonly was_there: boolean
  /** The site has some product of exactly this SKU. */
  readonly sku_is_there: boolean
  /** Null where it is linked to nothing. */
  readonly b_product_id: string | null
  readonly b_name: string
  readonly b_code: string
  readonly b_gtin: string | null
  readonly b_price_cents: number
  readonly b_status: 'active' | 'inactive' | 'deleted' | 'other'
  readonly b_kind: 'simple' | 'parent' | 'kit' | 'other'
  readonly b_more: More
  /** The product of which it is a variation there. */
  readonly b_parent_id: string | null
  /** By what it differs from its siblings, as the account writes it; null where that was not read. */
  readonly b_variation: string | null
  /** Whether the whole product was read since it was last altered. */
  readonly b_is_whole: boolean
  readonly s_product_id: string | null
  readonly s_parent_id: string | null
  readonly s_kind: 'simple' | 'parent' | 'variation'
  readonly s_sku: string
  readonly s_gtin: string | null
  readonly s_name: string
  readonly s_price_cents: number | null
  readonly s_is_active: boolean
  readonly s_is_gone: boolean
  readonly s_more: More
}

/** Which products: by id, or by SKU from after one on. Products that were put away only where the site has them. */
export type WhichProducts =
  | { readonly product_ids: readonly string[] }
  | { readonly after: string | null; readonly limit: number; readonly search?: string | undefined }

/**
 * Products with their copies, by SKU. Each subquery is a fence: copies and links are found by whole keys even while the statistics do not
 * know yet how many products were read.
 */
export async function productSides(
  tx: Tx,
  { site_id, account_id }: { readonly site_id: string; readonly account_id: string | null },
  which: WhichProducts,
): Promise<ProductSides[]> {
  return tx.query<ProductSides>(sql`
    select p.id as product_id, p.sku, p.name, p.gtin, p.unit_price_cents, p.is_active,
           coalesce(o.owners, '{}') as owners, coalesce(g.agreed, '{}') as agreed,
           exists (select from site_products x
                    where x.tenant_id = p.tenant_id and x.site_id = ${site_id} and x.sku = p.sku and x.is_gone) as was_there,
           exists (select from site_products x
                    where x.tenant_id = p.tenant_id and x.site_id = ${site_id} and x.sku = p.sku and not x.is_gone) as sku_is_there,
           b.product_id as b_product_id, b.name as b_name, b.code as b_code, b.gtin as b_gtin, b.price_cents as b_price_cents,
           b.status as b_status, b.kind as b_kind, b.more as b_more, b.parent_id as b_parent_id,
           b.variation as b_variation,
           b.detailed_at is not null and (b.altered_at is null or b.altered_at <= b.detailed_at)
             and (b.parent_id is null or b.variation is not null) as b_is_whole,
           s.product_id as s_product_id, s.parent_id as s_parent_id, s.kind as s_kind, s.sku as s_sku, s.gtin as s_gtin,
           s.name as s_name, s.price_cents as s_price_cents, s.is_active as s_is_active, s.is_gone as s_is_gone, s.more as s_more
      from (select p.* from products p
             where p.tenant_id = ${tx.tenant_id} and ${chosen(which)}
               and (p.is_active or exists (select from site_product_links k
                                            where k.tenant_id = p.tenant_id and k.site_id = ${site_id} and k.product_id = p.id))
             order by p.sku ${'limit' in which ? sql`limit ${which.limit}` : empty}) p
      left join lateral (
        select l.bling_product_id from product_links l
         where l.tenant_id = ${tx.tenant_id} and l.account_id = ${account_id} and l.product_id = p.id limit 1) l on true
      left join lateral (
        select b.* from bling_products b
         where b.tenant_id = ${tx.tenant_id} and b.account_id = ${account_id} and b.product_id = l.bling_product_id limit 1) b on true
      left join lateral (
        select k.site_product_id from site_product_links k
         where k.tenant_id = ${tx.tenant_id} and k.site_id = ${site_id} and k.product_id = p.id limit 1) k on true
      left join lateral (
        select s.* from site_products s
         where s.tenant_id = ${tx.tenant_id} and s.site_id = ${site_id} and s.product_id = k.site_product_id limit 1) s on true
      left join lateral (
        select o.owners from site_product_owners o
         where o.tenant_id = ${tx.tenant_id} and o.site_id = ${site_id} and o.product_id = p.id limit 1) o on true
      left join lateral (
        select jsonb_object_agg(a.side, a.fields) as agreed from site_product_agreements a
         where a.tenant_id = ${tx.tenant_id} and a.site_id = ${site_id} and a.product_id = p.id) g on true
     order by p.sku`)
}

function chosen(which: WhichProducts) {
  if ('product_ids' in which) return sql`p.id = any (${which.product_ids}::uuid[])`
  const { after, search } = which
  return sql`(${after}::text is null or p.sku > ${after})
    ${search === undefined ? empty : sql`and search_form(concat_ws(' ', p.sku, p.name)) like containing(${search})`}`
}

/** A site beside, with values that go elsewhere, and the products of those asked about that it has. */
export type OtherSite = {
  readonly kind: 'woocommerce' | 'generic'
  readonly owners: Partial<FieldOwners>
  readonly product_id: string
  readonly own: Partial<FieldOwners>
}

/** Which other sites have these products and let what they own go elsewhere. */
export async function otherSitesOf(
  tx: Tx,
  site_id: string,
  product_ids: readonly string[],
): Promise<OtherSite[]> {
  return tx.query<OtherSite>(sql`
    select s.kind, t.owners, k.product_id, coalesce(o.owners, '{}') as own
      from site_product_settings t
      join sites s on s.tenant_id = t.tenant_id and s.id = t.site_id
      join site_product_links k on k.tenant_id = t.tenant_id and k.site_id = t.site_id
      left join site_product_owners o
        on o.tenant_id = t.tenant_id and o.site_id = t.site_id and o.product_id = k.product_id
     where t.tenant_id = ${tx.tenant_id} and t.site_id <> ${site_id} and t.takers <> '{}'
       and k.product_id = any (${product_ids}::uuid[])`)
}

/** Products of the site that are nobody's of ours. */
export async function onlyAtSite(tx: Tx, site_id: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(sql`
    select count(*) as count from site_products s
      left join lateral (
        select k.product_id from site_product_links k
         where k.tenant_id = ${tx.tenant_id} and k.site_id = ${site_id} and k.site_product_id = s.product_id limit 1) k on true
     where s.tenant_id = ${tx.tenant_id} and s.site_id = ${site_id} and not s.is_gone and s.kind <> 'parent'
       and k.product_id is null`)
  return row?.count ?? 0
}

/** Of some products of ours those in the account whose pictures were read before an instant, by id there. */
export async function picturesReadBefore(
  tx: Tx,
  account_id: string,
  product_ids: readonly string[],
  instant: Date,
): Promise<string[]> {
  const rows = await tx.query<{ product_id: string }>(sql`
    select b.product_id
      from product_links l
      join bling_products b
        on b.tenant_id = l.tenant_id and b.account_id = l.account_id and b.product_id = l.bling_product_id
     where l.tenant_id = ${tx.tenant_id} and l.account_id = ${account_id} and l.product_id = any (${product_ids}::uuid[])
       and b.detailed_at < ${instant}
     order by b.product_id`)
  return rows.map(({ product_id }) => product_id)
}

/** Products of the account that are ours, too, or have variations that are, and were not read whole since they changed, by id. */
export async function unreadWholes(tx: Tx, account_id: string, limit: number): Promise<string[]> {
  const rows = await tx.query<{ product_id: string }>(sql`
    select b.product_id from bling_products b
     cross join lateral (
        select l.product_id from product_links l
         where l.tenant_id = ${tx.tenant_id} and l.account_id = ${account_id} and l.bling_product_id = b.product_id limit 1) l
     cross join lateral (
        select p.id from products p where p.tenant_id = ${tx.tenant_id} and p.id = l.product_id and p.is_active limit 1) p
     where b.tenant_id = ${tx.tenant_id} and b.account_id = ${account_id} and b.status in ('active', 'inactive')
       and b.kind in ('simple', 'kit') and (b.detailed_at is null or b.altered_at > b.detailed_at
                                  or (b.parent_id is not null and b.variation is null))
     union
    select f.product_id from bling_products f
     where f.tenant_id = ${tx.tenant_id} and f.account_id = ${account_id} and f.status = 'active'
       and f.kind = 'parent' and (f.detailed_at is null or f.altered_at > f.detailed_at)
       and exists (select from bling_products c
                     join product_links l
                       on l.tenant_id = c.tenant_id and l.account_id = c.account_id and l.bling_product_id = c.product_id
                    where c.tenant_id = f.tenant_id and c.account_id = f.account_id and c.parent_id = f.product_id)
     order by product_id limit ${limit}`)
  return rows.map(({ product_id }) => product_id)
}
