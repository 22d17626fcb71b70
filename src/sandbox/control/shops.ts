import * as z from 'zod'
import { foundShop, type Shop } from '../shops/shop.ts'
import { WcError } from '../shops/wc-answer.ts'
import { createOrder, orderEdit, orderInput, updateOrder } from '../shops/wc-order.ts'
import { createProduct, productInput, productOf, updateProduct } from '../shops/wc-product.ts'
import type { Sim } from '../sim.ts'
import { ControlError, found } from './control-error.ts'

const settings = z
  .strictObject({
    is_tls: z.boolean(),
    race_window_ms: z.int().min(0),
    webhook_delay_ms: z.int().min(0),
    weight_unit: z.enum(['kg', 'g', 'lbs', 'oz']),
  })
  .partial()

const newShopSchema = z.strictObject({ name: z.string().min(1), settings: settings.optional() })
const shopPatchSchema = z.strictObject({ settings })
const shopProductSchema = productInput.extend({ parent_id: z.int().optional() })
const checkoutSchema = orderInput.required({ line_items: true })

/** Opens a shop; its address is `/shops/{shop_id}`. */
export function addShop(
  sim: Sim,
  input: z.input<typeof newShopSchema>,
): { shop_id: string; consumer_key: string; consumer_secret: string } {
  const { name, settings: wanted } = newShopSchema.parse(input)
  const { id, consumer_key, consumer_secret } = foundShop(sim, name, present(wanted ?? {}))
  return { shop_id: id, consumer_key, consumer_secret }
}

/** Turns a shop's switches. */
export function patchShop(sim: Sim, shopId: string, input: z.input<typeof shopPatchSchema>): Shop {
  const shop = shopOf(sim, shopId)
  const changed = {
    ...shop,
    settings: { ...shop.settings, ...present(shopPatchSchema.parse(input).settings) },
  }
  sim.world.shops.put('', shopId, changed)
  return changed
}

/** Adds a product as the shopkeeper does; with `parent_id` a variation of it. */
export function addShopProduct(
  sim: Sim,
  shopId: string,
  input: z.input<typeof shopProductSchema>,
): { product_id: number } {
  shopOf(sim, shopId)
  const { parent_id = 0, ...product } = shopProductSchema.parse(input)
  return { product_id: translated(() => createProduct(sim, shopId, product, parent_id)).id }
}

/** Edits a product as the shopkeeper does, its stock included. */
export async function patchShopProduct(
  sim: Sim,
  shopId: string,
  productId: number,
  input: z.input<typeof productInput>,
): Promise<void> {
  found(sim.world.shop_products.get(shopOf(sim, shopId).id, productId), 'product')
  await updateProduct(sim, shopId, productId, productInput.parse(input))
  sim.flush()
}

/** A customer buys: unlike through the API, the till refuses what is not there. */
export function addShopOrder(
  sim: Sim,
  shopId: string,
  input: z.input<typeof checkoutSchema>,
): { order_id: number } {
  shopOf(sim, shopId)
  const wanted = checkoutSchema.parse(input)
  return translated(() => {
    const asked = new Map<number, number>()
    for (const item of wanted.line_items) {
      const id = item.variation_id || item.product_id
      asked.set(id, (asked.get(id) ?? 0) + item.quantity)
    }
    for (const [id, quantity] of asked) {
      const product = productOf(sim, shopId, id)
      if (product.manage_stock && product.stock_quantity < quantity)
        throw new ControlError(409, 'the shop has not enough of it')
    }
    return { order_id: createOrder(sim, shopId, { status: 'processing', ...wanted }).id }
  })
}

/** Changes an order as the shopkeeper does. */
export function patchShopOrder(
  sim: Sim,
  shopId: string,
  orderId: number,
  input: z.input<typeof orderEdit>,
): void {
  shopOf(sim, shopId)
  translated(() => updateOrder(sim, shopId, orderId, orderEdit.parse(input)))
}

/** Everything in a shop, secrets of its webhooks excepted. */
export function shopState(sim: Sim, shopId: string) {
  const { name, settings: now } = shopOf(sim, shopId)
  return {
    shop_id: shopId,
    name,
    settings: now,
    products: [...sim.world.shop_products.in(shopId).values()],
    orders: [...sim.world.shop_orders.in(shopId).values()],
    webhooks: [...sim.world.shop_webhooks.in(shopId).values()].map(({ secret: _secret, ...hook }) => hook),
  }
}

/** All of them, by their names. */
export function allShops(sim: Sim): { shop_id: string; name: string }[] {
  return [...sim.world.shops.in('').values()].map(({ id, name }) => ({ shop_id: id, name }))
}

function shopOf(sim: Sim, shopId: string): Shop {
  return found(sim.world.shops.get('', shopId), 'shop')
}

function present<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]: Exclude<Fields[Name], undefined> } {
  // What is undefined is left out: the rest has its types without it.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}

function translated<Result>(run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    if (error instanceof WcError) throw new ControlError(error.status, error.message)
    throw error
  }
}
