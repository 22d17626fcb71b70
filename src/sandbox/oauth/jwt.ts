import { createHmac } from 'node:crypto'
import type { Sim } from '../sim.ts'

const SIGNING_KEY = 'sandbox: these tokens open nothing outside this process'
const PERMISSIONS_LENGTH = 1_200

/** A JWT as long as Bling's are (1,500 to 3,000 characters), to prove that clients store and send it whole. */
export function jwt(
  sim: Sim,
  claims: {
    readonly client_id: string
    readonly company_id: string
    readonly scopes: readonly string[]
    readonly issued_at: number
    readonly expires_at: number
  },
): string {
  const head = encode({ alg: 'HS256', typ: 'JWT' })
  const body = encode({
    iss: 'bling-sandbox',
    aud: claims.client_id,
    sub: claims.company_id,
    jti: sim.random.hex('token', 32),
    iat: Math.floor(claims.issued_at / 1_000),
    exp: Math.floor(claims.expires_at / 1_000),
    scope: claims.scopes.join(' '),
    permissions: sim.random.hex('token', PERMISSIONS_LENGTH),
  })
  const mark = createHmac('sha256', SIGNING_KEY).update(`${head}.${body}`).digest('base64url')
  return `${head}.${body}.${mark}`
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
