import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import * as z from 'zod'
import type { Product } from '../contract/catalog.ts'

/** What the bar needs to know of a product. */
export type GoodProduct = Pick<
  Product,
  | 'id'
  | 'sku'
  | 'category'
  | 'box_price_cents'
  | 'cost_cents'
  | 'box_tracking'
  | 'units_per_box'
  | 'dose_enabled'
  | 'doses_per_bottle'
  | 'muntu_enabled'
  | 'muntu_quantity'
  | 'low_stock_alert'
> & { readonly is_active: boolean }

/** A product of the bar, and how the bar deals with it. */
export type Good = {
  readonly product: GoodProduct
  readonly supplier: string
  /** How often it is asked for, compared with the others. */
  readonly popularity: number
}

/** The products of the bar: a file as owners import it, with two columns more that only the demonstration reads. */
export const PRODUCTS_CSV = readFileSync(new URL('./bar-aurora.csv', import.meta.url), 'utf8')

const habits = z
  .array(z.object({ sku: z.string(), fornecedor: z.string(), procura: z.coerce.number().positive() }))
  .parse(parse(PRODUCTS_CSV, { delimiter: ';', columns: true }))

/** The SKUs of the bar. */
export const SKUS: readonly string[] = habits.map(({ sku }) => sku)

/** The bar's goods among products that exist; those put away since are left out. */
export function goodsAmong(products: ReadonlyMap<string, GoodProduct>): Good[] {
  return habits.flatMap(({ sku, fornecedor, procura }) => {
    const product = products.get(sku)
    return product?.is_active === true ? [{ product, supplier: fornecedor, popularity: procura }] : []
  })
}
