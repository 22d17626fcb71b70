import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { makeProduct, putLevel } from '../support/stock.ts'
import type { Caller } from '../support/test-app.ts'
import { openSiteWorld, type SiteWorld, type WorldShop } from './support/site-world.ts'

type Shop = WorldShop & { readonly site_id: string; readonly product_id: number }

let world: SiteWorld
let owner: Caller
/** Products, shops and a pool of each test's own: ours has `sku`, the branch holds ten, both shops show three of it. */
let sku: string
let product_id: string
let a: Shop
let b: Shop
let pool_id: string
let count = 0

beforeAll(async () => {
  world = await openSiteWorld()
  owner = world.test.owner
  world.test.app.background.outbox.start()
})
afterAll(() => world.close())

/** Lets everybody tell and do what is due, until nobody has anything left. */
async function settle(): Promise<void> {
  for (let isBusy = true; isBusy; ) {
    const before = world.sandbox.calls().length
    await world.settle()
    await eventually('the outbox is empty', async () => {
      world.test.app.background.outbox.wake(world.test.tenant_id)
      return (await world.query('select from outbox')).length === 0 ? true : undefined
    })
    await world.test.app.sync.engine.rest()
    isBusy = world.sandbox.calls().length > before
  }
}
const pass = async (ms: number) => {
  world.control.advance(ms)
  await settle()
}
const heldAt = (shop: Shop) =>
  world.control.shopState(shop.shop_id).products.find(({ id }) => id === shop.product_id)?.stock_quantity
const shown = () => [heldAt(a), heldAt(b)]
const buy = (shop: Shop, quantity: number) =>
  world.control.addShopOrder(shop.shop_id, {
    line_items: [{ product_id: shop.product_id, quantity }],
    set_paid: true,
  }).order_id
const sell = async (quantity: number) => {
  const line = { product_id, quantity, sold_as: 'unit' }
  const sold = await owner.post('/sales', { branch_id: world.test.branch_id, lines: [line] })
  expect(sold.status).toBe(201)
}
const writesTo = (shop: Shop, since: number) =>
  world.sandbox
    .calls()
    .slice(since)
    .filter((call) => call.company_id === shop.shop_id && call.operation === 'WC POST /products/batch').length
const why = async () => (await owner.get(`/sync/skus/${sku}`)).body

async function open(name: string): Promise<Shop> {
  const shop = world.shop(name)
  const made = world.control.addShopProduct(shop.shop_id, {
    ...{ name: 'Caneca', sku, regular_price: '59.90' },
    ...{ manage_stock: true, stock_quantity: 3 },
  })
  const connected = await world.connectShop(shop)
  return { ...connected, product_id: made.product_id }
}

beforeEach(async () => {
  count += 1
  sku = `CANECA-${count}`
  product_id = await makeProduct(owner, { sku, gtin: null })
  await putLevel(owner, world.test.branch_id, product_id, 0, 10)
  a = await open(`Loja A${count}`)
  b = await open(`Loja B${count}`)
  await settle()
  pool_id = await makePool([{ site_id: a.site_id }, { site_id: b.site_id }])
  await settle()
})

async function makePool(targets: readonly Record<string, unknown>[]): Promise<string> {
  const made = await owner.post('/pools', {
    name: `Estoque ${count}`,
    sources: [{ branch_id: world.test.branch_id }],
    targets,
  })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return made.body.id
}
async function agree(): Promise<Record<string, unknown>[]> {
  const plan = await owner.post('/sync/plans', { pool_id })
  expect(plan.status).toBe(201)
  expect((await owner.post(`/sync/plans/${plan.body.id}/apply`)).status).toBe(202)
  await pass(60_000)
  return plan.body.lines
}

