import type { FastifyRequest } from 'fastify'
import { AppError } from '../kernel/app-error.ts'
import { API_KEY_PREFIX } from './login-library.ts'
import type { SessionCookie } from './session-cookie.ts'

/** What a request shows to prove who asks, not yet believed. */
export type PresentedCredential = { readonly kind: 'session' | 'api_key' | 'jwt'; readonly secret: string }

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])
const BEARER = /^Bearer +([\x21-\x7e]{1,2000})$/i

/**
 * Reads the credential of a request: the `Authorization` header, else `X-API-Key`, else the session cookie.
 * A browser sends the cookie by itself, so a write that rests on it must come from our own pages: throws `CROSS_ORIGIN`.
 */
export function presentedCredential(
  request: FastifyRequest,
  cookie: SessionCookie,
  appUrl: string | undefined,
): PresentedCredential | null {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const secret = BEARER.exec(authorization)?.[1]
    return secret === undefined ? null : { kind: kindOf(secret), secret }
  }
  const key = request.headers['x-api-key']
  if (typeof key === 'string') return { kind: 'api_key', secret: key }
  const token = cookie.read(request)
  if (token === null) return null
  if (!SAFE_METHODS.has(request.method) && !isSameOrigin(request, appUrl)) throw new AppError('CROSS_ORIGIN')
  return { kind: 'session', secret: token }
}

function kindOf(secret: string): PresentedCredential['kind'] {
  if (secret.startsWith(API_KEY_PREFIX)) return 'api_key'
  return secret.includes('.') ? 'jwt' : 'session'
}

/**
 * Browsers name the page that sends a write: `Sec-Fetch-Site` on secure addresses, `Origin` on all. Neither can be set
 * by a page's script. A request without both does not come from a browser that we can trust with a cookie.
 */
function isSameOrigin(request: FastifyRequest, appUrl: string | undefined): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin } = request.headers
  if (origin === undefined || !URL.canParse(origin)) return false
  if (appUrl !== undefined && origin === new URL(appUrl).origin) return true
  return new URL(origin).host === request.host
}
