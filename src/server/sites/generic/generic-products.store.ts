import { codeForm } from '../../../domain/sync/sku-link.ts'
import type { Tx } from '../../db/database.ts'
import { empty, sql } from '../../db/sql.ts'
import type { SiteProduct, SiteProductFields } from '../connector.ts'

/** A product that the site sells, with what there is of it, in ten-thousandths of a unit. */
export type GenericProductRow = Omit<SiteProduct, 'stock'> & {
  readonly stock: number
  readonly version: number
  readonly seen_at: Date
}

const SELECT = sql`
  select p.product_id, p.parent_id, p.kind, p.sku, p.gtin, p.name, p.price_cents, p.is_active, p.seen_at,
         coalesce(s.quantity, 0) as stock, coalesce(s.version, 0) as version
    from site_products p
    left join generic_stock s on s.tenant_id = p.tenant_id and s.site_id = p.site_id and s.product_id = p.product_id`

/** Products of the site by id, from after one on, one more than the limit. */
export async function pageOfGenericProducts(
  tx: Tx,
  site_id: string,
  page: { readonly after: string | null; readonly limit: number; readonly changed_since?: Date },
): Promise<GenericProductRow[]> {
  const { after, limit, changed_since } = page
  return tx.query<GenericProductRow>(sql`
    ${SELECT} where p.tenant_id = ${tx.tenant_id} and p.site_id = ${site_id} and not p.is_gone
       ${after === null ? empty : sql`and p.product_id > ${after}`}
       ${changed_since === undefined ? empty : sql`and p.seen_at >= ${changed_since}`}
     order by p.product_id limit ${limit + 1}`)
}

/** Products of exactly these SKUs, or of these ids. */
export async function findGenericProducts(
  tx: Tx,
  site_id: string,
  by: { readonly skus: readonly string[]; readonly ids: readonly string[] },
): Promise<GenericProductRow[]> {
  return tx.query<GenericProductRow>(sql`
    ${SELECT} where p.tenant_id = ${tx.tenant_id} and p.site_id = ${site_id} and not p.is_gone
       and (p.sku = any (${by.skus}::text[]) or p.product_id = any (${by.ids}::text[]))
     order by p.product_id`)
}

/** Whoever writes products of the site takes turns: a SKU belongs to one product only. */
export async function lockGenericProducts(tx: Tx, site_id: string): Promise<void> {
  await tx.query(sql`
    select pg_advisory_xact_lock(hashtextextended('generic products ' || ${tx.tenant_id} || ${site_id}, 0))`)
}

/** Writes a product: only what is named changes. */
export async function writeGenericProduct(
  tx: Tx,
  site_id: string,
  product_id: string,
  fields: SiteProductFields,
  at: Date,
): Promise<void> {
  const { sku, gtin, name, price_cents, is_active } = fields
  await tx.query(sql`
    insert into site_products as p (tenant_id, site_id, product_id, kind, sku, sku_form, gtin, name, price_cents, is_active, seen_at)
    values (${tx.tenant_id}, ${site_id}, ${product_id}, 'simple', ${sku ?? ''}, ${codeForm(sku ?? '')}, ${gtin ?? null}, ${name ?? ''},
            ${price_cents ?? null}, ${is_active ?? true}, ${at})
        on conflict (tenant_id, site_id, product_id) do update
       set sku = coalesce(${sku ?? null}, p.sku), sku_form = coalesce(${sku === undefined ? null : codeForm(sku)}, p.sku_form),
           gtin = case when ${gtin === undefined} then p.gtin else ${gtin ?? null} end,
           name = coalesce(${name ?? null}, p.name), price_cents = coalesce(${price_cents ?? null}, p.price_cents),
           is_active = coalesce(${is_active ?? null}, p.is_active), seen_at = ${at}`)
}

/** A product of our catalogue as a site sells it. */
export type Offer = {
  readonly product_id: string
  readonly sku: string
  readonly gtin: string | null
  readonly name: string
  readonly price_cents: number | null
}

/** Our active products. */
export async function offersOfCatalogue(tx: Tx): Promise<Offer[]> {
  return tx.query<Offer>(sql`
    select id::text as product_id, sku, gtin, name, unit_price_cents as price_cents from products
     where tenant_id = ${tx.tenant_id} and is_active order by id`)
}

/**
 * Has the site sell what the catalogue holds: new products, changed names and prices; what the catalogue does not sell any more is
 * switched off. A SKU that the site has under an id of its own is left to it. Says whether anything changed.
 */
export async function publishOffers(
  tx: Tx,
  site_id: string,
  offers: readonly Offer[],
  at: Date,
): Promise<boolean> {
  const rows = offers.map((offer) => ({ ...offer, sku_form: codeForm(offer.sku) }))
  const published = await tx.query(sql`
    insert into site_products as p (tenant_id, site_id, product_id, kind, sku, sku_form, gtin, name, price_cents, is_active, seen_at)
    select ${tx.tenant_id}, ${site_id}, r.product_id, 'simple', r.sku, r.sku_form, r.gtin, r.name, r.price_cents, true, ${at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r (product_id text, sku text, sku_form text, gtin text, name text, price_cents bigint)
     where not exists (select from site_products o
                        where o.tenant_id = ${tx.tenant_id} and o.site_id = ${site_id} and o.sku = r.sku
                          and o.product_id <> r.product_id and not o.is_gone)
     order by r.product_id
        on conflict (tenant_id, site_id, product_id) do update
       set sku = excluded.sku, sku_form = excluded.sku_form, gtin = excluded.gtin, name = excluded.name,
           price_cents = excluded.price_cents, is_active = true, seen_at = excluded.seen_at
     where (p.sku, p.gtin, p.name, p.price_cents, p.is_active)
           is distinct from (excluded.sku, excluded.gtin, excluded.name, excluded.price_cents, true)
    returning product_id`)
  const ended = await tx.query(sql`
    update site_products p set is_active = false, seen_at = ${at}
     where p.tenant_id = ${tx.tenant_id} and p.site_id = ${site_id} and p.is_active
       and exists (select from products o where o.tenant_id = p.tenant_id and o.id::text = p.product_id and not o.is_active)
    returning product_id`)
  return published.length + ended.length > 0
}
