import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addCompany } from '../support/other-company.ts'
import type { Caller } from '../support/test-app.ts'
import { openSiteWorld, type SiteWorld } from './support/site-world.ts'

let world: SiteWorld
let owner: Caller
beforeAll(async () => {
  world = await openSiteWorld()
  owner = world.test.owner
})
afterAll(() => world.close())

const siteOf = async (id: string) =>
  (await owner.get('/sites?limit=200')).body.items.find((one: { id: string }) => one.id === id)
const eventsOf = async (id: string) => (await owner.get(`/sites/${id}/inbox`)).body.items
const MUG = {
  sku: 'CANECA-01',
  name: 'Caneca',
  regular_price: '59.90',
  manage_stock: true,
  stock_quantity: 10,
}

describe('connecting a shop', () => {
  it('tries its keys, keeps them sealed and has it tell us what happens', async () => {
    const { shop_id, site_id, wanted } = await world.connect('Loja 1')
    const site = await siteOf(site_id)
    expect(site).toMatchObject({
      kind: 'woocommerce',
      name: 'Loja 1',
      address: wanted.address,
      state: 'active',
      capabilities: { relative_stock: false, batch_size: 100 },
      budget: { requests_per_second: 5 },
      health: { status: 'ok', reason: null },
    })
    const calls = world.sandbox.calls().filter(({ operation }) => operation.startsWith('WC '))
    expect(site.budget.calls_last_hour).toBe(calls.length)
    expect(new Set(site.webhooks.map((hook: { state: string }) => hook.state))).toEqual(new Set(['created']))
    const hooks = world.control.shopState(shop_id).webhooks
    expect(hooks.map(({ status }) => status)).toEqual(Array(6).fill('active'))
    expect(new Set(hooks.map(({ delivery_url }) => delivery_url))).toEqual(new Set([site.webhook_url]))
    const { consumer_key, consumer_secret } = wanted.credentials
    const kept = JSON.stringify([
      await world.query('select * from sites'),
      await world.query('select * from idempotency_keys'),
      await world.query('select * from audit_log'),
      site,
    ])
    expect(kept).not.toContain(consumer_key)
    expect(kept).not.toContain(consumer_secret)
    const trail = await owner.get(`/audit?target=${site_id}&action=site.connected`)
    expect(trail.body.items).toMatchObject([{ facts: { kind: 'woocommerce', name: 'Loja 1' } }])
  })

  it('is done once however often it is asked for, without asking the shop again', async () => {
    const { wanted } = world.shop('Loja 2')
    const first = await owner.post('/sites', wanted, 'connect-2')
    await world.test.app.sites.drain()
    const before = world.sandbox.calls().length
    const again = await owner.post('/sites', wanted, 'connect-2')
    expect([first.status, again.status, again.body.id]).toEqual([201, 201, first.body.id])
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(world.sandbox.calls().length).toBe(before)
  })

  it('refuses keys that the shop does not know, an address that is no shop, and what is there already', async () => {
    const { wanted } = world.shop('Loja 3')
    const others = { ...wanted.credentials, consumer_secret: 'cs_de_outra_loja' }
    const refused = await owner.post('/sites', { ...wanted, credentials: others })
    expect([refused.status, refused.body.code]).toEqual([422, 'SITE_CREDENTIALS_REFUSED'])
    const nobody = await owner.post('/sites', { ...wanted, address: 'http://127.0.0.1:9' })
    expect([nobody.status, nobody.body.code]).toEqual([422, 'SITE_UNREACHABLE'])
    const noShop = await owner.post('/sites', { ...wanted, address: `${world.sandbox.url}/nada` })
    expect([noShop.status, noShop.body.code]).toEqual([422, 'SITE_UNREACHABLE'])
    expect((await owner.post('/sites', wanted)).status).toBe(201)
    const taken = await owner.post('/sites', { ...wanted, name: 'Outra' })
    expect([taken.status, taken.body.code]).toEqual([409, 'SITE_ADDRESS_TAKEN'])
    const named = await owner.post('/sites', { ...world.shop('LOJA 3').wanted })
    expect([named.status, named.body.code]).toEqual([409, 'NAME_TAKEN'])
  })

  it('is not seen and not touched by another company (sync 76)', async () => {
    const { site_id } = await world.connect('Loja 4')
    const stranger = await addCompany(world.test)
    expect((await stranger.get('/sites')).body.items).toEqual([])
    expect((await stranger.patch(`/sites/${site_id}`, { name: 'Minha' })).status).toBe(404)
    expect((await stranger.post(`/sites/${site_id}/access`)).status).toBe(404)
    expect((await stranger.get(`/sites/${site_id}/inbox`)).body.items).toEqual([])
  })
})

