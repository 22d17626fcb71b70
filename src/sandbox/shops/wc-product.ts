import * as z from 'zod'
import type { Sim } from '../sim.ts'
import { nextShopId, type ShopProduct } from './shop.ts'
import { announce } from './wc-announce.ts'
import { gmt, WcError } from './wc-answer.ts'
import { attributesInput, attributesView, productAttributes, variationAttributes } from './wc-attributes.ts'

/** What products and orders carry of others. */
export const metaSchema = z.array(z.object({ key: z.string(), value: z.unknown() }))

/** What a product may be given; unknown fields are passed over, as the API does. */
export const productInput = z
  .object({
    type: z.enum(['simple', 'variable']),
    name: z.string(),
    sku: z.string(),
    global_unique_id: z.string().regex(/^[\d-]*$/),
    regular_price: z.string(),
    description: z.string(),
    weight: z.string(),
    images: z.array(z.object({ src: z.string() })),
    attributes: attributesInput,
    status: z.enum(['publish', 'draft', 'private', 'pending']),
    manage_stock: z.boolean(),
    stock_quantity: z.int().nullable(),
    inventory_delta: z.number(),
    meta_data: metaSchema,
  })
  .partial()

/** A product as given. */
export type ProductInput = z.infer<typeof productInput>

/**
 * How the API shows a product or a variation. A variation has no name and type of its own to be written: it is called by its options, and
 * without a SKU of its own it shows its parent's.
 */
export function productView(sim: Sim, shopId: string, product: ShopProduct) {
  const parent = product.parent_id > 0 ? sim.world.shop_products.get(shopId, product.parent_id) : undefined
  const options = (product.chosen ?? []).flatMap(({ option }) => option || [])
  const children = [...sim.world.shop_products.in(shopId).values()].filter(
    ({ parent_id }) => parent_id === product.id,
  )
  return {
    id: product.id,
    name: options.length > 0 ? options.join(', ') : product.name,
    type: product.type,
    status: product.status,
    sku: product.sku || (parent?.sku ?? ''),
    global_unique_id: product.global_unique_id,
    price: product.regular_price,
    regular_price: product.regular_price,
    description: product.description,
    weight: product.weight,
    images: product.images.map((src, index) => ({ id: product.id * 100 + index, src })),
    attributes: attributesView(product),
    parent_id: product.parent_id,
    manage_stock: product.manage_stock,
    stock_quantity: product.manage_stock ? product.stock_quantity : null,
    stock_status: !product.manage_stock || product.stock_quantity > 0 ? 'instock' : 'outofstock',
    variations: children.map(({ id }) => id),
    meta_data: product.meta_data.map((entry, index) => ({ id: index + 1, ...entry })),
    date_created_gmt: gmt(product.created_at),
    date_modified_gmt: gmt(product.modified_at),
  }
}

/** Creates a product, or a variation of `parent_id`. A SKU belongs to one product only. */
export function createProduct(sim: Sim, shopId: string, input: ProductInput, parent_id = 0): ShopProduct {
  checkSku(sim, shopId, input.sku, 0)
  const now = sim.clock.now()
  const product: ShopProduct = {
    id: nextShopId(sim, shopId),
    type: parent_id > 0 ? 'variation' : (input.type ?? 'simple'),
    parent_id,
    name: input.name ?? '',
    sku: input.sku ?? '',
    global_unique_id: input.global_unique_id ?? '',
    regular_price: input.regular_price ?? '',
    description: input.description ?? '',
    weight: input.weight ?? '',
    images: fetched(sim, shopId, input.images ?? []),
    ...attributesOf(sim, shopId, parent_id, input.attributes ?? []),
    status: input.status ?? 'publish',
    manage_stock: input.manage_stock ?? false,
    stock_quantity: input.stock_quantity ?? 0,
    meta_data: input.meta_data ?? [],
    created_at: now,
    modified_at: now,
  }
  sim.world.shop_products.put(shopId, product.id, product)
  announce(sim, shopId, 'product.created', product.id)
  return product
}

/**
 * Changes what is given. An absolute quantity simply wins; the relative `inventory_delta` is read, then computed, then written, as
 * in WooCommerce: what others write in between is lost, and everybody is answered that all went well.
 */
