import { createHmac, timingSafeEqual } from 'node:crypto'

const HEADER = /^sha256=([0-9a-f]{64})$/i

/** The header that carries the proof. */
export const SIGNATURE_HEADER = 'x-bling-signature-256'

/** Whether the raw bytes of a body were signed with the secret, in a time that does not tell how near a guess came. */
export function isSignedWith(secret: string, raw: Buffer, header: unknown): boolean {
  const given = typeof header === 'string' ? HEADER.exec(header)?.[1] : undefined
  if (given === undefined) return false
  const right = createHmac('sha256', secret).update(raw).digest()
  return timingSafeEqual(right, Buffer.from(given, 'hex'))
}
