import type { ProductFields } from '../../domain/sites/product-fields.ts'
import type { Tx } from '../db/database.ts'
import { empty, sql } from '../db/sql.ts'

/** A product of a site that is not ours, or that is and is linked to nothing in the account. */
export type NewcomerRow = {
  readonly site_product_id: string
  readonly kind: 'simple' | 'variation'
  readonly sku: string
  readonly sku_form: string
  readonly gtin: string | null
  readonly name: string
  readonly parent_name: string | null
  readonly price_cents: number | null
  readonly is_active: boolean
  readonly more: Pick<ProductFields, 'description' | 'weight_mg' | 'images'>
  /** Ten-thousandths of a unit as the site shows them; null where it does not count. */
  readonly stock: number | null
  /** Products of the site with this SKU, itself among them. */
  readonly same_sku: number
  /** The product of ours that it is; null when it is none. */
  readonly product_id: string | null
  readonly own_sku: string | null
  readonly own_name: string | null
  readonly own_gtin: string | null
  readonly own_price_cents: number | null
  /** It was begun to be made in the account: what is there under its SKU may be it. */
  readonly is_making: boolean
}

/** Which ones: by id, or by id from after one on, with those that are ours already or without. */
export type WhichNewcomers =
  | { readonly site_product_ids: readonly string[] }
  | {
      readonly after: string | null
      readonly limit: number
      readonly search?: string | undefined
      readonly with_own: boolean
    }

/** Products of a site that can be looked at to be brought in, by id there. Parents hold nothing by themselves. */
export async function newcomerRows(
  tx: Tx,
  { site_id, account_id }: { readonly site_id: string; readonly account_id: string | null },
  which: WhichNewcomers,
): Promise<NewcomerRow[]> {
  return tx.query<NewcomerRow>(sql`
    select s.product_id as site_product_id, s.kind, s.sku, s.sku_form, s.gtin, s.name, s.price_cents, s.is_active, s.more, s.stock,
           parent.name as parent_name, same.count as same_sku, own.id as product_id, own.sku as own_sku, own.name as own_name,
           own.gtin as own_gtin, own.unit_price_cents as own_price_cents,
           exists (select from bling_product_makings m
                    where m.tenant_id = s.tenant_id and m.account_id = ${account_id} and m.product_id = own.id) as is_making
      from site_products s
      left join lateral (
        select x.name from site_products x
         where x.tenant_id = s.tenant_id and x.site_id = s.site_id and x.product_id = s.parent_id limit 1) parent on true
     cross join lateral (
        select count(*) as count from site_products x
         where x.tenant_id = s.tenant_id and x.site_id = s.site_id and x.sku = s.sku and x.sku <> '' and not x.is_gone) same
      left join lateral (
        select k.product_id from site_product_links k
         where k.tenant_id = s.tenant_id and k.site_id = s.site_id and k.site_product_id = s.product_id limit 1) k on true
      left join lateral (
        select p.* from products p where p.tenant_id = s.tenant_id and p.id = k.product_id limit 1) own on true
      left join lateral (
        select l.bling_product_id from product_links l
         where l.tenant_id = s.tenant_id and l.account_id = ${account_id} and l.product_id = own.id limit 1) l on true
     where s.tenant_id = ${tx.tenant_id} and s.site_id = ${site_id} and not s.is_gone and s.kind <> 'parent'
       and ${chosen(which, account_id)}
     order by s.product_id ${'limit' in which ? sql`limit ${which.limit}` : empty}`)
}

function chosen(which: WhichNewcomers, account_id: string | null) {
  if ('site_product_ids' in which) return sql`s.product_id = any (${which.site_product_ids}::text[])`
  const { after, search, with_own } = which
  const isOwn = sql`own.is_active and l.bling_product_id is null`
  return sql`(${after}::text is null or s.product_id > ${after})
    and (own.id is null ${with_own && account_id !== null ? sql`or (${isOwn})` : empty})
    ${search === undefined ? empty : sql`and search_form(concat_ws(' ', s.sku, s.gtin, s.name)) like containing(${search})`}`
}

/** A product of our catalogue, or of the account, that may be in a newcomer's way. */
export type InTheWay = {
  readonly sku: string
  readonly gtin: string | null
  readonly name: string
  readonly is_active: boolean
  /** Linked at this site, or to one of ours that has another SKU. */
  readonly is_linked: boolean
}

/** Products of ours whose SKU differs at most in form, or whose bar code is one of these. */
export async function ownInTheWay(
  tx: Tx,
  site_id: string,
  { forms, gtins }: { readonly forms: readonly string[]; readonly gtins: readonly string[] },
): Promise<InTheWay[]> {
  return tx.query<InTheWay>(sql`
    select p.sku, p.gtin, p.name, p.is_active,
           exists (select from site_product_links k
                    where k.tenant_id = p.tenant_id and k.site_id = ${site_id} and k.product_id = p.id) as is_linked
      from products p
     where p.tenant_id = ${tx.tenant_id}
       and (upper(regexp_replace(normalize(p.sku, nfc), '\\s+', '', 'g')) = any (${forms}::text[])
         or p.gtin = any (${gtins}::text[]))
     order by p.sku`)
}

/** As `InTheWay`, in the account. */
export type InTheWayThere = InTheWay & {
  readonly bling_product_id: string
  readonly status: 'active' | 'inactive' | 'deleted' | 'other'
  readonly kind: 'simple' | 'parent' | 'kit' | 'other'
}

/** Products of the account, those that were deleted among them, as `ownInTheWay`. */
export async function blingInTheWay(
  tx: Tx,
  account_id: string,
  { forms, gtins }: { readonly forms: readonly string[]; readonly gtins: readonly string[] },
): Promise<InTheWayThere[]> {
  return tx.query<InTheWayThere>(sql`
    select b.product_id as bling_product_id, b.code as sku, b.gtin, b.name, b.status, b.kind, b.status = 'active' as is_active,
           exists (select from product_links l join products p on p.tenant_id = l.tenant_id and p.id = l.product_id
                    where l.tenant_id = b.tenant_id and l.account_id = b.account_id and l.bling_product_id = b.product_id
                      and p.sku <> b.code) as is_linked
      from bling_products b
     where b.tenant_id = ${tx.tenant_id} and b.account_id = ${account_id}
       and ((b.code_form <> '' and b.code_form = any (${forms}::text[])) or b.gtin = any (${gtins}::text[]))
     order by b.product_id`)
}
