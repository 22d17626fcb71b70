import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ok, openSyncWorld, type SyncWorld } from '../support/sync-world.ts'
import { type ConnectedShop, connectShop, showStockAt } from './support/connected-shop.ts'

/** The two accounts of the fixture, and a WooCommerce shop that shows their one stock and whose orders go to W. */
let world: SyncWorld
let shop: ConnectedShop

const OPEN = 6
const IN_PROGRESS = 15
const CANCELLED = 12

beforeEach(async () => {
  world = await openSyncWorld()
  shop = await connectShop(world, { name: 'Loja virtual', stock: 3 })
  await world.settle()
})
afterEach(() => world.close())

const show = () => showStockAt(world, shop.site_id)
const buy: ConnectedShop['buy'] = (...sold) => shop.buy(...sold)
const atShop = (order_id: number) =>
  world.control.shopState(shop.shop_id).orders.find((order) => order.id === order_id)
const shown = () => `${world.shown()}, loja ${shop.held()}`
const inBling = (order_id: number) =>
  world.control.state(world.w.company_id).orders.filter((order) => order.shop_number === String(order_id))
const ours = async () => (await ok(world.test.owner.get('/orders'))).body.items
const detail = async (id: string) => (await ok(world.test.owner.get(`/orders/${id}`))).body
let bought = 0
const there = () => inBling(bought)[0]?.id ?? 0
function invoice(): void {
  const { invoice_id } = world.control.addInvoice(world.w.company_id, there())
  world.control.patchInvoice(world.w.company_id, invoice_id, { situation: 5 })
}
const metaOf = (order_id: number) =>
  Object.fromEntries((atShop(order_id)?.meta_data ?? []).map(({ key, value }) => [key, value]))

