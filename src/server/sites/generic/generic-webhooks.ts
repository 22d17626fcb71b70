import { createHmac, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import type { RawDelivery, WebhookReader } from '../connector.ts'

/** The header that carries the proof, in both directions: `sha256=` and the HMAC-SHA256 of the raw body in hexadecimal. */
export const SIGNATURE_HEADER = 'x-estoqueuni-signature-256'

const FORM = /^sha256=([0-9a-f]{64})$/
const event = z.object({
  event_id: z.string().regex(/^[\w.:-]{1,200}$/),
  topic: z.enum(['product', 'order']),
  id: z.string().min(1).max(100),
})

/** What stands in the header for these bytes. */
export function signatureOf(raw: string | Buffer, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`
}

/** Reads what a site written by hand tells: `{"event_id", "topic": "order" | "product", "id"}`. */
export const genericWebhookReader: WebhookReader = {
  read({ raw }) {
    const parsed = event.safeParse(jsonIn(raw))
    if (!parsed.success) return { kind: 'unreadable' }
    const { event_id, topic, id } = parsed.data
    return { kind: 'event', event_id, topic, resource_id: id }
  },
  isSigned(delivery, secret) {
    const digits = FORM.exec(signatureIn(delivery))?.[1]
    if (digits === undefined) return false
    const right = createHmac('sha256', secret).update(delivery.raw).digest()
    return timingSafeEqual(right, Buffer.from(digits, 'hex'))
  },
}

function signatureIn({ headers }: RawDelivery): string {
  const value = headers[SIGNATURE_HEADER]
  return typeof value === 'string' ? value : ''
}

function jsonIn(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'))
  } catch {
    return undefined
  }
}