describe('changing a site', () => {
  it('tries other keys before it keeps them', async () => {
    const { site_id, wanted } = await world.connect('Loja 5')
    const wrong = { ...wanted.credentials, consumer_secret: 'cs_errado_demais' }
    const refused = await owner.patch(`/sites/${site_id}`, { credentials: wrong, name: 'Não fica' })
    expect([refused.status, refused.body.code]).toEqual([422, 'SITE_CREDENTIALS_REFUSED'])
    await world.test.app.sites.watch(world.test.tenant_id)
    expect(await siteOf(site_id)).toMatchObject({ name: 'Loja 5', health: { status: 'ok' } })
    const named = await owner.patch(`/sites/${site_id}`, { name: 'Loja cinco', requests_per_second: 9 })
    expect(named.body).toMatchObject({ name: 'Loja cinco', budget: { requests_per_second: 9 } })
    const trail = await owner.get(`/audit?target=${site_id}&action=site.changed`)
    expect(trail.body.items).toMatchObject([{ facts: { name: { before: 'Loja 5', after: 'Loja cinco' } } }])
  })

  it('tells the shop where we are now when its own address or keys are given anew', async () => {
    const { shop_id, site_id, wanted } = await world.connect('Loja 5')
    const moved = world.address.replace('127.0.0.1', 'localhost')
    const patched = await fetch(`${moved}/api/v1/sites/${site_id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${owner.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ address: wanted.address }),
    })
    expect(patched.status).toBe(200)
    await world.test.app.sites.drain()
    expect((await siteOf(site_id)).webhook_url).toContain(`${moved}/webhooks/`)
    const urls = world.control.shopState(shop_id).webhooks.map(({ delivery_url }) => delivery_url)
    expect(urls.filter((url) => url.startsWith(moved))).toHaveLength(6)
    await owner.patch(`/sites/${site_id}`, { name: 'Loja 5 renomeada' })
    expect((await siteOf(site_id)).webhook_url).toContain(`${moved}/webhooks/`)
  })

  it('says that the shop does not let us in any more, and leaves a paused one alone', async () => {
    const { site_id, shop_id } = await world.connect('Loja 6')
    world.control.setFaults([{ kind: 'token_revoked', company_id: shop_id }])
    await world.test.app.sites.watch(world.test.tenant_id)
    expect((await siteOf(site_id)).health).toMatchObject({ status: 'auth' })
    await owner.patch(`/sites/${site_id}`, { state: 'paused' })
    await world.test.app.sites.drain()
    world.control.setFaults([])
    const before = world.sandbox.calls().length
    await world.test.app.sites.watch(world.test.tenant_id)
    const calls = world.sandbox.calls().slice(before)
    expect(calls.filter(({ company_id }) => company_id === shop_id)).toEqual([])
    await owner.patch(`/sites/${site_id}`, { state: 'active' })
    await world.test.app.sites.drain()
    expect((await siteOf(site_id)).health).toMatchObject({ status: 'ok' })
  })

  it('gives a site written by hand its key once, and keeps a hash of it', async () => {
    const made = await owner.post('/sites', { kind: 'generic', name: 'Site próprio' })
    expect(made.body).toMatchObject({
      kind: 'generic',
      address: null,
      has_api_key: false,
      budget: { requests_per_second: null, calls_last_hour: null },
      capabilities: { relative_stock: true, optimistic_version: true },
    })
    const { id } = made.body
    const first = (await owner.post(`/sites/${id}/access`)).body
    const access = await owner.post(`/sites/${id}/access`)
    expect([access.status, access.headers['cache-control']]).toEqual([201, 'no-store'])
    expect(access.body.api_key).toMatch(/^eus_[\w-]{43}$/)
    expect([access.body.api_key, access.body.webhook_secret]).not.toEqual([
      first.api_key,
      first.webhook_secret,
    ])
    expect((await siteOf(id)).has_api_key).toBe(true)
    expect(JSON.stringify(await world.query('select * from sites'))).not.toContain(access.body.api_key)
    const { shop_id: _shop, ...shop } = world.shop('Loja 7')
    const woo = await owner.post('/sites', shop.wanted)
    const noKey = await owner.post(`/sites/${woo.body.id}/access`)
    expect([noKey.status, noKey.body.code]).toEqual([422, 'SITE_KIND'])
    const noKeys = await owner.patch(`/sites/${id}`, { credentials: shop.wanted.credentials })
    expect([noKeys.status, noKeys.body.code]).toEqual([422, 'SITE_KIND'])
  })
})

describe('what a shop tells', () => {
  it('is on disk when it is answered, without what it says about people (sync 21, 80)', async () => {
    const { site_id, shop_id } = await world.connect('Loja 8')
    const { product_id } = world.control.addShopProduct(shop_id, MUG)
    const { order_id } = world.control.addShopOrder(shop_id, {
      line_items: [{ product_id, quantity: 1 }],
      billing: { first_name: 'Fulano', email: 'fulano@exemplo.com.br' },
    })
    await world.settle()
    const events = await eventsOf(site_id)
    expect(
      events.map(
        ({ topic, resource_id }: { topic: string; resource_id: string }) => `${topic} ${resource_id}`,
      ),
    ).toEqual(expect.arrayContaining([`order ${order_id}`, `product ${product_id}`]))
    expect(JSON.stringify(await world.query('select * from site_inbox'))).not.toMatch(/fulano/i)
    expect((await siteOf(site_id)).inbox).toMatchObject({ waiting: events.length, dead: 0 })
  })

  const bring = async (url: string, raw: string, headers: Record<string, string>): Promise<number> =>
    (await fetch(url, { method: 'POST', headers, body: raw })).status
  /** A site of which we know what it signs with. */
  const known = async (name: string) => {
    const { id } = (await owner.post('/sites', { kind: 'generic', name })).body
    const reached = await fetch(`${world.address}/api/v1/sites/${id}/access`, {
      method: 'POST',
      headers: { authorization: `Bearer ${owner.token}` },
    })
    const { webhook_secret, webhook_url } = (await reached.json()) as Record<string, string>
    const url = `${world.address}${new URL(webhook_url ?? '').pathname}`
    const sign = (raw: string) => ({
      'x-estoqueuni-signature-256': `sha256=${createHmac('sha256', webhook_secret ?? '')
        .update(raw)
        .digest('hex')}`,
    })
    return { id, url, sign }
  }

  it('is believed for its signature over the raw bytes and for nothing else (sync 77)', async () => {
    const { id, url, sign } = await known('Assina')
    const raw = '{"event_id":"e1","topic":"order","id":"55"}'
    const answers = [
      await bring(url, raw, {}),
      await bring(url, raw, sign(`${raw} `)),
      await bring(url, `${raw} `, sign(raw)),
      await bring(`${url.slice(0, -2)}xx`, raw, sign(raw)),
      await bring(url, raw, { ...sign(raw), 'content-type': 'text/plain' }),
    ]
    expect(answers).toEqual([401, 401, 401, 404, 200])
    expect(await eventsOf(id)).toMatchObject([{ event_id: 'e1', topic: 'order', resource_id: '55' }])
  })

  it('is one event that says how often it came, and can be dealt with again (sync 29)', async () => {
    const { id, url, sign } = await known('Repete')
    const raw = '{"event_id":"e1","topic":"product","id":"7"}'
    await bring(url, raw, sign(raw))
    await Promise.all([bring(url, raw, sign(raw)), bring(url, raw, sign(raw))])
    const [event, ...others] = await eventsOf(id)
    expect(others).toEqual([])
    expect(event).toMatchObject({ deliveries: 3, state: 'received' })
    const key = randomUUID()
    const again = await owner.post(`/sites/${id}/inbox/${event.id}/reprocess`, undefined, key)
    expect(again.body).toMatchObject({ id: event.id, state: 'received', attempts: 0 })
    const repeated = await owner.post(`/sites/${id}/inbox/${event.id}/reprocess`, undefined, key)
    expect([repeated.body, repeated.headers['idempotency-replayed']]).toEqual([again.body, 'true'])
    expect((await owner.post(`/sites/${id}/inbox/${id}/reprocess`)).status).toBe(404)
  })

  it('is answered when a webhook of a WooCommerce shop is new, and then it means nothing', async () => {
    const { site_id, wanted } = await world.connect('Loja 9')
    const { webhook_url } = await siteOf(site_id)
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    expect(await bring(webhook_url, 'webhook_id=55', form)).toBe(200)
    expect(await bring(webhook_url, 'webhook_id=55&x=1', form)).toBe(401)
    expect(await eventsOf(site_id)).toEqual([])
    expect(wanted.name).toBe('Loja 9')
  })

  it('comes again after the shop gave up on us and switched its webhooks off', async () => {
    const { site_id, shop_id } = await world.connect('Loja 10')
    const { product_id } = world.control.addShopProduct(shop_id, MUG)
    const buy = () => world.control.addShopOrder(shop_id, { line_items: [{ product_id, quantity: 1 }] })
    await world.query('alter table site_inbox rename to site_inbox_away')
    for (let n = 0; n < 7; n += 1) {
      buy()
      await world.settle()
    }
    await world.query('alter table site_inbox_away rename to site_inbox')
    const off = () => world.control.shopState(shop_id).webhooks.filter(({ status }) => status !== 'active')
    expect(off().map(({ topic }) => topic)).toEqual(['order.created', 'product.updated'])
    expect(await eventsOf(site_id)).toEqual([])
    await world.test.app.sites.watch(world.test.tenant_id)
    expect(off()).toEqual([])
    expect((await siteOf(site_id)).webhooks).toContainEqual({ topic: 'order.created', state: 'reenabled' })
    const { order_id } = buy()
    await world.settle()
    expect(await eventsOf(site_id)).toContainEqual(
      expect.objectContaining({ topic: 'order', resource_id: String(order_id) }),
    )
  })
})
