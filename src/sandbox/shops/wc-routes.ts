import type * as z from 'zod'
import type { Post } from '../webhooks/courier.ts'
import type { ShopProduct, ShopWebhook } from './shop.ts'
import {
  changedIn,
  idOf,
  invalidParam,
  listOf,
  ok,
  pageOf,
  WcError,
  type WcRequest,
  type WcRoute,
} from './wc-answer.ts'
import { answerBatch } from './wc-batch.ts'
import { createOrder, orderEdit, orderInput, orderOf, orderView, updateOrder } from './wc-order.ts'
import { addNote, noteInput, notesOf, noteView } from './wc-order-note.ts'
import {
  createProduct,
  deleteProduct,
  productInput,
  productOf,
  productView,
  updateProduct,
} from './wc-product.ts'
import { createWebhook, updateWebhook, webhookInput, webhookView } from './wc-webhook.ts'

const PRODUCT = '/products/{id}'
const VARIATIONS = `${PRODUCT}/variations`
const VARIATION = `${VARIATIONS}/{variation_id}`

/** Every operation served under `/wp-json/wc/v3`; `post` calls the address of a new webhook. */
export function wcRoutes(post: Post): readonly WcRoute[] {
  return [...PRODUCT_ROUTES, ...VARIATION_ROUTES, ...ORDER_ROUTES, ...SETTING_ROUTES, ...webhookRoutes(post)]
}

const PRODUCT_ROUTES: readonly WcRoute[] = [
  { method: 'GET', path: '/products', answer: (request) => listProducts(request, 0) },
  {
    method: 'POST',
    path: '/products',
    answer: (request) => {
      const product = createProduct(request.sim, request.shop.id, bodyOf(request, productInput))
      return { status: 201, body: shown(request, product) }
    },
  },
  { method: 'POST', path: '/products/batch', answer: (request) => answerBatch(request, 0) },
  { method: 'GET', path: PRODUCT, answer: (request) => ok(shown(request, ownProduct(request))) },
  {
    method: 'PUT',
    path: PRODUCT,
    answer: async (request) => {
      const { id } = notVariation(ownProduct(request))
      return ok(
        shown(request, await updateProduct(request.sim, request.shop.id, id, bodyOf(request, productInput))),
      )
    },
  },
  {
    method: 'DELETE',
    path: PRODUCT,
    answer: (request) => {
      const product = notVariation(ownProduct(request))
      const view = shown(request, product)
      deleteProduct(request.sim, request.shop.id, product.id)
      return ok(view)
    },
  },
]

const VARIATION_ROUTES: readonly WcRoute[] = [
  { method: 'GET', path: VARIATIONS, answer: (request) => listProducts(request, ownProduct(request).id) },
  {
    method: 'POST',
    path: VARIATIONS,
    answer: (request) => {
      const parent = ownProduct(request)
      const made = createProduct(request.sim, request.shop.id, bodyOf(request, productInput), parent.id)
      return { status: 201, body: shown(request, made) }
    },
  },
  {
    method: 'POST',
    path: `${VARIATIONS}/batch`,
    answer: (request) => answerBatch(request, ownProduct(request).id),
  },
  { method: 'GET', path: VARIATION, answer: (request) => ok(shown(request, ownVariation(request))) },
  {
    method: 'PUT',
    path: VARIATION,
    answer: async (request) => {
      const { id } = ownVariation(request)
      return ok(
        shown(request, await updateProduct(request.sim, request.shop.id, id, bodyOf(request, productInput))),
      )
    },
  },
]

const ORDER_ROUTES: readonly WcRoute[] = [
  {
    method: 'GET',
    path: '/orders',
    answer: (request) => {
      const ids = listOf(request.query['include'])
      const statuses = listOf(request.query['status'])
      const rows = changedIn(request, request.sim.world.shop_orders.in(request.shop.id).values()).filter(
        (order) =>
          (ids === undefined || ids.includes(String(order.id))) &&
          (statuses === undefined || statuses.includes('any') || statuses.includes(order.status)),
      )
      return pageOf(request, '/orders', rows, orderView)
    },
  },
  {
    method: 'POST',
    path: '/orders',
    answer: ({ sim, shop, ...request }) => ({
      status: 201,
      body: orderView(createOrder(sim, shop.id, parse(request.body, orderInput))),
    }),
  },
  {
    method: 'GET',
    path: '/orders/{id}',
    answer: (request) => ok(orderView(orderOf(request.sim, request.shop.id, idOf(request)))),
  },
  {
    method: 'PUT',
    path: '/orders/{id}',
    answer: (request) =>
      ok(orderView(updateOrder(request.sim, request.shop.id, idOf(request), bodyOf(request, orderEdit)))),
  },
  {
    method: 'GET',
    path: '/orders/{id}/notes',
    answer: (request) => {
      const order = orderOf(request.sim, request.shop.id, idOf(request))
      return ok(notesOf(order, request.query['type']).map(noteView))
    },
  },
  {
    method: 'POST',
    path: '/orders/{id}/notes',
    answer: (request) => {
      const order = orderOf(request.sim, request.shop.id, idOf(request))
      const note = addNote(request.sim, request.shop.id, order, bodyOf(request, noteInput))
      return { status: 201, body: noteView(note) }
    },
  },
]

