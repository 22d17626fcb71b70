import * as z from 'zod'
import type { SitePage, SiteProduct } from '../connector.ts'
import { BATCH_SIZE, inTurn } from './woo-batch.ts'
import type { WooCaller } from './woo-caller.ts'
import { siteProduct, type WooProduct, wooProduct } from './woo-product.ts'
import { understood } from './woo-request.ts'
import type { ReadWeightUnit } from './woo-weight-unit.ts'

const products = z.array(wooProduct)

/** Products by id, each followed by its variations. The cursor is the number of the next page. */
export async function productPage(
  call: WooCaller,
  weightUnit: ReadWeightUnit,
  { cursor, changed_since }: { readonly cursor: string | null; readonly changed_since?: Date },
): Promise<SitePage<SiteProduct>> {
  const page = cursor === null ? 1 : Number(cursor)
  const request = {
    operation: 'GET /products',
    method: 'GET' as const,
    path: '/products',
    query: {
      ...{ page, per_page: BATCH_SIZE, orderby: 'id', order: 'asc', status: 'any' },
      ...(changed_since === undefined ? {} : { modified_after: gmt(changed_since), dates_are_gmt: 'true' }),
    },
  }
  const answer = await call(request)
  const rows = understood(request, products, answer.body)
  const unit = await weightUnit()
  const items: SiteProduct[] = []
  for (const row of rows) {
    const variations = await variationRows(call, row)
    items.push(
      siteProduct(row, null, unit),
      ...variations.map((one) => siteProduct(one, String(row.id), unit)),
    )
  }
  const pages = Number(answer.header('x-wp-totalpages') ?? 0)
  return { items, next_cursor: String(page + 1), is_last: page >= pages }
}

/** Products and variations of exactly these SKUs: the API compares without regard to case, and we do not. */
export async function productsOfSkus(
  call: WooCaller,
  weightUnit: ReadWeightUnit,
  skus: readonly string[],
): Promise<readonly SiteProduct[]> {
  if (skus.length === 0) return []
  const unit = await weightUnit()
  return (await rowsOfSkus(call, skus)).map((row) => siteProduct(row, null, unit))
}

/** The same as the API shows them. */
export async function rowsOfSkus(call: WooCaller, skus: readonly string[]): Promise<readonly WooProduct[]> {
  const found: WooProduct[] = []
  for (const group of inTurn(skus, () => '')) {
    const query = { sku: group.join(','), per_page: BATCH_SIZE, status: 'any' }
    const request = { operation: 'GET /products', method: 'GET' as const, path: '/products', query }
    const rows = understood(request, products, (await call(request)).body)
    found.push(...rows.filter(({ sku }) => group.includes(sku)))
  }
  return found
}

/** The variations of a product; none of one that cannot have any. */
export async function variationRows(call: WooCaller, parent: WooProduct): Promise<WooProduct[]> {
  if (parent.type !== 'variable') return []
  const found: WooProduct[] = []
  for (let page = 1; ; page += 1) {
    const request = {
      operation: 'GET /products/{id}/variations',
      method: 'GET' as const,
      path: `/products/${parent.id}/variations`,
      query: { page, per_page: BATCH_SIZE, orderby: 'id', order: 'asc', status: 'any' },
    }
    const answer = await call(request)
    const rows = understood(request, products, answer.body)
    found.push(...rows)
    if (page >= Number(answer.header('x-wp-totalpages') ?? 0)) return found
  }
}

function gmt(at: Date): string {
  return at.toISOString().slice(0, 19)
}
