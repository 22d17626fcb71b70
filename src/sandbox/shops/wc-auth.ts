import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Sim } from '../sim.ts'
import type { Shop } from './shop.ts'
import { WcError } from './wc-answer.ts'

/** What of a request proves who calls. `url` is the address as the shop knows itself, without the query. */
export interface Presented {
  readonly method: string
  readonly url: string
  readonly query: Readonly<Record<string, string>>
  readonly authorization: string | undefined
}

const TIMESTAMP_WINDOW_S = 15 * 60

/** Admits a caller: over TLS by Basic credentials, else (or instead) by a signature of OAuth 1.0a without a token. */
export function admit(sim: Sim, shop: Shop, presented: Presented): void {
  if (shop.settings.is_tls && isBasic(shop, presented)) return
  const oauth = oauthParameters(presented)
  if (oauth['oauth_consumer_key'] === undefined)
    throw new WcError(401, 'woocommerce_rest_cannot_view', 'Sorry, you cannot list resources.')
  if (oauth['oauth_consumer_key'] !== shop.consumer_key) throw refused('Consumer key is invalid.')
  checkSignature(shop, presented, oauth)
  checkFresh(sim, shop, oauth)
}

function isBasic(shop: Shop, { authorization }: Presented): boolean {
  const encoded = /^Basic (\S+)$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return false
  if (same(Buffer.from(encoded, 'base64').toString(), `${shop.consumer_key}:${shop.consumer_secret}`))
    return true
  throw refused('Consumer secret is invalid.')
}

/** From the query, or from the header `OAuth a="b", c="d"`. */
function oauthParameters({ query, authorization }: Presented): Record<string, string> {
  const header = /^OAuth (.*)$/is.exec(authorization ?? '')?.[1] ?? ''
  const given = [...header.matchAll(/(oauth_\w+)="([^"]*)"/g)].map(
    ([, name, value]) => [name ?? '', decodeURIComponent(value ?? '')] as const,
  )
  return {
    ...Object.fromEntries(Object.entries(query).filter(([name]) => name.startsWith('oauth_'))),
    ...Object.fromEntries(given),
  }
}

function checkSignature(shop: Shop, { method, url, query }: Presented, oauth: Record<string, string>): void {
  const { oauth_signature = '', ...signed } = { ...query, ...oauth }
  const algorithm = { 'HMAC-SHA1': 'sha1', 'HMAC-SHA256': 'sha256' }[signed['oauth_signature_method'] ?? '']
  if (algorithm === undefined) throw refused('Invalid signature - signature method is invalid.')
  const pairs = Object.entries(signed)
    .map(([name, value]) => `${percent(name)}=${percent(value)}`)
    .toSorted()
  const base = [method.toUpperCase(), url, pairs.join('&')].map(percent).join('&')
  const right = createHmac(algorithm, `${shop.consumer_secret}&`).update(base).digest('base64')
  if (!same(right, oauth_signature)) throw refused('Invalid signature - provided signature does not match.')
}

/** A time of now, and a nonce never seen with it. */
function checkFresh(sim: Sim, shop: Shop, oauth: Record<string, string>): void {
  const now = Math.floor(sim.clock.now() / 1000)
  const timestamp = Number(oauth['oauth_timestamp'])
  if (!(Math.abs(now - timestamp) <= TIMESTAMP_WINDOW_S)) throw refused('Invalid timestamp.')
  const nonces = Object.entries((sim.world.meta.get(shop.id, 'nonces') ?? {}) as Record<string, number>)
  const nonce = oauth['oauth_nonce'] ?? ''
  if (nonce === '' || nonces.some(([used]) => used === nonce))
    throw refused('Invalid nonce - nonce has already been used.')
  const recent = nonces.filter(([, at]) => at > now - TIMESTAMP_WINDOW_S)
  sim.world.meta.put(shop.id, 'nonces', Object.fromEntries([...recent, [nonce, now]]))
}

function refused(message: string): WcError {
  return new WcError(401, 'woocommerce_rest_authentication_error', message)
}

function percent(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
