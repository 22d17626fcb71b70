import { createHmac, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import type { RawDelivery, SiteDelivery, WebhookReader, WebhookState } from '../connector.ts'
import { SiteError } from '../site-error.ts'
import type { WooCaller } from './woo-caller.ts'
import { understood } from './woo-request.ts'

/** What we want to be told. */
const TOPICS = [
  'order.created',
  'order.updated',
  'order.deleted',
  'product.created',
  'product.updated',
  'product.deleted',
] as const

const hookSchema = z.looseObject({
  id: z.int(),
  status: z.string(),
  topic: z.string(),
  delivery_url: z.string(),
})
type Hook = z.infer<typeof hookSchema>

/** Has the shop tell us: creates what is missing, and switches on what it switched off after failures. Others' webhooks are left alone. */
export async function ensureWebhooks(
  call: WooCaller,
  hook: { readonly delivery_url: string; readonly secret: string },
): Promise<readonly WebhookState[]> {
  const own = (await allHooks(call)).filter(({ delivery_url }) => delivery_url === hook.delivery_url)
  const states: WebhookState[] = []
  for (const topic of TOPICS) {
    const there = own.find((one) => one.topic === topic)
    if (there?.status === 'active') states.push({ topic, state: 'active' })
    else if (there === undefined) states.push({ topic, state: await create(call, topic, hook) })
    else states.push({ topic, state: await switchOn(call, there, hook.secret) })
  }
  return states
}

async function allHooks(call: WooCaller): Promise<Hook[]> {
  const hooks: Hook[] = []
  for (let page = 1; ; page += 1) {
    const request = {
      operation: 'GET /webhooks',
      method: 'GET' as const,
      path: '/webhooks',
      query: { page, per_page: 100 },
    }
    const answer = await call(request)
    hooks.push(...understood(request, z.array(hookSchema), answer.body))
    if (page >= Number(answer.header('x-wp-totalpages') ?? 0)) return hooks
  }
}

async function create(
  call: WooCaller,
  topic: string,
  hook: { readonly delivery_url: string; readonly secret: string },
): Promise<WebhookState['state']> {
  const request = {
    operation: 'POST /webhooks',
    method: 'POST' as const,
    path: '/webhooks',
    body: { name: `EstoqueUni ${topic}`, topic, status: 'active', ...hook },
  }
  const made = understood(request, hookSchema, (await call(request)).body)
  return made.status === 'active' ? 'created' : 'off'
}

/** The secret goes along: it may have changed since. A shop may refuse to switch on what it cannot reach. */
async function switchOn(call: WooCaller, { id }: Hook, secret: string): Promise<WebhookState['state']> {
  const request = {
    operation: 'PUT /webhooks/{id}',
    method: 'PUT' as const,
    path: `/webhooks/${id}`,
    body: { status: 'active', secret },
  }
  try {
    const changed = understood(request, hookSchema, (await call(request)).body)
    return changed.status === 'active' ? 'reenabled' : 'off'
  } catch (error) {
    if (error instanceof SiteError && error.kind === 'invalid') return 'off'
    throw error
  }
}

const PING = /^webhook_id=\d{1,19}$/
const DELIVERY_ID = /^[\w-]{1,100}$/
const resource = z.looseObject({ id: z.int().min(1) })

/** Reads deliveries: base64 of the HMAC-SHA256 over the raw body. */
export const wooWebhookReader: WebhookReader = {
  read(delivery): SiteDelivery {
    const topic = headerOf(delivery, 'x-wc-webhook-topic')
    const body = delivery.raw.toString('utf8')
    if (topic === '') return PING.test(body) ? { kind: 'ping' } : { kind: 'unreadable' }
    const event_id = headerOf(delivery, 'x-wc-webhook-delivery-id')
    const named = resource.safeParse(parsed(body))
    if (!DELIVERY_ID.test(event_id) || !named.success) return { kind: 'unreadable' }
    const [about = ''] = topic.split('.')
    return {
      kind: 'event',
      event_id,
      topic: about === 'order' || about === 'product' ? about : 'other',
      resource_id: String(named.data.id),
    }
  },
  isSigned(delivery, secret) {
    const given = Buffer.from(headerOf(delivery, 'x-wc-webhook-signature'), 'base64')
    const right = createHmac('sha256', secret).update(delivery.raw).digest()
    return given.length === right.length && timingSafeEqual(given, right)
  },
}

function headerOf({ headers }: RawDelivery, name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
