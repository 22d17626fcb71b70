import * as z from 'zod'
import { isGtin } from '../../../domain/catalog/gtin.ts'
import type { ProductFields } from '../../../domain/sites/product-fields.ts'
import { milligramsOf, type WeightUnit, weightText } from '../../../domain/sites/weight.ts'
import { parseQuantity, type Quantity } from '../../../domain/sync/quantity.ts'
import type { SiteProduct, SiteProductRef, SiteStock } from '../connector.ts'
import { wooAttribute } from './woo-attributes.ts'

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')

/** A product or variation as the API shows it. */
export const wooProduct = z.looseObject({
  id: z.int().min(1),
  parent_id: z.int().nullish(),
  type: text,
  name: text,
  status: text,
  sku: text,
  global_unique_id: text,
  regular_price: z.union([z.string(), z.number()]).nullish(),
  description: z.string().nullish(),
  weight: z.union([z.string(), z.number()]).nullish(),
  images: z.array(z.looseObject({ src: z.string().nullish() })).nullish(),
  /** `parent` of a variation whose stock its parent counts. */
  manage_stock: z.union([z.boolean(), z.string()]).nullish(),
  stock_quantity: z.unknown(),
  variations: z.array(z.int()).nullish(),
  attributes: z.array(wooAttribute).nullish(),
})
export type WooProduct = z.infer<typeof wooProduct>

/** A price as text ("4.90") in whole cents; null for none. */
export function centsOf(price: string | number | null | undefined): number | null {
  const text = String(price ?? '').trim()
  if (!/^-?\d{1,10}(\.\d{1,8})?$/.test(text)) return null
  return Math.round(Number(text) * 100)
}

/** A price in whole cents; null for none, and for one that is finer than cents. */
function exactCentsOf(price: string | number | null | undefined): number | null {
  return /\.\d{2}0*[1-9]/.test(String(price ?? '')) ? null : centsOf(price)
}

/** Cents as the API takes a price. */
export function priceOf(cents: number): string {
  return (cents / 100).toFixed(2)
}

/** A product in our words. `parent_id` is that of the address that a variation was read from: it has none of its own everywhere. */
export function siteProduct(
  product: WooProduct,
  parent_id: string | null,
  unit: WeightUnit | null,
): SiteProduct {
  const isParent = product.type === 'variable' || product.type === 'grouped'
  return {
    product_id: String(product.id),
    parent_id: parent_id ?? parentIn(product),
    kind: (parent_id ?? parentIn(product)) !== null ? 'variation' : isParent ? 'parent' : 'simple',
    sku: product.sku,
    gtin: isGtin(product.global_unique_id) ? product.global_unique_id : null,
    name: product.name,
    price_cents: exactCentsOf(product.regular_price),
    is_active: product.status === 'publish' || product.status === 'private',
    stock: countedIn(product),
    more: moreOf(product, unit),
  }
}

/** A field that is not in the answer stays unknown, as does a weight in a unit that we do not know. */
function moreOf({ description, weight, images }: WooProduct, unit: WeightUnit | null): SiteProduct['more'] {
  const said = String(weight ?? '')
  const weight_mg = unit === null ? null : said === '' ? 0 : milligramsOf(said, unit)
  return {
    ...(description == null ? {} : { description }),
    ...(weight == null || weight_mg === null ? {} : { weight_mg }),
    ...(images == null ? {} : { images: images.flatMap(({ src }) => src ?? []) }),
  }
}

/** What the API's answer says of the stock. */
export function siteStock(product: WooProduct): SiteStock {
  const quantity = countedIn(product)
  return quantity === null ? { kind: 'uncounted' } : { kind: 'observed', quantity, version: null }
}

/** The fields of a body: only those that are named. A weight is left out where the shop's unit is not known. */
export function bodyOfFields(fields: ProductFields, unit: WeightUnit | null): Record<string, unknown> {
  const { sku, gtin, name, description, price_cents, weight_mg, images, is_active } = fields
  return {
    ...(sku === undefined ? {} : { sku }),
    ...(gtin === undefined ? {} : { global_unique_id: gtin }),
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(price_cents === undefined ? {} : { regular_price: priceOf(price_cents) }),
    ...(weight_mg === undefined || unit === null ? {} : { weight: weightText(weight_mg, unit) }),
    ...(images === undefined ? {} : { images: images.map((src) => ({ src })) }),
    ...(is_active === undefined ? {} : { status: is_active ? 'publish' : 'draft' }),
  }
}

/** Where the product is, and where products beside it are. */
export function pathsOf({ product_id, parent_id }: SiteProductRef): {
  readonly list: string
  readonly one: string
} {
  const list = parent_id === null ? '/products' : `/products/${parent_id}/variations`
  return { list, one: `${list}/${product_id}` }
}

function parentIn({ type, parent_id }: WooProduct): string | null {
  return type === 'variation' && parent_id ? String(parent_id) : null
}

/** Null unless the product itself counts its stock in a number that can be one. */
function countedIn({ manage_stock, stock_quantity }: WooProduct): Quantity | null {
  if (manage_stock !== true) return null
  const parsed = parseQuantity(stock_quantity)
  return parsed.ok ? parsed.quantity : null
}
