import { createHmac } from 'node:crypto'

/** `X-Bling-Signature-256`: HMAC-SHA256 of the raw bytes with the application's secret. */
export function signature(rawBody: string, clientSecret: string): string {
  return `sha256=${createHmac('sha256', clientSecret).update(rawBody, 'utf8').digest('hex')}`
}