describe('an order of a shop', () => {
  it('arrives once by event and by verification, and is in Bling once, with its buyer and its stock (sync 87)', async () => {
    await show()
    expect(shown()).toBe('W.C 19, Y.C 19, W.E 5, loja 19')
    const order_id = buy(2)
    await world.settle()
    await world.pass(31 * 60_000)
    expect(await ours()).toMatchObject([
      {
        number: String(order_id),
        site_id: shop.site_id,
        status: 'preparing',
        payment_status: 'approved',
        total_cents: 11_980,
      },
    ])
    expect(inBling(order_id)).toMatchObject([{ total: 119.8, situation_id: IN_PROGRESS }])
    expect(world.calls('POST /pedidos/vendas')).toBe(1)
    expect(shown()).toBe('W.C 17, Y.C 17, W.E 5, loja 17')
    const [{ id }] = await ours()
    const { customer } = await detail(id)
    expect(customer).toMatchObject({
      name: 'Maria Silva',
      document: '52998224725',
      address: { city: 'São Paulo' },
    })
  })

  it('of which no event came is found by the verification, once, and by a late event not again (sync 88)', async () => {
    await show()
    world.control.setFaults([{ kind: 'webhook_drop', company_id: shop.shop_id }])
    const order_id = buy(2)
    await world.settle()
    expect(await ours()).toEqual([])
    await world.pass(31 * 60_000)
    world.control.setFaults()
    expect(inBling(order_id)).toHaveLength(1)
    await world.control.patchShopOrder(shop.shop_id, order_id, { customer_note: 'Deixar na portaria' })
    await world.settle()
    expect(inBling(order_id)).toHaveLength(1)
    expect(await ours()).toHaveLength(1)
    expect(shown()).toBe('W.C 17, Y.C 17, W.E 5, loja 17')
  })

  it('waits while Bling is away, its stock kept everywhere meanwhile, and goes out once (sync 88)', async () => {
    await show()
    const { company_id } = world.w
    world.control.setFaults([{ kind: 'server_error_before', company_id, operation: 'POST /pedidos/vendas' }])
    const order_id = buy(2)
    await world.settle()
    await world.pass(2 * 3_600_000)
    expect(inBling(order_id)).toEqual([])
    expect(shown()).toBe('W.C 17, Y.C 17, W.E 5, loja 17')
    world.control.setFaults()
    await world.pass(10 * 60_000)
    expect(inBling(order_id)).toHaveLength(1)
    expect(shown()).toBe('W.C 17, Y.C 17, W.E 5, loja 17')
  })

  it('has its payment told to Bling, and its invoice and state told to the shop (sync 89)', async () => {
    await show()
    const order_id = buy(2, { status: 'on-hold' })
    await world.settle()
    expect(inBling(order_id)[0]?.situation_id).toBe(OPEN)
    world.control.patchShopOrder(shop.shop_id, order_id, { status: 'processing' })
    await world.settle()
    expect(inBling(order_id)[0]?.situation_id).toBe(IN_PROGRESS)
    const bling_id = inBling(order_id)[0]?.id ?? 0
    const { invoice_id } = world.control.addInvoice(world.w.company_id, bling_id)
    world.control.patchInvoice(world.w.company_id, invoice_id, { situation: 5 })
    await world.settle()
    const [invoice] = world.control.state(world.w.company_id).invoices
    expect(metaOf(order_id)).toMatchObject({ nfe_chave: invoice?.access_key })
    expect(atShop(order_id)?.notes).toMatchObject([{ is_for_customer: true }])
    expect(atShop(order_id)?.notes?.[0]?.note).toContain(invoice?.access_key)
    expect(atShop(order_id)?.status).toBe('processing')
    world.control.patchOrder(world.w.company_id, bling_id, { situation_id: 9 })
    await world.settle()
    expect(atShop(order_id)?.status).toBe('completed')
    // Told of the invoice again, it writes no second letter.
    expect(atShop(order_id)?.notes).toHaveLength(1)
  })

  it('that is cancelled at the shop is cancelled in Bling, and its stock is free once (sync 89)', async () => {
    await show()
    const order_id = buy(2)
    await world.settle()
    expect(shown()).toBe('W.C 17, Y.C 17, W.E 5, loja 17')
    world.control.patchShopOrder(shop.shop_id, order_id, { status: 'cancelled' })
    await world.settle()
    await world.pass(31 * 60_000)
    expect(inBling(order_id)).toMatchObject([{ situation_id: CANCELLED }])
    expect(shown()).toBe('W.C 19, Y.C 19, W.E 5, loja 19')
    world.control.patchShopOrder(shop.shop_id, order_id, { customer_note: 'Cancelado por engano?' })
    await world.pass(31 * 60_000)
    expect(shown()).toBe('W.C 19, Y.C 19, W.E 5, loja 19')
  })

  it('that is cancelled in Bling is cancelled at the shop, and its stock is free once (sync 89)', async () => {
    await show()
    const order_id = buy(2)
    await world.settle()
    world.control.patchOrder(world.w.company_id, inBling(order_id)[0]?.id ?? 0, { situation_id: CANCELLED })
    await world.settle()
    await world.pass(31 * 60_000)
    expect(atShop(order_id)?.status).toBe('cancelled')
    expect(shown()).toBe('W.C 19, Y.C 19, W.E 5, loja 19')
  })

  it.each([
    ['its invoice', () => invoice()],
    ['that it left', () => world.control.patchOrder(world.w.company_id, there(), { situation_id: 9 })],
  ])(
    'that is cancelled at the shop before the shop was told %s stays cancelled there',
    async (_news, happen) => {
      await show()
      bought = buy(2)
      await world.settle()
      world.control.setFaults([{ kind: 'webhook_drop', company_id: shop.shop_id }])
      world.control.patchShopOrder(shop.shop_id, bought, { status: 'cancelled' })
      happen()
      await world.settle()
      world.control.setFaults()
      await world.pass(31 * 60_000)
      expect(atShop(bought)?.status).toBe('cancelled')
      expect(inBling(bought)).toMatchObject([{ situation_id: CANCELLED }])
      const [{ id }] = await ours()
      expect((await detail(id)).status).toBe('cancelled')
    },
  )

  it('that holds nothing at the shop yet is none of ours, until it is paid', async () => {
    await show()
    const order_id = buy(2, { status: 'pending' })
    await world.pass(31 * 60_000)
    expect([await ours(), shown()]).toEqual([[], 'W.C 19, Y.C 19, W.E 5, loja 19'])
    world.control.patchShopOrder(shop.shop_id, order_id, { status: 'processing' })
    await world.settle()
    expect(inBling(order_id)).toHaveLength(1)
    expect(shown()).toBe('W.C 17, Y.C 17, W.E 5, loja 17')
  })

  it('with a product that nobody linked waits whole, and goes once a person links it (sync 89)', async () => {
    await show()
    const stranger = world.control.addShopProduct(shop.shop_id, {
      ...{ name: 'Caneca azul', sku: 'AZUL', regular_price: '10.00', manage_stock: true, stock_quantity: 9 },
    }).product_id
    const order_id = buy(2, { set_paid: true, line_items: [{ product_id: stranger, quantity: 1 }] })
    await world.settle()
    const [{ id }] = await ours()
    expect((await detail(id)).sendings).toMatchObject([
      { side: 'bling', state: 'waiting', reason: 'unlinked' },
    ])
    expect(inBling(order_id)).toEqual([])
    const { test, w, control } = world
    const made = await ok(test.owner.post('/products', { sku: 'CANECA-AZUL', name: 'Caneca azul' }))
    const stock = [{ deposit_id: w.deposits['P1']?.bling_id ?? 0, quantity: 5 }]
    control.addProduct(w.company_id, { name: 'Caneca azul', sku: 'CANECA-AZUL', price: 10, stock })
    await test.app.sites.watch(test.tenant_id)
    await world.settle()
    const link = { product_id: made.body.id, site_product_id: String(stranger) }
    await ok(test.owner.post(`/sites/${shop.site_id}/links`, link))
    await world.settle()
    await world.pass(31 * 60_000)
    await ok(test.owner.post(`/orders/${id}/resend`))
    await world.settle()
    expect(inBling(order_id)).toHaveLength(1)
    expect((await detail(id)).items).toMatchObject([{ sku: 'CANECA-AZUL', quantity: 1 }])
  })
})

describe('orders from before the shop was connected', () => {
  it('are left alone when they are over, and wait for a person when they are still to leave', async () => {
    const { control, test } = world
    let [over, open] = [0, 0]
    await ok(test.owner.patch(`/sites/${shop.site_id}`, { name: 'Outra' }))
    await connectShop(world, { name: 'Antiga', stock: 30 }, (antiga) => {
      over = antiga.buy(1)
      control.patchShopOrder(antiga.shop_id, over, { status: 'completed' })
      open = antiga.buy(2)
      control.advance(60_000)
    })
    await world.pass(31 * 60_000)
    const [held, ...others] = await ours()
    expect(others).toEqual([])
    expect(held).toMatchObject({
      number: String(open),
      sendings: [{ side: 'bling', state: 'waiting', reason: 'held' }],
    })
    expect(world.calls('POST /pedidos/vendas')).toBe(0)
    expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
    await ok(test.owner.post(`/orders/${held.id}/resend`))
    await world.settle()
    expect(inBling(open)).toHaveLength(1)
    expect(inBling(over)).toEqual([])
    expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
  })
})
