import { createHmac } from 'node:crypto'
import OAuth from 'oauth-1.0a'
import { type HttpAnswer, type HttpClient, HttpFailure } from '../../kernel/http-client.ts'
import type { Logger } from '../../kernel/logger.ts'
import { backoffMs } from '../../kernel/retry.ts'
import type { Pace } from '../../kernel/token-bucket.ts'
import type { SiteBudget } from '../site-budgets.ts'
import { SiteError } from '../site-error.ts'
import { errorOf, isWrite, unreadable, type WooRequest } from './woo-request.ts'

/** Where the shop is and how it knows us. Host and port are those that the shop believes to have, or no signature fits. */
export type WooSite = {
  readonly site_id: string
  /** Without a slash at the end. */
  readonly address: string
  readonly consumer_key: string
  readonly consumer_secret: string
}

/** What calls are made with. */
export type WooDeps = {
  readonly http: HttpClient
  readonly pace: Pace
  readonly random: () => number
  readonly logger: Logger
  /** What the site may be asked in a second. */
  readonly budget: SiteBudget
  /** How long an answer may take; a write gets longer, because giving up on it leaves a doubt. */
  readonly timeouts: { readonly read_ms: number; readonly write_ms: number }
}

/** A good answer: its JSON, and its headers. */
export type WooAnswer = { readonly body: unknown; header(name: string): string | null }

/** Makes one call. Throws only `SiteError`. */
export type WooCaller = (request: WooRequest) => Promise<WooAnswer>

const API = '/wp-json/wc/v3'
/** Attempts at a read that gets no answer, and at anything that is refused for being too much at once. */
const ATTEMPTS = 3
const BACKOFF = { base_ms: 600, cap_ms: 5000 }
/** A site that asks for more rest than this is left to whoever asks again later. */
const LONGEST_REST_MS = 5000

/**
 * Makes the caller of one shop. Repeated are a read without an answer and whatever was refused for the rate, which did nothing. A write
 * without an answer is never repeated: it may be done.
 */
export function createWooCaller(deps: WooDeps, site: WooSite): WooCaller {
  const sign = signerOf(deps, site)
  return async (request) => {
    for (let tried = 1; ; tried += 1) {
      await deps.budget.take(request.operation)
      const end = await attempt(deps, site, request, sign)
      if (!(end instanceof SiteError)) return end
      // A site that refuses is left alone by everybody, not only by who was refused.
      if (end.kind === 'rate_limited' && end.retry_at !== null) await deps.budget.block(end.retry_at)
      const rest = restBefore(deps, request, end, tried)
      if (rest === null) throw end
      await deps.pace.sleep(rest)
    }
  }
}

/** How long (ms) to wait before the same call again; null when it is not made again. */
function restBefore(deps: WooDeps, request: WooRequest, error: SiteError, tried: number): number | null {
  if (tried >= ATTEMPTS) return null
  const usual = backoffMs(tried, { ...BACKOFF, random: deps.random })
  if (error.kind === 'rate_limited') {
    const asked = error.retry_at === null ? 0 : error.retry_at.getTime() - deps.pace.now()
    return asked > LONGEST_REST_MS ? null : Math.max(usual, asked)
  }
  const mayRepeat = error.kind === 'unavailable' && (!isWrite(request) || error.code === 'never_sent')
  return mayRepeat ? usual : null
}

type Sign = (url: string, method: string) => { readonly url: string; readonly headers: HeaderFields }
type HeaderFields = Readonly<Record<string, string>>

/** Over TLS the keys themselves travel; over plain http only a signature does, in the query, because some servers drop the header. */
function signerOf({ pace }: WooDeps, site: WooSite): Sign {
  if (site.address.startsWith('https:')) {
    const pair = Buffer.from(`${site.consumer_key}:${site.consumer_secret}`).toString('base64')
    return (url) => ({ url, headers: { authorization: `Basic ${pair}` } })
  }
  const oauth = new OAuth({
    consumer: { key: site.consumer_key, secret: site.consumer_secret },
    signature_method: 'HMAC-SHA256',
    hash_function: (base, key) => createHmac('sha256', key).update(base).digest('base64'),
  })
  oauth.getTimeStamp = () => Math.floor(pace.now() / 1000)
  return (url, method) => {
    const signed = new URL(url)
    for (const [name, value] of Object.entries(oauth.authorize({ url, method })))
      if (name.startsWith('oauth_')) signed.searchParams.set(name, String(value))
    return { url: signed.href, headers: {} }
  }
}

/** Logs what was called and how it ended, never a body, a query or a key. */
async function attempt(
  deps: WooDeps,
  site: WooSite,
  request: WooRequest,
  sign: Sign,
): Promise<WooAnswer | SiteError> {
  const began = deps.pace.now()
  const { url, headers } = sign(addressOf(site, request), request.method)
  const said = () => ({
    site_id: site.site_id,
    operation: request.operation,
    ms: deps.pace.now() - began,
  })
  try {
    const answer = await deps.http({
      method: request.method,
      url,
      timeout_ms: isWrite(request) ? deps.timeouts.write_ms : deps.timeouts.read_ms,
      headers: {
        accept: 'application/json',
        ...headers,
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    })
    if (answer.status >= 200 && answer.status < 300) {
      deps.logger.debug({ ...said(), status: answer.status }, 'site call')
      return read(request, answer)
    }
    deps.logger.warn({ ...said(), status: answer.status }, 'a site refused a call')
    return errorOf(request, answer, deps.pace.now())
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error
    deps.logger.warn({ ...said(), reason: error.reason }, 'a site did not answer')
    return new SiteError({
      kind: 'unavailable',
      operation: request.operation,
      code: error.never_sent ? 'never_sent' : error.reason,
      ambiguous: isWrite(request) && !error.never_sent,
      cause: error,
    })
  }
}

function read(request: WooRequest, answer: HttpAnswer): WooAnswer | SiteError {
  try {
    return { body: JSON.parse(answer.text), header: answer.header }
  } catch (cause) {
    return unreadable(request, answer.status, cause)
  }
}

/** Spaces as `%20`: the signature is made over the address as it is sent. */
function addressOf(site: WooSite, { path, query }: WooRequest): string {
  const params = Object.entries(query ?? {}).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
  )
  return `${site.address}${API}${path}${params.length === 0 ? '' : `?${params.join('&')}`}`
}
