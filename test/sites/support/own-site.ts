import { randomUUID } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { fromUnits } from '../../../src/domain/sync/quantity.ts'
import type { Connector, SiteProductRef } from '../../../src/server/sites/connector.ts'
import { genericWebhookReader } from '../../../src/server/sites/generic/generic-webhooks.ts'
import { eventually } from '../../support/eventually.ts'
import type { SiteUnderTest } from './connector-contract.ts'
import { openListener } from './listener.ts'
import type { SiteWorld } from './site-world.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
type Json = any

/** A site written by hand: it has a key, and calls us over HTTP. */
export type OwnSite = {
  readonly site_id: string
  readonly access: { readonly api_key: string; readonly webhook_secret: string; readonly webhook_url: string }
  call(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    key?: string,
  ): Promise<{ readonly status: number; readonly body: Json; readonly headers: Headers }>
}

/** Connects one that is told of its orders at `address`. */
export async function openOwnSite(world: SiteWorld, name: string, address: string | null): Promise<OwnSite> {
  const { owner } = world.test
  const made = await owner.post('/sites', { kind: 'generic', name, address })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  await world.test.app.sites.drain()
  const site_id = made.body.id
  const access = (await owner.post(`/sites/${site_id}/access`)).body
  return {
    site_id,
    access,
    async call(method, path, body, key = access.api_key) {
      const response = await fetch(`${world.address}/site-api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { status: response.status, body: await response.json(), headers: response.headers }
    },
  }
}

/** The same for the suite that every connector passes. */
export async function ownSiteUnderTest(world: SiteWorld): Promise<SiteUnderTest> {
  const listener = await openListener()
  onTestFinished(() => listener.close())
  const site = await openOwnSite(world, `Site ${randomUUID()}`, listener.url)
  const connector = await connectorOf(world, site.site_id)
  const tell = async () => {
    const { outbox } = world.test.app.background
    await eventually('the outbox is empty', async () => {
      outbox.wake(world.test.tenant_id)
      return (await world.query('select from outbox')).length === 0 ? true : undefined
    })
    await world.test.app.sites.drain()
  }
  return {
    connector,
    webhooks: genericWebhookReader,
    stranger: null,
    async add({ stock, ...fields }) {
      const [end] = await connector.products.write([{ ref: null, fields }])
      if (end?.kind !== 'done') throw new Error('the product was not written')
      const ref: SiteProductRef = { product_id: end.result.product_id, parent_id: null }
      await connector.stock.set([{ ref, quantity: fromUnits(stock) }])
      return ref
    },
    async held({ product_id }) {
      const { body } = await site.call('GET', '/stock?limit=200')
      return body.items.find((one: Json) => one.product_id === product_id)?.available
    },
    buy: null,
    async happen() {
      const id = randomUUID()
      const order = { id, order_id: 'P-1', number: 'P-1' }
      await connector.orders.tell(order, { word: 'shipped', invoice: null })
      return id
    },
    loseAnswer: null,
    async pass(ms) {
      world.control.advance(ms)
      await tell()
    },
    delivery_url: listener.url,
    webhook_secret: site.access.webhook_secret,
    delivered: () => listener.delivered,
  }
}

async function connectorOf(world: SiteWorld, site_id: string): Promise<Connector> {
  const connector = await world.test.app.sites.connector(world.test.tenant_id, site_id)
  if (connector === null) throw new Error('no such site')
  return connector
}
