import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { makeProduct, putLevel } from '../support/stock.ts'
import { connectorContract } from './support/connector-contract.ts'
import { type Listener, openListener } from './support/listener.ts'
import { type OwnSite, openOwnSite, ownSiteUnderTest } from './support/own-site.ts'
import { openSiteWorld, type SiteWorld } from './support/site-world.ts'

let world: SiteWorld
let listener: Listener
beforeAll(async () => {
  world = await openSiteWorld()
  listener = await openListener()
  world.test.app.background.outbox.start()
})
afterAll(async () => {
  await world.close()
  await listener.close()
})

connectorContract('a site written by hand', () => ownSiteUnderTest(world))

/** Lets everything be told and done that is due. */
async function settle(): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await world.settle()
    await eventually('the outbox is empty', async () => {
      world.test.app.background.outbox.wake(world.test.tenant_id)
      return (await world.query('select from outbox')).length === 0 ? true : undefined
    })
    await world.test.app.sync.engine.rest()
    await world.test.app.orders.engine.rest()
  }
  await world.test.app.sites.drain()
}

let count = 0
const pools = new Map<string, string>()
async function poolOf(site: OwnSite): Promise<string> {
  const known = pools.get(site.site_id)
  if (known !== undefined) return known
  const { owner, branch_id } = world.test
  const made = await owner.post('/pools', {
    name: `Estoque de ${site.site_id}`,
    sources: [{ branch_id }],
    targets: [{ site_id: site.site_id }],
  })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  pools.set(site.site_id, made.body.id)
  return made.body.id
}

/** A product of ours that the site sells, with so many of it in the unified stock that the site shows. */
async function offer(site: OwnSite, unit_price_cents: number | null, available: number) {
  count += 1
  const sku = `OFERTA-${count}`
  const { owner, branch_id } = world.test
  const product_id = await makeProduct(owner, { sku, name: `Oferta ${count}`, unit_price_cents })
  await putLevel(owner, branch_id, product_id, 0, available)
  await world.test.app.sites.watch(world.test.tenant_id)
  await settle()
  const pool_id = await poolOf(site)
  await settle()
  const plan = await owner.post('/sync/plans', { pool_id, skus: [sku] })
  // The first product of a site waits for a person to agree; further ones follow by themselves.
  if (plan.body.lines.length > 0) await owner.post(`/sync/plans/${plan.body.id}/apply`)
  await settle()
  expect(await availableOf(site, sku)).toBe(available)
  return { sku, product_id }
}
const availableOf = async (site: OwnSite, sku: string) =>
  (await site.call('GET', `/stock?skus=${sku}`)).body.items[0]?.available

