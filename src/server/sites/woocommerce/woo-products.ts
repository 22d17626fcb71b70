import * as z from 'zod'
import type { ItemEnd, ProductWrite, SitePage, SiteProduct } from '../connector.ts'
import { SiteError } from '../site-error.ts'
import { BATCH_SIZE, inTurn } from './woo-batch.ts'
import type { WooCaller } from './woo-caller.ts'
import { bodyOfFields, pathsOf, siteProduct, type WooProduct, wooProduct } from './woo-product.ts'
import { understood } from './woo-request.ts'

const products = z.array(wooProduct)

/** Products by id, each followed by its variations. The cursor is the number of the next page. */
export async function productPage(
  call: WooCaller,
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
  const items: SiteProduct[] = []
  for (const row of rows) items.push(siteProduct(row, null), ...(await variationsOf(call, row)))
  const pages = Number(answer.header('x-wp-totalpages') ?? 0)
  return { items, next_cursor: String(page + 1), is_last: page >= pages }
}

/** Products and variations of exactly these SKUs: the API compares without regard to case, and we do not. */
export async function productsOfSkus(
  call: WooCaller,
  skus: readonly string[],
): Promise<readonly SiteProduct[]> {
  const found: SiteProduct[] = []
  for (const group of inTurn(skus, () => '')) {
    const query = { sku: group.join(','), per_page: BATCH_SIZE, status: 'any' }
    const request = { operation: 'GET /products', method: 'GET' as const, path: '/products', query }
    const rows = understood(request, products, (await call(request)).body)
    found.push(...rows.map((row) => siteProduct(row, null)).filter(({ sku }) => group.includes(sku)))
  }
  return found
}

/** Writes products one by one. One to be created is looked for by its SKU first: a creation can be repeated that way. */
export async function writeProducts(
  call: WooCaller,
  writes: readonly ProductWrite[],
): Promise<ItemEnd<SiteProduct>[]> {
  const ends: ItemEnd<SiteProduct>[] = []
  for (const write of writes) ends.push(await writeOne(call, write))
  return ends
}

async function writeOne(call: WooCaller, { ref, fields }: ProductWrite): Promise<ItemEnd<SiteProduct>> {
  try {
    const there = ref ?? (await thereOf(call, fields.sku))
    const request = {
      operation: there === null ? 'POST /products' : 'PUT /products/{id}',
      method: there === null ? ('POST' as const) : ('PUT' as const),
      path: there === null ? '/products' : pathsOf(there).one,
      body: bodyOfFields(fields),
    }
    const row = understood(request, wooProduct, (await call(request)).body)
    return { kind: 'done', result: siteProduct(row, there?.parent_id ?? null) }
  } catch (error) {
    if (!(error instanceof SiteError)) throw error
    return { kind: error.ambiguous ? 'unclear' : 'refused', error }
  }
}

async function thereOf(call: WooCaller, sku: string | undefined): Promise<SiteProduct | null> {
  if (sku === undefined || sku === '') return null
  return (await productsOfSkus(call, [sku]))[0] ?? null
}

async function variationsOf(call: WooCaller, parent: WooProduct): Promise<SiteProduct[]> {
  if (parent.type !== 'variable') return []
  const found: SiteProduct[] = []
  for (let page = 1; ; page += 1) {
    const request = {
      operation: 'GET /products/{id}/variations',
      method: 'GET' as const,
      path: `/products/${parent.id}/variations`,
      query: { page, per_page: BATCH_SIZE, orderby: 'id', order: 'asc', status: 'any' },
    }
    const answer = await call(request)
    const rows = understood(request, products, answer.body)
    found.push(...rows.map((row) => siteProduct(row, String(parent.id))))
    if (page >= Number(answer.header('x-wp-totalpages') ?? 0)) return found
  }
}

function gmt(at: Date): string {
  return at.toISOString().slice(0, 19)
}
