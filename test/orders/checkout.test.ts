import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { ok, SKU } from '../support/sync-world.ts'
import type { Reply } from '../support/test-app.ts'
import { type OrderWorld, openOrderWorld } from './support/order-world.ts'

let world: OrderWorld
let count = 0
let api_key: string

beforeAll(async () => {
  world = await openOrderWorld()
  const { owner, app, tenant_id } = world.test
  const found = await ok(owner.get(`/products?search=${SKU}`))
  await ok(owner.patch(`/products/${found.body.items[0].id}`, { unit_price_cents: 5990 }))
  api_key = (await ok(owner.post(`/sites/${world.site_id}/access`))).body.api_key
  await app.sites.watch(tenant_id)
})
beforeEach(() => {
  count += 1
})
afterAll(() => world.close())

/** What the site itself asks for. */
const buy = async (lines: readonly object[], more: object = {}) => {
  const order = { reference: `C-${count}`, customer: { name: 'Maria Silva' }, lines, ...more }
  const response = await fetch(`${world.address}/site-api/v1/orders`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api_key}`, 'content-type': 'application/json' },
    body: JSON.stringify(order),
  })
  const replayed = response.headers.get('idempotency-replayed')
  return { status: response.status, body: (await response.json()) as Reply['body'], replayed }
}
const available = async () => (await ok(world.test.owner.get(`/sync/skus/${SKU}`))).body.pools[0].available

describe('a checkout', () => {
  it('is charged by our price, whatever the browser says of it (sync 85)', async () => {
    const before = await available()
    const bought = await buy([{ sku: SKU, quantity: 2, price_cents: 1 }])
    expect([bought.status, bought.body.total_cents]).toEqual([201, 11_980])
    await world.settle()
    expect(world.inBling(world.w, `C-${count}`)[0]?.total).toBe(119.8)
    expect(await available()).toBe(before - 2)
  })

  it.each([0, -3, 1.5, '2', null, 1e9])(
    'of a quantity of %s is refused, and no stock changes (sync 85)',
    async (quantity) => {
      const before = world.shown()
      const refused = await buy([{ sku: SKU, quantity }])
      expect([refused.status, refused.body.code]).toEqual([422, 'INVALID_VALUES'])
      await world.settle()
      expect(world.shown()).toBe(before)
    },
  )

  it('of what nobody knows, or has no price or no stock that is known, is refused with what to do', async () => {
    const { owner } = world.test
    const codeOf = async (sku: string) => {
      const { status, body } = await buy([{ sku, quantity: 1 }])
      return [status, body.code, body.sku]
    }
    expect(await codeOf('NINGUEM')).toEqual([422, 'SITE_PRODUCT_UNKNOWN', 'NINGUEM'])
    await ok(owner.post('/products', { sku: 'SEM-POOL', name: 'Sem pool', unit_price_cents: 100 }))
    await world.test.app.sites.watch(world.test.tenant_id)
    expect(await codeOf('SEM-POOL')).toEqual([409, 'ORDER_STOCK_UNKNOWN', 'SEM-POOL'])
    const wrong = await buy([{ sku: SKU, quantity: 1 }], {
      customer: { name: 'Ana', tax_id: '123.456.789-00' },
    })
    expect([wrong.status, wrong.body.code]).toEqual([422, 'ORDER_DOCUMENT_INVALID'])
  })

  it('of the same number is the same order', async () => {
    const first = await buy([{ sku: SKU, quantity: 1 }])
    const again = await buy([{ sku: SKU, quantity: 1 }])
    expect([first.status, again.status, again.body.id]).toEqual([201, 201, first.body.id])
    expect([first.replayed, again.replayed]).toEqual([null, 'true'])
  })

  it('tells what becomes of the payment at any time, and a refusal only while it is open (sync 89)', async () => {
    const bought = await buy([{ sku: SKU, quantity: 1 }])
    const say = async (status: string) => {
      const response = await fetch(`${world.address}/site-api/v1/orders/${bought.body.id}/status`, {
        method: 'POST',
        headers: { authorization: `Bearer ${api_key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ status }),
      })
      const body = (await response.json()) as Reply['body']
      return [response.status, body.status === response.status ? body.code : body.status]
    }
    expect(await say('paid')).toEqual([200, 'paid'])
    expect(await say('refused')).toEqual([409, 'ORDER_STATUS_REFUSED'])
    await world.settle()
    world.control.patchOrder(world.w.company_id, world.inBling(world.w, `C-${count}`)[0]?.id ?? 0, {
      situation_id: 9,
    })
    await world.settle()
    expect(await say('cancelled')).toEqual([409, 'ORDER_STATUS_REFUSED'])
    expect(await say('charged_back')).toEqual([200, 'shipped'])
    expect(await say('charged_back')).toEqual([200, 'shipped'])
    expect(await say('maybe')).toEqual([422, 'INVALID_VALUES'])
  })

  it('of a kit asks for its parts, on the sum of everything in the cart, and is charged by the kit’s own price (sync 53)', async () => {
    const { control, test, w } = world
    const componentes = [{ produto: { id: w.product_id }, quantidade: 2 }]
    for (const sku of ['DUPLA', 'PAR']) {
      const structure = { tipoEstoque: 'V' as const, componentes }
      control.addProduct(w.company_id, { name: sku, sku, format: 'E', structure })
      await ok(test.owner.post('/products', { sku, name: sku, unit_price_cents: 9990 }))
    }
    const path = `/bling/accounts/${w.account_id}/products/imports`
    await test.owner.post(path, { scope: 'everything' })
    await eventually('the kits are read', async () =>
      (await test.owner.get(path)).body.items[0].state === 'complete' ? true : undefined,
    )
    await test.app.sites.watch(test.tenant_id)
    await world.settle()
    const left = await available()
    const half = Math.floor(left / 4)
    const refused = await buy([
      { sku: 'DUPLA', quantity: half },
      { sku: 'PAR', quantity: half },
      { sku: SKU, quantity: left },
    ])
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { code: 'INSUFFICIENT_STOCK', sku: SKU, required: 4 * half + left, available: left },
    ])
    expect(await available()).toBe(left)
    const bought = await buy([
      { sku: 'DUPLA', quantity: 1 },
      { sku: 'PAR', quantity: 1 },
    ])
    expect([bought.status, bought.body.total_cents]).toEqual([201, 19_980])
    await world.settle()
    expect(await available()).toBe(left - 4)
  })

  it('of the last unit by two at once has one order, one refusal that says what is left, and nothing left (sync 86)', async () => {
    await world.settle()
    const left = await available()
    const all = await buy([{ sku: SKU, quantity: left - 1 }])
    expect(all.status).toBe(201)
    const at = (number: string) => buy([{ sku: SKU, quantity: 1 }], { reference: number })
    const both = await Promise.all([at('U-1'), at('U-2')])
    expect(both.map((reply) => reply.status).toSorted()).toEqual([201, 409])
    const refused = both.find((reply) => reply.status === 409)
    expect(refused?.body).toMatchObject({ code: 'INSUFFICIENT_STOCK', available: 0, required: 1 })
    await world.settle()
    expect(await available()).toBe(0)
    expect(world.shown()).toBe('W.C 0, Y.C 0, W.E 5')
    expect((await at('U-3')).status).toBe(409)
    // What a cancelled order gives back can be bought again.
    const winner = both.find((reply) => reply.status === 201)
    await ok(world.test.owner.post(`/orders/${winner?.body.id}/cancel`))
    await world.settle()
    expect((await at('U-3')).status).toBe(201)
  })
})