const SETTING_ROUTES: readonly WcRoute[] = [
  {
    method: 'GET',
    path: '/settings/products/woocommerce_weight_unit',
    answer: ({ shop }) => ok({ id: 'woocommerce_weight_unit', value: shop.settings.weight_unit }),
  },
]

function webhookRoutes(post: Post): readonly WcRoute[] {
  return [
    {
      method: 'GET',
      path: '/webhooks',
      answer: (request) =>
        pageOf(
          request,
          '/webhooks',
          [...request.sim.world.shop_webhooks.in(request.shop.id).values()],
          webhookView,
        ),
    },
    {
      method: 'POST',
      path: '/webhooks',
      answer: async (request) => {
        const hook = await createWebhook(request.sim, request.shop.id, bodyOf(request, webhookInput), post)
        return { status: 201, body: webhookView(hook) }
      },
    },
    { method: 'GET', path: '/webhooks/{id}', answer: (request) => ok(webhookView(ownWebhook(request))) },
    {
      method: 'PUT',
      path: '/webhooks/{id}',
      answer: (request) => {
        const input = bodyOf(request, webhookInput)
        return ok(webhookView(updateWebhook(request.sim, request.shop.id, ownWebhook(request), input)))
      },
    },
    {
      method: 'DELETE',
      path: '/webhooks/{id}',
      answer: (request) => {
        const hook = ownWebhook(request)
        request.sim.world.shop_webhooks.remove(request.shop.id, hook.id)
        return ok(webhookView(hook))
      },
    },
  ]
}

/** Products, or the variations of one. Asked by SKU the list of products has variations among them. */
function listProducts(request: WcRequest, parentId: number) {
  const skus = listOf(request.query['sku'])
  const ids = listOf(request.query['include'])
  const rows = changedIn(request, request.sim.world.shop_products.in(request.shop.id).values()).filter(
    (product) =>
      (product.parent_id === parentId || (parentId === 0 && skus !== undefined)) &&
      (skus === undefined || skus.includes(product.sku)) &&
      (ids === undefined || ids.includes(String(product.id))),
  )
  const path = parentId === 0 ? '/products' : `/products/${parentId}/variations`
  return pageOf(request, path, rows, (product) => shown(request, product))
}

function shown(request: WcRequest, product: ShopProduct) {
  return productView(request.sim, request.shop.id, product)
}

function ownProduct(request: WcRequest): ShopProduct {
  return productOf(request.sim, request.shop.id, idOf(request))
}

function ownVariation(request: WcRequest): ShopProduct {
  const variation = productOf(request.sim, request.shop.id, idOf(request, 'variation_id'))
  if (variation.parent_id === idOf(request)) return variation
  throw new WcError(404, 'woocommerce_rest_product_variation_invalid_id', 'Invalid ID.')
}

function notVariation(product: ShopProduct): ShopProduct {
  if (product.type !== 'variation') return product
  throw new WcError(
    404,
    'woocommerce_rest_invalid_product_id',
    'To manipulate product variations you should use the /products/<product_id>/variations/<id> endpoint.',
  )
}

function ownWebhook(request: WcRequest): ShopWebhook {
  const hook = request.sim.world.shop_webhooks.get(request.shop.id, idOf(request))
  if (hook) return hook
  throw new WcError(404, 'woocommerce_rest_shop_webhook_invalid_id', 'Invalid ID.')
}

function bodyOf<Input>(request: WcRequest, schema: z.ZodType<Input>): Input {
  return parse(request.body, schema)
}

function parse<Input>(body: unknown, schema: z.ZodType<Input>): Input {
  const read = schema.safeParse(body ?? {})
  if (read.success) return read.data
  throw invalidParam(...new Set(read.error.issues.map(({ path }) => String(path[0] ?? 'body'))))
}
