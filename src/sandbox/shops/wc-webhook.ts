import { createHmac } from 'node:crypto'
import * as z from 'zod'
import type { Sim } from '../sim.ts'
import type { ShopDeliveryTask } from '../webhooks/agenda.ts'
import type { Post } from '../webhooks/courier.ts'
import { nextShopId, type ShopWebhook } from './shop.ts'
import { WcError } from './wc-answer.ts'
import { orderView } from './wc-order.ts'
import { productView } from './wc-product.ts'

/** What a webhook may be given. */
export const webhookInput = z
  .object({
    name: z.string(),
    status: z.enum(['active', 'paused', 'disabled']),
    topic: z.enum([
      'product.created',
      'product.updated',
      'product.deleted',
      'order.created',
      'order.updated',
      'order.deleted',
    ]),
    delivery_url: z.url({ protocol: /^https?$/ }),
    secret: z.string(),
  })
  .partial()

/** How many deliveries in a row may fail; one more switches the webhook off. */
const MAX_FAILURES = 5
const ANSWER_WITHIN_MS = 5_000

/** How the API shows a webhook: without its secret and without the count of failures. */
export function webhookView({ secret: _secret, failures: _failures, ...hook }: ShopWebhook) {
  return hook
}

/** Creates a webhook and calls its address at once, unsigned; without a 200 it is saved switched off. */
export async function createWebhook(
  sim: Sim,
  shopId: string,
  input: z.infer<typeof webhookInput>,
  post: Post,
): Promise<ShopWebhook> {
  if (input.topic === undefined || input.delivery_url === undefined)
    throw new WcError(
      400,
      'woocommerce_rest_missing_callback_param',
      'Missing parameter(s): topic, delivery_url',
    )
  const hook: ShopWebhook = {
    id: nextShopId(sim, shopId),
    name: input.name ?? `Webhook: ${input.topic}`,
    status: input.status ?? 'active',
    topic: input.topic,
    delivery_url: input.delivery_url,
    secret: input.secret ?? sim.random.hex('shop', 50),
    failures: 0,
  }
  const status = await attempt(post, hook, 'application/x-www-form-urlencoded', `webhook_id=${hook.id}`, {})
  const saved = status === 200 ? hook : { ...hook, status: 'disabled' as const }
  sim.world.shop_webhooks.put(shopId, hook.id, saved)
  return saved
}

/** Changes a webhook. Switched on again it starts with no failures. */
export function updateWebhook(
  sim: Sim,
  shopId: string,
  hook: ShopWebhook,
  input: z.infer<typeof webhookInput>,
): ShopWebhook {
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
  const failures = input.status === 'active' ? 0 : hook.failures
  const changed = { ...hook, ...given, failures }
  sim.world.shop_webhooks.put(shopId, hook.id, changed)
  return changed
}

/**
 * Delivers one announcement with the record as it is now, signed over the raw bytes. It is tried once only; failures in a row
 * switch the webhook off. `undefined` when there is nobody to deliver to any more.
 */
export async function deliverAnnouncement(
  sim: Sim,
  post: Post,
  task: ShopDeliveryTask,
): Promise<boolean | undefined> {
  sim.agenda.done(task)
  const hook = sim.world.shop_webhooks.get(task.shop_id, task.webhook_id)
  if (hook?.status !== 'active') return undefined
  const body = JSON.stringify(payloadOf(sim, task))
  const [resource = '', event = ''] = task.topic.split('.')
  const deliveryId = sim.random.hex('shop', 32)
  const status = await attempt(post, hook, 'application/json', body, {
    'x-wc-webhook-topic': task.topic,
    'x-wc-webhook-resource': resource,
    'x-wc-webhook-event': event,
    'x-wc-webhook-signature': createHmac('sha256', hook.secret).update(body, 'utf8').digest('base64'),
    'x-wc-webhook-id': String(hook.id),
    'x-wc-webhook-delivery-id': deliveryId,
  })
  const isDelivered = status !== null && status >= 200 && status < 304
  sim.log.webhookTried(
    {
      event: task.topic,
      event_id: deliveryId,
      company_id: task.shop_id,
      client_id: null,
      url: hook.delivery_url,
      body,
    },
    { at: sim.clock.now(), status, error: status === null ? 'no answer' : null },
    isDelivered,
  )
  const current = sim.world.shop_webhooks.get(task.shop_id, hook.id)
  if (current) sim.world.shop_webhooks.put(task.shop_id, hook.id, counted(current, isDelivered))
  return isDelivered
}

function counted(hook: ShopWebhook, isDelivered: boolean): ShopWebhook {
  if (isDelivered) return { ...hook, failures: 0 }
  const failures = hook.failures + 1
  return { ...hook, failures, status: failures > MAX_FAILURES ? 'disabled' : hook.status }
}

function payloadOf(sim: Sim, { topic, shop_id, resource_id }: ShopDeliveryTask): unknown {
  const product = topic.startsWith('product.') && sim.world.shop_products.get(shop_id, resource_id)
  if (product) return productView(sim, shop_id, product)
  const order = topic.startsWith('order.') && sim.world.shop_orders.get(shop_id, resource_id)
  return order ? orderView(order) : { id: resource_id }
}

async function attempt(
  post: Post,
  hook: ShopWebhook,
  type: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<number | null> {
  try {
    return await post({
      url: hook.delivery_url,
      headers: { 'content-type': type, ...headers },
      body,
      timeoutMs: ANSWER_WITHIN_MS,
    })
  } catch {
    // Nobody there or too slow: both count as a delivery that failed.
    return null
  }
}
