import type * as z from 'zod'
import type { productQuery } from '../../contract/catalog.ts'
import type { Tx } from '../db/database.ts'
import { empty, raw, type Sql, sql } from '../db/sql.ts'
import { PRODUCT_FIELD_NAMES, type ProductRow } from './product-row.ts'

const COLUMNS = raw(['id', ...PRODUCT_FIELD_NAMES, 'created_at', 'updated_at'].join(', '))

type Filter = Pick<
  z.infer<typeof productQuery>,
  'limit' | 'search' | 'category' | 'is_active' | 'gtin' | 'sku'
>
type Position = { readonly name: string; readonly id: string }

/** Products that a search names one by one; beyond it the words are common and a walk by name meets them soon. */
const FEW = 2_000

/**
 * Products by name, as the Portuguese alphabet has it, from a position on, one more than `limit`. `search` finds parts of name, SKU or
 * bar code, accents and case aside.
 */
export async function listProducts(tx: Tx, filter: Filter, after: Position | null): Promise<ProductRow[]> {
  const found = filter.search === undefined || filter.search === '' ? empty : await foundBy(tx, filter.search)
  return tx.query<ProductRow>(sql`
    select ${COLUMNS} from products
     where tenant_id = ${tx.tenant_id} ${found}
       ${filter.is_active === undefined ? empty : sql`and is_active = ${filter.is_active}`}
       ${filter.category === undefined ? empty : sql`and category = ${filter.category}`}
       ${filter.sku === undefined ? empty : sql`and sku = ${filter.sku}`}
       ${filter.gtin === undefined ? empty : sql`and (gtin = ${filter.gtin} or box_gtin = ${filter.gtin})`}
       ${after === null ? empty : sql`and (name collate "pt-BR-x-icu", id) > (${after.name}, ${after.id}::uuid)`}
     order by name collate "pt-BR-x-icu", id limit ${filter.limit + 1}`)
}

/** Row-level security keeps a pattern from choosing an index, so a function that sees one company only finds the products. */
async function foundBy(tx: Tx, words: string): Promise<Sql> {
  const rows = await tx.query<{ id: string }>(sql`select id from search_products(${words}, ${FEW + 1}) as id`)
  if (rows.length > FEW) return sql`and search_text like containing(${words})`
  return sql`and id = any (${rows.map((row) => row.id)}::uuid[])`
}

/** Products in the order of their SKUs, from after one on: archived ones too. */
export async function productsBySku(tx: Tx, after: string | null, limit: number): Promise<ProductRow[]> {
  return tx.query<ProductRow>(sql`
    select ${COLUMNS} from products
     where tenant_id = ${tx.tenant_id} ${after === null ? empty : sql`and sku > ${after}`}
     order by sku limit ${limit}`)
}

/** Another active product that a scanned code of this one could mean, with the code; null when every code is its own. */
export async function sharedCode(
  tx: Tx,
  product: Pick<ProductRow, 'id' | 'gtin' | 'box_gtin'>,
): Promise<{ readonly code: string; readonly sku: string } | null> {
  const codes = [product.gtin, product.box_gtin].filter((code) => code !== null)
  if (codes.length === 0) return null
  const [other] = await tx.query<{ sku: string; gtin: string | null; box_gtin: string | null }>(sql`
    select sku, gtin, box_gtin from products
     where tenant_id = ${tx.tenant_id} and id <> ${product.id} and is_active
       and (gtin = any (${codes}::text[]) or box_gtin = any (${codes}::text[]))
     order by sku limit 1`)
  if (other === undefined) return null
  const code = codes.find((one) => one === other.gtin || one === other.box_gtin) ?? ''
  return { code, sku: other.sku }
}
