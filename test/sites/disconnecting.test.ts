import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { addCompany } from '../support/other-company.ts'
import { makeProduct, putLevel } from '../support/stock.ts'
import { openSiteWorld, type SiteWorld, type WorldShop } from './support/site-world.ts'

let world: SiteWorld
let shop: WorldShop & { readonly site_id: string }
let product_id: number
let pool_id: string
let webhook_url: string

beforeAll(async () => {
  world = await openSiteWorld()
  const { control, test } = world
  world.test.app.background.outbox.start()
  const ours = await makeProduct(test.owner, { sku: 'CANECA', gtin: null })
  await putLevel(test.owner, test.branch_id, ours, 0, 10)
  const opened = world.shop('Loja')
  product_id = control.addShopProduct(opened.shop_id, {
    ...{ name: 'Caneca', sku: 'CANECA', regular_price: '59.90', manage_stock: true, stock_quantity: 3 },
  }).product_id
  shop = await world.connectShop(opened)
  await settle()
  webhook_url = (await test.owner.get('/sites')).body.items[0].webhook_url
  const pool = await test.owner.post('/pools', {
    ...{ name: 'Estoque', sources: [{ branch_id: test.branch_id }], targets: [{ site_id: shop.site_id }] },
  })
  pool_id = pool.body.id
  control.addShopOrder(shop.shop_id, { line_items: [{ product_id, quantity: 2 }], set_paid: true })
  await settle()
})
afterAll(() => world.close())

async function settle(): Promise<void> {
  await world.settle()
  await eventually('the outbox is empty', async () => {
    world.test.app.background.outbox.wake(world.test.tenant_id)
    return (await world.query('select from outbox')).length === 0 ? true : undefined
  })
  await world.test.app.sync.engine.rest()
  await world.test.app.orders.engine.rest()
}
const path = () => `/sites/${shop.site_id}`
const orders = async () => (await world.test.owner.get('/orders')).body.items

it('says what goes away with a site, to its company only', async () => {
  const { owner } = world.test
  const { status, body } = await owner.get(`${path()}/dependents`)
  expect(status).toBe(200)
  expect(body.items).toEqual([
    { kind: 'pool_target', id: pool_id, name: 'Estoque' },
    { kind: 'product_links', id: shop.site_id, name: '1 produto vinculado' },
    { kind: 'open_orders', id: shop.site_id, name: '1 pedido em andamento' },
  ])
  const stranger = await addCompany(world.test)
  const refused = [await stranger.get(`${path()}/dependents`), await stranger.remove(path())]
  expect(refused.map((reply) => reply.status)).toEqual([404, 404])
})

it('forgets its keys and whatever refers to it, asks it nothing more, and keeps its orders', async () => {
  const { owner } = world.test
  const [order] = await orders()
  const looked = async () => (await owner.get('/sync/status')).body.sites
  expect(await looked()).toMatchObject([
    { site_id: shop.site_id, name: 'Loja', state: 'active', last_sweep_at: expect.any(String) },
  ])
  expect((await owner.remove(path())).status).toBe(204)
  expect(await looked()).toEqual([])
  expect((await owner.get('/sites')).body.items).toEqual([])
  expect((await owner.get('/pools')).body.items[0].targets).toEqual([])
  expect(await world.query('select from site_product_links')).toEqual([])
  const rows = await world.query(
    'select credentials, api_key_hash, removed_at is not null as gone from sites',
  )
  expect(rows).toEqual([{ credentials: null, api_key_hash: null, gone: true }])
  const calls = world.sandbox.calls().length
  await owner.post(`/orders/${order.id}/cancel`)
  world.control.advance(61 * 60_000)
  await settle()
  await world.test.app.sites.watch(world.test.tenant_id)
  expect(world.sandbox.calls().length).toBe(calls)
  expect(await orders()).toMatchObject([{ id: order.id, status: 'cancelled' }])
  expect((await orders())[0].sendings.filter((one: { state: string }) => one.state !== 'done')).toEqual([])
})

it('refuses what the shop goes on telling, and is not there for anything else', async () => {
  const { owner } = world.test
  const told = await fetch(webhook_url, { method: 'POST', body: '{}' })
  expect(told.status).toBe(404)
  const asked = await Promise.all([
    owner.remove(path()),
    owner.patch(path(), { name: 'Outra' }),
    owner.get(`${path()}/products`),
    owner.get(`${path()}/order-route`),
    owner.get(`${path()}/dependents`),
  ])
  expect(asked.map((reply) => reply.status)).toEqual([404, 404, 404, 404, 404])
})

it('lets the same shop be connected anew, under the same name', async () => {
  const again = await world.connectShop(shop)
  expect(again.site_id).not.toBe(shop.site_id)
  expect((await world.test.owner.get('/sites')).body.items).toMatchObject([
    { id: again.site_id, name: 'Loja' },
  ])
  const audit = (await world.test.owner.get('/audit?limit=200')).body.items
  expect(audit.find((one: { action: string }) => one.action === 'site.disconnected')).toMatchObject({
    target: shop.site_id,
  })
})