describe('a site as a target of a pool', () => {
  it('shows nothing of ours before a person agreed to the plan that names it, and then what is available (sync 67)', async () => {
    const before = world.sandbox.calls().length
    await pass(31 * 60_000)
    expect(shown()).toEqual([3, 3])
    const lines = await agree()
    expect(lines).toMatchObject(
      [a, b]
        .toSorted((one, other) => (one.site_id < other.site_id ? -1 : 1))
        .map(({ site_id, product_id: there }) => ({
          ...{ sku, site_id, account_id: null, deposit_id: null, product_id: String(there) },
          ...{ current: 3, target: 10, difference: 7, operation: 'B' },
        })),
    )
    expect(shown()).toEqual([10, 10])
    expect([writesTo(a, before), writesTo(b, before)]).toEqual([1, 1])
  })

  it('follows a sale at the counter, once', async () => {
    await agree()
    const before = world.sandbox.calls().length
    await sell(1)
    await settle()
    expect(shown()).toEqual([9, 9])
    expect([writesTo(a, before), writesTo(b, before)]).toEqual([1, 1])
  })

  it('lowers every other site when one sells, and never raises itself again (sync 38)', async () => {
    await agree()
    const before = world.sandbox.calls().length
    const order = buy(a, 2)
    await settle()
    expect(shown()).toEqual([8, 8])
    expect([writesTo(a, before), writesTo(b, before)]).toEqual([0, 1])
    await pass(31 * 60_000)
    expect(shown()).toEqual([8, 8])
    world.control.patchShopOrder(a.shop_id, order, { status: 'completed' })
    await settle()
    expect(shown()).toEqual([8, 8])
    expect((await why()).pools[0].why.demand).toMatchObject([
      { channel_id: a.site_id, order_id: String(order), quantity: 2, phase: 'shipped' },
    ])
  })

  it('gives back what a cancelled order asked for, once (sync 43, 89)', async () => {
    await agree()
    const order = buy(a, 2)
    await settle()
    world.control.patchShopOrder(a.shop_id, order, { status: 'cancelled' })
    await settle()
    expect(shown()).toEqual([10, 10])
    await pass(31 * 60_000)
    expect(shown()).toEqual([10, 10])
  })

  it('keeps a number that no source ever said anything of, until a person has seen the plan or counted (sync 67)', async () => {
    await agree()
    const offer = (name: string, there: number) => {
      const own = { name, sku: name, manage_stock: true, stock_quantity: there, regular_price: '10.00' }
      return { ...a, product_id: world.control.addShopProduct(a.shop_id, own).product_id }
    }
    const uncounted = offer(`NOVA-${count}`, 7)
    const counted = offer(`OUTRA-${count}`, 4)
    await makeProduct(owner, { sku: `NOVA-${count}`, gtin: null })
    const second = await makeProduct(owner, { sku: `OUTRA-${count}`, gtin: null })
    await owner.post(`/sites/${a.site_id}/products/imports`, { scope: 'everything' })
    await settle()
    await pass(31 * 60_000)
    expect([heldAt(uncounted), heldAt(counted)]).toEqual([7, 4])
    await putLevel(owner, world.test.branch_id, second, 0, 5)
    await pass(31 * 60_000)
    expect([heldAt(uncounted), heldAt(counted)]).toEqual([7, 5])
    const { items } = (await owner.get(`/sync/plans?pool_id=${pool_id}`)).body
    expect(items[0]).toMatchObject({
      ...{ kind: 'approval', state: 'open', causes: [{ code: 'UNSEEN_STOCK', affected_skus: 2 }] },
    })
    const plan = (await owner.get(`/sync/plans/${items[0].id}`)).body
    expect(plan.lines).toMatchObject([
      { sku: `NOVA-${count}`, current: 7, target: 0 },
      { sku: `OUTRA-${count}`, current: 4, target: 0 },
    ])
    await owner.post(`/sync/plans/${plan.id}/apply`)
    await pass(60_000)
    expect([heldAt(uncounted), heldAt(counted)]).toEqual([0, 5])
  })

  it('is verified periodically: an order of which no event came, and a number that somebody typed (sync 50, 35)', async () => {
    await agree()
    world.control.setFaults([{ kind: 'webhook_drop', company_id: a.shop_id }])
    buy(a, 3)
    await settle()
    expect(shown()).toEqual([7, 10])
    await pass(31 * 60_000)
    expect(shown()).toEqual([7, 7])
    await world.control.patchShopProduct(a.shop_id, a.product_id, { stock_quantity: 30 })
    await pass(31 * 60_000)
    world.control.setFaults([])
    expect(shown()).toEqual([7, 7])
    const before = world.sandbox.calls().length
    await pass(31 * 60_000)
    expect([writesTo(a, before), writesTo(b, before)]).toEqual([0, 0])
  })

  it('is not overwritten where a sale landed after we looked', async () => {
    await agree()
    let isSold = false
    world.onCall(({ url, method }) => {
      // The look that decides is the first reading of this product; the sale comes right behind it.
      if (isSold || method !== 'GET' || !url.includes(a.shop_id) || !url.includes('include=')) return
      isSold = true
      buy(a, 1)
    })
    await sell(1)
    await settle()
    world.onCall(null)
    await pass(60_000)
    expect(isSold).toBe(true)
    expect(shown()).toEqual([8, 8])
  })

  it('that is paused or does not answer keeps its number and holds nobody else back', async () => {
    await agree()
    world.control.setFaults([{ kind: 'server_error_before', company_id: a.shop_id }])
    await sell(1)
    await settle()
    expect(shown()).toEqual([10, 9])
    world.control.setFaults([])
    await pass(10 * 60_000)
    expect(shown()).toEqual([9, 9])
    await owner.patch(`/sites/${a.site_id}`, { state: 'paused' })
    await sell(1)
    await settle()
    expect(shown()).toEqual([9, 8])
    await owner.patch(`/sites/${a.site_id}`, { state: 'active' })
    await settle()
    expect(shown()).toEqual([8, 8])
  })

  it('shows its share, and is named in the pool', async () => {
    const changed = await owner.patch(`/pools/${pool_id}`, {
      targets: [
        { site_id: a.site_id, policy: { kind: 'share', value: 40 } },
        { site_id: b.site_id, policy: { kind: 'max', value: 2 } },
      ],
    })
    expect(changed.body.targets).toMatchObject([
      { site_id: a.site_id, name: `Loja A${count}`, deposit_id: null },
      { site_id: b.site_id, name: `Loja B${count}` },
    ])
    await settle()
    await agree()
    expect(shown()).toEqual([4, 2])
    const unknown = await owner.patch(`/pools/${pool_id}`, { targets: [{ site_id: pool_id }] })
    expect([unknown.status, unknown.body.code]).toEqual([422, 'POOL_REFUSED'])
  })
})