describe('the API for sites written by hand', () => {
  it('opens for the site’s own key, and for nothing else (sync 76)', async () => {
    const site = await openOwnSite(world, 'Chaves', null)
    const other = await openOwnSite(world, 'Outras chaves', null)
    const { sku } = await offer(site, 1000, 5)
    expect((await site.call('GET', `/stock?skus=${sku}`)).body.items).toMatchObject([{ sku, available: 5 }])
    expect((await other.call('GET', `/stock?skus=${sku}`)).body.items).toMatchObject([{ sku, available: 0 }])
    for (const key of ['', 'eus_x', world.test.owner.token, `${site.access.api_key}x`])
      expect((await site.call('GET', '/products', undefined, key)).status).toBe(401)
    const order = { reference: 'a', lines: [{ sku, quantity: 1 }] }
    const placed = await site.call('POST', '/orders', order)
    expect((await other.call('GET', `/orders/${placed.body.id}`)).status).toBe(404)
    await world.test.owner.post(`/sites/${site.site_id}/access`)
    expect((await site.call('GET', '/products')).status).toBe(401)
    await world.test.owner.patch(`/sites/${other.site_id}`, { state: 'paused' })
    expect((await other.call('GET', '/products')).status).toBe(403)
  })

  it('charges our price whatever the site says, and takes whole units only (sync 85)', async () => {
    const site = await openOwnSite(world, 'Preços', null)
    const { sku } = await offer(site, 5990, 10)
    const line = { sku, quantity: 2, price_cents: 1 }
    const placed = await site.call('POST', '/orders', { reference: '1', lines: [line], freight_cents: 500 })
    expect([placed.status, placed.body.total_cents]).toEqual([201, 11_980 + 500])
    expect(placed.body.lines).toMatchObject([{ sku, unit_price_cents: 5990, total_cents: 11_980 }])
    expect(await availableOf(site, sku)).toBe(8)
    for (const quantity of [0, -3, 1.5]) {
      const refused = await site.call('POST', '/orders', {
        reference: `q${quantity}`,
        lines: [{ sku, quantity }],
      })
      expect(refused.status).toBe(422)
    }
    const unpriced = await offer(site, null, 10)
    const free = await site.call('POST', '/orders', {
      reference: '2',
      lines: [{ sku: unpriced.sku, quantity: 1 }],
    })
    expect([free.status, free.body.code]).toEqual([422, 'ORDER_WITHOUT_PRICE'])
    const none = await site.call('POST', '/orders', { reference: '3', lines: [{ sku: 'NADA', quantity: 1 }] })
    expect([none.status, none.body.code]).toEqual([422, 'SITE_PRODUCT_UNKNOWN'])
    expect(await availableOf(site, sku)).toBe(8)
  })

  it('sells the last unit once, and says how much there was to everybody else (sync 86)', async () => {
    const site = await openOwnSite(world, 'Última', null)
    const { sku } = await offer(site, 1000, 1)
    const answers = await Promise.all(
      ['x', 'y', 'z'].map((reference) =>
        site.call('POST', '/orders', { reference, lines: [{ sku, quantity: 1 }] }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409])
    const refused = answers.find(({ status }) => status === 409)
    expect(refused?.body).toMatchObject({ code: 'INSUFFICIENT_STOCK', available: 0, required: 1 })
    expect(await availableOf(site, sku)).toBe(0)
  })

  it('knows an order by its reference: the same is the same, all lines or none', async () => {
    const site = await openOwnSite(world, 'Referência', null)
    const { sku } = await offer(site, 1000, 5)
    const scarce = await offer(site, 1000, 1)
    const order = { reference: 'P-1', lines: [{ sku, quantity: 2 }] }
    const answers = await Promise.all([1, 2, 3].map(() => site.call('POST', '/orders', order)))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(2)
    const other = await site.call('POST', '/orders', { ...order, lines: [{ sku, quantity: 3 }] })
    expect([other.status, other.body.code]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED'])
    const half = await site.call('POST', '/orders', {
      reference: 'P-2',
      lines: [
        { sku, quantity: 1 },
        { sku: scarce.sku, quantity: 2 },
      ],
    })
    expect(half.status).toBe(409)
    expect(await availableOf(site, sku)).toBe(3)
  })

  it('never moves an order back, and gives stock back once (sync 89)', async () => {
    const site = await openOwnSite(world, 'Estados', null)
    const { sku } = await offer(site, 1000, 5)
    const { id } = (await site.call('POST', '/orders', { reference: 'E-1', lines: [{ sku, quantity: 2 }] }))
      .body
    const to = (status: string) => site.call('POST', `/orders/${id}/status`, { status })
    expect((await to('paid')).body.status).toBe('paid')
    expect((await to('paid')).status).toBe(200)
    expect((await to('cancelled')).body.status).toBe('cancelled')
    expect((await to('cancelled')).status).toBe(200)
    const back = await to('paid')
    expect([back.status, back.body.code]).toEqual([409, 'ORDER_STATUS_REFUSED'])
    await settle()
    expect(await availableOf(site, sku)).toBe(5)
  })

  it('tells the site what became of its orders until it hears, and again when asked to', async () => {
    listener.answer(500)
    const site = await openOwnSite(world, 'Avisos', `${listener.url}-avisos`)
    const { sku } = await offer(site, 1000, 5)
    const customer = { name: 'Fulana de Tal', tax_id: '529.982.247-25' }
    const placed = await site.call('POST', '/orders', {
      reference: 'A-1',
      customer,
      lines: [{ sku, quantity: 1 }],
    })
    const deliveries = async () =>
      (await world.test.owner.get(`/sites/${site.site_id}/deliveries`)).body.items
    await settle()
    // What it did itself it is not told.
    expect(await deliveries()).toEqual([])
    expect((await world.test.owner.post(`/orders/${placed.body.id}/cancel`)).status).toBe(200)
    await world.test.app.orders.engine.rest()
    await eventually('the first attempt failed', async () => {
      world.test.app.background.outbox.wake(world.test.tenant_id)
      const [one] = await deliveries()
      return one?.attempts === 1 && one.error !== null ? one : undefined
    })
    expect(await deliveries()).toMatchObject([{ state: 'waiting', attempts: 1, error: 'status 500' }])
    listener.answer(200)
    world.control.advance(10 * 60_000)
    await world.test.app.sites.watch(world.test.tenant_id)
    const [told] = await deliveries()
    expect(told).toMatchObject({ state: 'delivered', attempts: 2, error: null })
    expect(JSON.parse(told.body)).toMatchObject({
      ...{ topic: 'order', id: placed.body.id, reference: 'A-1' },
      ...{ status: 'cancelled', invoice: null },
    })
    const before = listener.delivered.length
    expect((await world.test.owner.post(`/sites/${site.site_id}/deliveries/${told.id}/replay`)).status).toBe(
      200,
    )
    await world.test.app.sites.drain()
    expect(listener.delivered.slice(before).map(({ raw }) => raw.toString())).toEqual([told.body])
    expect(JSON.stringify(await world.query('select * from generic_deliveries'))).not.toMatch(
      /Fulana|529\.982/,
    )
  })
})

describe('a site written by hand as a target of a pool', () => {
  it('is linked by our catalogue, shows what is available and lowers the others when it sells', async () => {
    const { owner, branch_id } = world.test
    const site = await openOwnSite(world, 'No estoque', null)
    const { sku, product_id } = await offer(site, 1000, 10)
    expect(await availableOf(site, sku)).toBe(10)
    const order = { reference: 'S-1', status: 'paid', lines: [{ sku, quantity: 4 }] }
    expect((await site.call('POST', '/orders', order)).status).toBe(201)
    await settle()
    expect(await availableOf(site, sku)).toBe(6)
    const sold = { product_id, quantity: 1, sold_as: 'unit' }
    await owner.post('/sales', { branch_id, lines: [sold] })
    await settle()
    expect(await availableOf(site, sku)).toBe(5)
  })
})
