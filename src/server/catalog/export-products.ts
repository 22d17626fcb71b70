import { stringify } from 'csv-stringify/sync'
import type { Database } from '../db/database.ts'
import { guardCell } from './csv-cell.ts'
import { PRODUCT_FIELD_NAMES, type ProductRow } from './product-row.ts'
import { productsBySku } from './products.queries.ts'

const ROWS_AT_A_TIME = 1000

/**
 * All products as a file in pieces, by SKU, archived ones too: what an import of it finds unchanged. Semicolons, Windows line ends and
 * a byte order mark, as Brazilian spreadsheets expect; nothing in it is run as a formula.
 */
export async function* exportProducts(database: Database, tenantId: string): AsyncGenerator<string> {
  yield csvOf([PRODUCT_FIELD_NAMES], true)
  let after: string | null = null
  for (;;) {
    const rows = await pageAfter(database, tenantId, after)
    if (rows.length > 0)
      yield csvOf(
        rows.map((row) => PRODUCT_FIELD_NAMES.map((field) => row[field])),
        false,
      )
    if (rows.length < ROWS_AT_A_TIME) return
    after = rows.at(-1)?.sku ?? null
  }
}

function pageAfter(database: Database, tenantId: string, sku: string | null): Promise<ProductRow[]> {
  return database.tenant(tenantId, (tx) => productsBySku(tx, sku, ROWS_AT_A_TIME))
}

function csvOf(records: readonly (readonly unknown[])[], isFirst: boolean): string {
  return stringify([...records], {
    bom: isFirst,
    delimiter: ';',
    record_delimiter: 'windows',
    cast: { string: guardCell, boolean: String },
  })
}