export async function updateProduct(
  sim: Sim,
  shopId: string,
  productId: number,
  input: ProductInput,
): Promise<ShopProduct> {
  const { inventory_delta, stock_quantity, type, images, attributes, ...plain } = input
  const before = productOf(sim, shopId, productId)
  checkSku(sim, shopId, input.sku, productId)
  let quantity = stock_quantity ?? undefined
  if (inventory_delta !== undefined && before.manage_stock) {
    quantity = before.stock_quantity + inventory_delta
    await raceWindow(sim, shopId)
  }
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined))
  return saveProduct(sim, shopId, {
    ...productOf(sim, shopId, productId),
    ...given,
    ...(type === undefined || before.parent_id > 0 ? {} : { type }),
    ...(images === undefined ? {} : { images: fetched(sim, shopId, images) }),
    ...(attributes === undefined ? {} : attributesOf(sim, shopId, before.parent_id, attributes)),
    ...(quantity === undefined ? {} : { stock_quantity: quantity }),
  })
}

/** Attributes of a variation are judged by its parent, so that there must be one. */
function attributesOf(
  sim: Sim,
  shopId: string,
  parent_id: number,
  given: NonNullable<ProductInput['attributes']>,
): Pick<ShopProduct, 'attributes' | 'chosen'> {
  if (parent_id === 0) return { attributes: productAttributes(given) }
  return { chosen: variationAttributes(sim.world.shop_products.get(shopId, parent_id), given) }
}

/** The product or variation, or the API's 404. */
export function productOf(sim: Sim, shopId: string, productId: number): ShopProduct {
  const product = sim.world.shop_products.get(shopId, productId)
  if (product) return product
  throw new WcError(404, 'woocommerce_rest_product_invalid_id', 'Invalid ID.')
}

/** Takes or gives back in one step, as the shop itself does for its orders. */
export function moveStock(sim: Sim, shopId: string, productId: number, difference: number): void {
  const product = sim.world.shop_products.get(shopId, productId)
  if (!product?.manage_stock) return
  saveProduct(sim, shopId, { ...product, stock_quantity: product.stock_quantity + difference })
}

/** Removes a product and its variations for good. */
export function deleteProduct(sim: Sim, shopId: string, productId: number): void {
  for (const { id, parent_id } of sim.world.shop_products.in(shopId).values())
    if (parent_id === productId) sim.world.shop_products.remove(shopId, id)
  sim.world.shop_products.remove(shopId, productId)
  announce(sim, shopId, 'product.deleted', productId)
}

function saveProduct(sim: Sim, shopId: string, product: ShopProduct): ShopProduct {
  const saved = { ...product, modified_at: sim.clock.now() }
  sim.world.shop_products.put(shopId, saved.id, saved)
  announce(sim, shopId, 'product.updated', saved.id)
  return saved
}

function checkSku(sim: Sim, shopId: string, sku: string | undefined, own: number): void {
  if (sku === undefined || sku === '') return
  const taken = [...sim.world.shop_products.in(shopId).values()].some(
    (other) => other.sku === sku && other.id !== own,
  )
  if (taken) throw new WcError(400, 'product_invalid_sku', 'Invalid or duplicated SKU.')
}

/** The shop fetches images and shows copies under addresses of its own; an address that is no picture is refused. */
function fetched(sim: Sim, shopId: string, images: readonly { readonly src: string }[]): readonly string[] {
  return images.map(({ src }) => {
    const [, name] = /^https?:\/\/[^?]*\/([\w.-]+\.(?:jpe?g|png|webp))(?:\?.*)?$/i.exec(src) ?? []
    const isOwn = src.startsWith(`https://${shopId}.example/`)
    if (name === undefined)
      throw new WcError(400, 'woocommerce_product_image_upload_error', `Error getting remote image ${src}.`)
    return isOwn ? src : `https://${shopId}.example/uploads/${nextShopId(sim, shopId)}-${name}`
  })
}

function raceWindow(sim: Sim, shopId: string): Promise<void> {
  const ms = sim.world.shops.get('', shopId)?.settings.race_window_ms ?? 0
  return new Promise((resolve) => setTimeout(resolve, ms))
}
