import { createHmac, timingSafeEqual } from 'node:crypto'

const FORM = /^sha256=([0-9a-f]{64})$/i

/** The header that carries the proof. */
export const SIGNATURE_HEADER = 'x-bling-signature-256'

/** The signature in a header's value, or null when it holds none. */
export function signatureIn(header: unknown): Buffer | null {
  const digits = typeof header === 'string' ? FORM.exec(header)?.[1] : undefined
  return digits === undefined ? null : Buffer.from(digits, 'hex')
}

/** Whether the raw bytes of a body were signed with the secret, in a time that does not tell how near a guess came. */
export function isSignedWith(secret: string, raw: Buffer, signature: Buffer): boolean {
  const right = createHmac('sha256', secret).update(raw).digest()
  return right.length === signature.length && timingSafeEqual(right, signature)
}
