import { hash } from 'node:crypto'

/** Tells apart two requests that use one key: same path and body, same fingerprint. */
export function fingerprintOf(path: string, body: unknown): string {
  return hash('sha256', `${path}\n${JSON.stringify(body)}`, 'base64url')
}
