import type { ProductFields } from '../../../domain/sites/product-fields.ts'
import { codeForm } from '../../../domain/sync/sku-link.ts'
import type { Tx } from '../../db/database.ts'
import { empty, sql } from '../../db/sql.ts'
import type { SiteProduct } from '../connector.ts'

/** A product that the site sells, with what there is of it, in ten-thousandths of a unit. */
export type GenericProductRow = Omit<SiteProduct, 'stock'> & {
  readonly stock: number
  readonly version: number
  readonly seen_at: Date
}

const SELECT = sql`
  select p.product_id, p.parent_id, p.kind, p.sku, p.gtin, p.name, p.price_cents, p.is_active, p.more, p.seen_at,
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
  fields: ProductFields,
  at: Date,
): Promise<void> {
  const { sku, gtin, name, price_cents, is_active, ...more } = fields
  await tx.query(sql`
    insert into site_products as p (tenant_id, site_id, product_id, kind, sku, sku_form, gtin, name, price_cents, is_active, more, seen_at)
    values (${tx.tenant_id}, ${site_id}, ${product_id}, 'simple', ${sku ?? ''}, ${codeForm(sku ?? '')}, nullif(${gtin ?? null}, ''),
            ${name ?? ''}, ${price_cents ?? null}, ${is_active ?? true}, ${JSON.stringify(more)}, ${at})
        on conflict (tenant_id, site_id, product_id) do update
       set sku = coalesce(${sku ?? null}, p.sku), sku_form = coalesce(${sku === undefined ? null : codeForm(sku)}, p.sku_form),
           gtin = nullif(coalesce(${gtin ?? null}, p.gtin), ''),
           name = coalesce(${name ?? null}, p.name), price_cents = coalesce(${price_cents ?? null}, p.price_cents),
           is_active = coalesce(${is_active ?? null}, p.is_active), more = p.more || ${JSON.stringify(more)}::jsonb, seen_at = ${at}`)
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

/** Whether our catalogue owns a field of a product `st`, `ov` were joined for. Nobody said otherwise: a site written by hand is its shelf. */
const own = (field: 'name' | 'price_cents' | 'gtin' | 'is_active') =>
  sql`(coalesce(ov.owners ->> ${field}, st.owners ->> ${field}, 'estoqueuni') = 'estoqueuni')`

/**
 * Has the site sell what the catalogue holds: new products, and of known ones what the catalogue owns; what the catalogue does not sell any
 * more is switched off. A SKU that the site has under an id of its own is left to it. Says whether anything changed.
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
    select ${tx.tenant_id}, ${site_id}, r.product_id, 'simple', r.sku, r.sku_form,
           case when k.product_id is null or ${own('gtin')} then r.gtin else k.gtin end,
           case when k.product_id is null or ${own('name')} then r.name else k.name end,
           case when k.product_id is null or ${own('price_cents')} then r.price_cents else k.price_cents end,
           k.product_id is null or k.is_active or ${own('is_active')}, ${at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r (product_id text, sku text, sku_form text, gtin text, name text, price_cents bigint)
      left join site_products k on k.tenant_id = ${tx.tenant_id} and k.site_id = ${site_id} and k.product_id = r.product_id
      left join site_product_settings st on st.tenant_id = ${tx.tenant_id} and st.site_id = ${site_id}
      left join site_product_owners ov
        on ov.tenant_id = ${tx.tenant_id} and ov.site_id = ${site_id} and ov.product_id = r.product_id::uuid
     where not exists (select from site_products o
                        where o.tenant_id = ${tx.tenant_id} and o.site_id = ${site_id} and o.sku = r.sku
                          and o.product_id <> r.product_id and not o.is_gone)
     order by r.product_id
        on conflict (tenant_id, site_id, product_id) do update
       set sku = excluded.sku, sku_form = excluded.sku_form, gtin = excluded.gtin, name = excluded.name,
           price_cents = excluded.price_cents, is_active = excluded.is_active, seen_at = excluded.seen_at
     where (p.sku, p.gtin, p.name, p.price_cents, p.is_active)
           is distinct from (excluded.sku, excluded.gtin, excluded.name, excluded.price_cents, excluded.is_active)
    returning product_id`)
  const ended = await tx.query(sql`
    update site_products p set is_active = false, seen_at = ${at}
      from products o
      left join site_product_settings st on st.tenant_id = o.tenant_id and st.site_id = ${site_id}
      left join site_product_owners ov
        on ov.tenant_id = o.tenant_id and ov.site_id = ${site_id} and ov.product_id = o.id
     where p.tenant_id = ${tx.tenant_id} and p.site_id = ${site_id} and p.is_active
       and o.tenant_id = p.tenant_id and o.id::text = p.product_id and not o.is_active and ${own('is_active')}
    returning p.product_id`)
  return published.length + ended.length > 0
}
