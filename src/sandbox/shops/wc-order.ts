import * as z from 'zod'
import type { Sim } from '../sim.ts'
import { type MetaData, nextShopId, ORDER_STATUSES, type ShopOrder, type ShopOrderItem } from './shop.ts'
import { announce } from './wc-announce.ts'
import { gmt, WcError } from './wc-answer.ts'
import { metaSchema, moveStock, productOf } from './wc-product.ts'

/** What an order may be given. */
export const orderInput = z
  .object({
    status: z.enum(ORDER_STATUSES),
    set_paid: z.boolean(),
    billing: z.record(z.string(), z.string()),
    customer_note: z.string(),
    line_items: z.array(
      z.object({ product_id: z.int(), variation_id: z.int().optional(), quantity: z.int().min(1) }),
    ),
    meta_data: metaSchema,
  })
  .partial()

/** An order as given. */
export type OrderInput = z.infer<typeof orderInput>

/** What an order may be changed by: a line with its id is changed, and goes when none is left of it; one without is added. */
export const orderEdit = orderInput.extend({
  line_items: z
    .array(
      z.object({
        id: z.int().optional(),
        product_id: z.int().optional(),
        variation_id: z.int().optional(),
        quantity: z.int().min(0),
      }),
    )
    .optional(),
})

/** A change as given. */
export type OrderEdit = z.infer<typeof orderEdit>

/** In these the items have left the stock. */
const HOLDS_STOCK = new Set(['processing', 'on-hold', 'completed'])
/** Into these the items come back; a refund gives nothing back by itself. */
const GIVES_BACK = new Set(['cancelled', 'pending'])

/** How the API shows an order. Totals are texts. */
export function orderView(order: ShopOrder) {
  const items = order.line_items.map((item) => ({
    ...item,
    subtotal: (item.price * item.quantity).toFixed(2),
    total: (item.price * item.quantity).toFixed(2),
  }))
  const total = items.reduce((sum, item) => sum + item.price * item.quantity, 0).toFixed(2)
  return {
    id: order.id,
    number: String(order.id),
    status: order.status,
    currency: 'BRL',
    total,
    discount_total: '0.00',
    shipping_total: '0.00',
    billing: order.billing,
    customer_note: order.customer_note,
    line_items: items,
    meta_data: order.meta_data.map((entry, index) => ({ id: index + 1, ...entry })),
    date_created_gmt: gmt(order.created_at),
    date_modified_gmt: gmt(order.modified_at),
    date_paid_gmt: order.paid_at === null ? null : gmt(order.paid_at),
  }
}

/** Places an order. The API does not ask whether there is enough: stock may go below zero. */
export function createOrder(sim: Sim, shopId: string, input: OrderInput): ShopOrder {
  const line_items = (input.line_items ?? []).map((item) => lineOf(sim, shopId, item))
  const now = sim.clock.now()
  const order: ShopOrder = {
    id: nextShopId(sim, shopId),
    status: input.set_paid ? 'processing' : (input.status ?? 'pending'),
    billing: input.billing ?? {},
    customer_note: input.customer_note ?? '',
    line_items,
    meta_data: input.meta_data ?? [],
    has_taken_stock: false,
    paid_at: input.set_paid ? now : null,
    created_at: now,
    modified_at: now,
  }
  return saveOrder(sim, shopId, order, 'order.created')
}

function lineOf(
  sim: Sim,
  shopId: string,
  item: { product_id: number; variation_id?: number | undefined; quantity: number },
): ShopOrderItem {
  const sold = productOf(sim, shopId, item.variation_id || item.product_id)
  return {
    id: nextShopId(sim, shopId),
    product_id: item.product_id,
    variation_id: item.variation_id ?? 0,
    name: sold.name,
    sku: sold.sku,
    quantity: item.quantity,
    price: Number(sold.regular_price || 0),
  }
}

/** Changes an order; its stock follows its state, and its lines where it has taken any, as WooCommerce's own screen has it. */
export function updateOrder(sim: Sim, shopId: string, orderId: number, input: OrderEdit): ShopOrder {
  const before = orderOf(sim, shopId, orderId)
  const line_items = editedLines(sim, shopId, before.line_items, input.line_items ?? [])
  if (before.has_taken_stock && input.line_items !== undefined) {
    for (const item of before.line_items)
      moveStock(sim, shopId, item.variation_id || item.product_id, item.quantity)
    for (const item of line_items)
      moveStock(sim, shopId, item.variation_id || item.product_id, -item.quantity)
  }
  const changed: ShopOrder = {
    ...before,
    status: input.status ?? (input.set_paid && before.status === 'pending' ? 'processing' : before.status),
    billing: input.billing ?? before.billing,
    line_items,
    customer_note: input.customer_note ?? before.customer_note,
    meta_data: withMeta(before.meta_data, input.meta_data ?? []),
    paid_at: input.set_paid ? (before.paid_at ?? sim.clock.now()) : before.paid_at,
    modified_at: sim.clock.now(),
  }
  return saveOrder(sim, shopId, changed, 'order.updated')
}

function editedLines(
  sim: Sim,
  shopId: string,
  before: readonly ShopOrderItem[],
  edits: NonNullable<OrderEdit['line_items']>,
): ShopOrderItem[] {
  const kept = before.map((item) => {
    const edit = edits.find(({ id }) => id === item.id)
    return edit === undefined ? item : { ...item, quantity: edit.quantity }
  })
  const added = edits
    .filter(({ id, quantity }) => id === undefined && quantity > 0)
    .map(({ product_id = 0, variation_id, quantity }) =>
      lineOf(sim, shopId, { product_id, variation_id, quantity }),
    )
  return [...kept.filter(({ quantity }) => quantity > 0), ...added]
}

/** The order, or the API's 404. */
export function orderOf(sim: Sim, shopId: string, orderId: number): ShopOrder {
  const order = sim.world.shop_orders.get(shopId, orderId)
  if (order) return order
  throw new WcError(404, 'woocommerce_rest_shop_order_invalid_id', 'Invalid ID.')
}

/** Data of a name that is there takes its place; what is not named stays. */
function withMeta(before: readonly MetaData[], given: readonly MetaData[]): MetaData[] {
  const names = new Set(given.map(({ key }) => key))
  return [...before.filter(({ key }) => !names.has(key)), ...given]
}

function saveOrder(
  sim: Sim,
  shopId: string,
  order: ShopOrder,
  topic: 'order.created' | 'order.updated',
): ShopOrder {
  const takes = !order.has_taken_stock && HOLDS_STOCK.has(order.status)
  const returns = order.has_taken_stock && GIVES_BACK.has(order.status)
  if (takes || returns)
    for (const item of order.line_items)
      moveStock(sim, shopId, item.variation_id || item.product_id, takes ? -item.quantity : item.quantity)
  const saved = { ...order, has_taken_stock: takes || (order.has_taken_stock && !returns) }
  sim.world.shop_orders.put(shopId, saved.id, saved)
  announce(sim, shopId, topic, saved.id)
  return saved
}
