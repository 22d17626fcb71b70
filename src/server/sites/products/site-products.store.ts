import { codeForm } from '../../../domain/sync/sku-link.ts'
import type { Tx } from '../../db/database.ts'
import { empty, sql } from '../../db/sql.ts'
import type { SiteProduct } from '../connector.ts'

/** Keeps products as the site just showed them. */
export async function rememberSiteProducts(
  tx: Tx,
  site_id: string,
  products: readonly SiteProduct[],
  seen_at: Date,
): Promise<void> {
  const byId = new Map(products.map((product) => [product.product_id, product]))
  const rows = [...byId.values()].map((product) => ({ ...product, sku_form: codeForm(product.sku) }))
  await tx.query(sql`
    insert into site_products as p (tenant_id, site_id, product_id, parent_id, kind, sku, sku_form, gtin, name, price_cents, is_active,
      stock, more, seen_at)
    select ${tx.tenant_id}, ${site_id}, product_id, parent_id, kind, sku, sku_form, gtin, name, price_cents, is_active, stock, more, ${seen_at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as row (product_id text, parent_id text, kind text, sku text, sku_form text, gtin text, name text, price_cents bigint,
                is_active boolean, stock bigint, more jsonb)
     order by product_id
        on conflict (tenant_id, site_id, product_id) do update
       set parent_id = excluded.parent_id, kind = excluded.kind, sku = excluded.sku, sku_form = excluded.sku_form,
           gtin = excluded.gtin, name = excluded.name, price_cents = excluded.price_cents, is_active = excluded.is_active,
           is_gone = false, stock = excluded.stock,
           more = excluded.more, seen_at = excluded.seen_at
     where p.seen_at <= excluded.seen_at`)
}

/** Says that products which a complete walk over everything did not meet are gone. */
export async function forgetUnseenProducts(tx: Tx, site_id: string, since: Date): Promise<void> {
  await tx.query(sql`
    update site_products set is_gone = true
     where tenant_id = ${tx.tenant_id} and site_id = ${site_id} and seen_at < ${since} and not is_gone`)
}

/** A product of a site, and which of ours it is. Stock in ten-thousandths of a unit. */
export type SiteProductRow = Omit<SiteProduct, 'more'> & {
  readonly is_gone: boolean
  readonly seen_at: Date
  readonly linked_product_id: string | null
  readonly linked_sku: string | null
}

/** Products of a site by id, one more than the limit. `search` finds parts of SKU, bar code or name, accents and case aside. */
export async function listSiteProducts(
  tx: Tx,
  site_id: string,
  filter: {
    readonly limit: number
    readonly after: string | null
    readonly search?: string | undefined
    readonly linked?: boolean | undefined
  },
): Promise<SiteProductRow[]> {
  const { limit, after, search, linked } = filter
  return tx.query<SiteProductRow>(sql`
    select s.product_id, s.parent_id, s.kind, s.sku, s.gtin, s.name, s.price_cents, s.is_active, s.is_gone, s.stock, s.seen_at,
           l.product_id as linked_product_id, o.sku as linked_sku
      from site_products s
      left join site_product_links l
        on l.tenant_id = s.tenant_id and l.site_id = s.site_id and l.site_product_id = s.product_id
      left join products o on o.tenant_id = l.tenant_id and o.id = l.product_id
     where s.tenant_id = ${tx.tenant_id} and s.site_id = ${site_id}
       ${after === null ? empty : sql`and s.product_id > ${after}`}
       ${linked === undefined ? empty : linked ? sql`and l.product_id is not null` : sql`and l.product_id is null`}
       ${search === undefined ? empty : sql`and search_form(concat_ws(' ', s.sku, s.gtin, s.name)) like containing(${search})`}
     order by s.product_id limit ${limit + 1}`)
}
