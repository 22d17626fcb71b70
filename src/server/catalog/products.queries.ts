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

/** Products by name from a position on, one more than `limit`. `search` finds parts of name, SKU or bar code, accents aside. */
export async function listProducts(tx: Tx, filter: Filter, after: Position | null): Promise<ProductRow[]> {
  return tx.query<ProductRow>(sql`
    select ${COLUMNS} from products
     where tenant_id = ${tx.tenant_id}
       ${filter.is_active === undefined ? empty : sql`and is_active = ${filter.is_active}`}
       ${filter.category === undefined ? empty : sql`and category = ${filter.category}`}
       ${filter.sku === undefined ? empty : sql`and sku = ${filter.sku}`}
       ${filter.gtin === undefined ? empty : sql`and (gtin = ${filter.gtin} or box_gtin = ${filter.gtin})`}
       ${filter.search === undefined || filter.search === '' ? empty : found(filter.search)}
       ${after === null ? empty : sql`and (name, id) > (${after.name}, ${after.id}::uuid)`}
     order by name, id limit ${filter.limit + 1}`)
}

function found(search: string): Sql {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  return sql`and (search_form(name) like search_form(${pattern}) or search_form(sku) like search_form(${pattern})
                  or gtin like ${pattern} or box_gtin like ${pattern})`
}

/** Products in the order of their SKUs, from after one on: archived ones too. */
export async function productsBySku(tx: Tx, after: string | null, limit: number): Promise<ProductRow[]> {
  return tx.query<ProductRow>(sql`
    select ${COLUMNS} from products
     where tenant_id = ${tx.tenant_id} ${after === null ? empty : sql`and sku > ${after}`}
     order by sku limit ${limit}`)
}
