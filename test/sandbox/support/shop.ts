import { createHmac } from 'node:crypto'
import OAuth from 'oauth-1.0a'
import { openWorld, type TestWorld } from './world.ts'

/** An answer of a shop's API. */
export interface ShopAnswer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any
  readonly headers: Headers
}

/** A world with one shop, and its API called with the shop's keys. */
export interface ShopWorld extends TestWorld {
  readonly shop_id: string
  readonly keys: { readonly consumer_key: string; readonly consumer_secret: string }
  /** Calls by a signature of OAuth 1.0a made by a client of others. */
  wc(method: string, path: string, body?: unknown): Promise<ShopAnswer>
  /** Calls with these headers and no signature. */
  bare(method: string, path: string, headers?: Readonly<Record<string, string>>): Promise<ShopAnswer>
}

/** Opens a world with a shop in it. */
export async function openShop(
  settings: NonNullable<Parameters<TestWorld['control']['addShop']>[0]['settings']> = {},
): Promise<ShopWorld> {
  const world = await openWorld()
  const { shop_id, ...keys } = world.control.addShop({ name: 'Loja do site', settings })
  const address = `${world.sandbox.url}/shops/${shop_id}/wp-json/wc/v3`
  const oauth = new OAuth({
    consumer: { key: keys.consumer_key, secret: keys.consumer_secret },
    signature_method: 'HMAC-SHA256',
    hash_function: (base, key) => createHmac('sha256', key).update(base).digest('base64'),
  })
  oauth.getTimeStamp = () => Math.floor(world.control.clock().now_ms / 1000)
  const send = async (url: string, init: RequestInit): Promise<ShopAnswer> => {
    const response = await fetch(url, init)
    return { status: response.status, json: await response.json(), headers: response.headers }
  }
  return {
    ...world,
    shop_id,
    keys,
    wc: (method, path, body) => {
      const url = address + path
      const signed = oauth.toHeader(oauth.authorize({ url, method }))
      return send(url, {
        method,
        headers: { ...signed, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    },
    bare: (method, path, headers = {}) => send(address + path, { method, headers }),
  }
}
