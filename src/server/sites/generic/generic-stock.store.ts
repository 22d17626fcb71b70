import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** Stock of one product. Quantities in ten-thousandths of a unit. */
export type GenericStockRow = {
  readonly product_id: string
  readonly quantity: number
  readonly version: number
}

/** The stock of some products that the site has; a product that never had any has none, in version 0. */
export async function readGenericStock(
  tx: Tx,
  site_id: string,
  product_ids: readonly string[],
): Promise<GenericStockRow[]> {
  return tx.query<GenericStockRow>(sql`
    select p.product_id, coalesce(s.quantity, 0) as quantity, coalesce(s.version, 0) as version
      from site_products p
      left join generic_stock s on s.tenant_id = p.tenant_id and s.site_id = p.site_id and s.product_id = p.product_id
     where p.tenant_id = ${tx.tenant_id} and p.site_id = ${site_id} and not p.is_gone and p.product_id = any (${product_ids}::text[])`)
}

/** What is shown of these products, held, in the order of their ids; a product that never had any is not in it. */
export async function holdShownStock(
  tx: Tx,
  site_id: string,
  product_ids: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.query<GenericStockRow>(sql`
    select product_id, quantity, version from generic_stock
     where tenant_id = ${tx.tenant_id} and site_id = ${site_id} and product_id = any (${product_ids}::text[])
     order by product_id for update`)
  return new Map(rows.map((row) => [row.product_id, row.quantity]))
}

/** Has every one of these products have a row, and holds the rows, in the order of their ids. */
export async function lockGenericStock(
  tx: Tx,
  site_id: string,
  product_ids: readonly string[],
): Promise<Map<string, GenericStockRow>> {
  await tx.query(sql`
    insert into generic_stock (tenant_id, site_id, product_id, quantity, version)
    select tenant_id, site_id, product_id, 0, 0 from site_products
     where tenant_id = ${tx.tenant_id} and site_id = ${site_id} and not is_gone and product_id = any (${product_ids}::text[])
     order by product_id on conflict do nothing`)
  const rows = await tx.query<GenericStockRow>(sql`
    select product_id, quantity, version from generic_stock
     where tenant_id = ${tx.tenant_id} and site_id = ${site_id} and product_id = any (${product_ids}::text[])
     order by product_id for update`)
  return new Map(rows.map((row) => [row.product_id, row]))
}

/** Keeps new quantities of held rows, each as its next version. */
export async function saveGenericStock(
  tx: Tx,
  site_id: string,
  quantities: ReadonlyMap<string, number>,
): Promise<void> {
  const rows = [...quantities].map(([product_id, quantity]) => ({ product_id, quantity }))
  await tx.query(sql`
    update generic_stock s set quantity = r.quantity, version = s.version + 1
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (product_id text, quantity bigint)
     where s.tenant_id = ${tx.tenant_id} and s.site_id = ${site_id} and s.product_id = r.product_id`)
}
