import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ok, openSyncWorld, type SyncWorld } from '../support/sync-world.ts'
import { type ConnectedShop, connectShop, showStockAt } from './support/connected-shop.ts'

/** A WooCommerce shop that shows the one stock, and one order of 2 there that is in Bling. */
let world: SyncWorld
let shop: ConnectedShop
let order_id: number

const REPLACE = 'PUT /pedidos/vendas/{idPedidoVenda}'

beforeEach(async () => {
  world = await openSyncWorld()
  shop = await connectShop(world, { name: 'Loja virtual', stock: 3 })
  await world.settle()
  await showStockAt(world, shop.site_id)
  order_id = shop.buy(2)
  await world.settle()
})
afterEach(() => world.close())

const shown = () => `${world.shown()}, loja ${shop.held()}`
const atShop = () => world.control.shopState(shop.shop_id).orders.find(({ id }) => id === order_id)
const inBling = () =>
  world.control.state(world.w.company_id).orders.filter((one) => one.shop_number === String(order_id))
const there = () => inBling().map(({ total, items }) => [total, ...items.map(({ quantity }) => quantity)])
const receivables = () => world.control.state(world.w.company_id).receivables.map(({ valor }) => valor)
const edit = (quantity: number, ...more: { product_id: number; quantity: number }[]) =>
  world.control.patchShopOrder(shop.shop_id, order_id, {
    line_items: [{ id: atShop()?.line_items[0]?.id ?? 0, quantity }, ...more],
  })
const ours = async () => {
  const [{ id }] = (await ok(world.test.owner.get('/orders'))).body.items
  return (await ok(world.test.owner.get(`/orders/${id}`))).body
}
const sending = async () => {
  const { state, reason } = (await ours()).sendings.find((one: { side: string }) => one.side === 'bling')
  return [state, reason]
}
const kinds = async () => (await ours()).timeline.map(({ kind }: { kind: string }) => kind)

describe('an order that is edited at its shop before anything of it left', () => {
  it('asks for what it has now, at once, and holds it in Bling, with the money of the new total (sync 45)', async () => {
    expect([shown(), there()]).toEqual(['W.C 17, Y.C 17, W.E 5, loja 17', [[119.8, 2]]])
    edit(5)
    await world.settle()
    expect([shown(), there(), receivables()]).toEqual([
      'W.C 14, Y.C 14, W.E 5, loja 14',
      [[299.5, 5]],
      [299.5],
    ])
    edit(1)
    await world.settle()
    await world.pass(31 * 60_000)
    expect([shown(), there(), receivables()]).toEqual(['W.C 18, Y.C 18, W.E 5, loja 18', [[59.9, 1]], [59.9]])
    expect([world.calls(REPLACE), world.calls('POST /pedidos/vendas')]).toEqual([2, 1])
    const seen = await ours()
    expect([seen.total_cents, seen.items.map((item: { quantity: number }) => item.quantity)]).toEqual([
      5990,
      [1],
    ])
    const edited = seen.timeline.find(({ kind }: { kind: string }) => kind === 'edited')
    expect(edited.facts).toMatchObject({
      before: { total_cents: 11_980, items: [{ quantity: 2 }] },
      after: { total_cents: 29_950, items: [{ quantity: 5 }] },
    })
  })

  it('asks for it while Bling is away, and is written there once although the answer is lost (sync 45)', async () => {
    const { company_id } = world.w
    const away = { kind: 'server_error_before', company_id, operation: REPLACE } as const
    world.control.setFaults([away])
    edit(5)
    await world.settle()
    expect([shown(), there()]).toEqual(['W.C 14, Y.C 14, W.E 5, loja 14', [[119.8, 2]]])
    world.control.setFaults([{ kind: 'bad_gateway_after', company_id, operation: REPLACE, times: 1 }])
    const before = world.calls(REPLACE)
    await world.pass(10 * 60_000)
    await world.pass(10 * 60_000)
    expect([shown(), there()]).toEqual(['W.C 14, Y.C 14, W.E 5, loja 14', [[299.5, 5]]])
    expect([world.calls(REPLACE) - before, await sending()]).toEqual([1, ['done', null]])
  })

  it('is not moved back by an older version, however late it comes', async () => {
    const old = atShop()
    const { tenant_id, app } = world.test
    edit(5)
    await world.settle()
    const line = { sku: 'CANECA-01', description: 'Caneca', unit_price_cents: 5990 }
    const version = { modified_at: new Date((old?.modified_at ?? 0) - 1000), digest: 'older' }
    await app.orders.take(tenant_id, shop.site_id, {
      ...{ site_order_id: String(order_id), number: String(order_id), word: 'processing', customer: null },
      ...{ placed_at: new Date(0), instalments: 1, payment_method: '', version, total_cents: 5990 },
      ...{ discount_cents: 0, freight_cents: 0, other_cents: 0 },
      items: [{ ...line, quantity: (await ours()).items[0].quantity }],
    })
    await world.settle()
    expect([shown(), there()]).toEqual(['W.C 14, Y.C 14, W.E 5, loja 14', [[299.5, 5]]])
  })

  it('waits whole while an added item is not linked, and goes on when it is taken out again', async () => {
    const { product_id } = world.control.addShopProduct(shop.shop_id, {
      ...{ name: 'Caneca azul', sku: 'AZUL', regular_price: '10.00', manage_stock: true, stock_quantity: 9 },
    })
    edit(3, { product_id, quantity: 1 })
    await world.settle()
    expect([there(), await sending()]).toEqual([[[119.8, 2]], ['waiting', 'unlinked']])
    expect(shown()).toBe('W.C 16, Y.C 16, W.E 5, loja 16')
    const added = atShop()?.line_items[1]?.id ?? 0
    world.control.patchShopOrder(shop.shop_id, order_id, { line_items: [{ id: added, quantity: 0 }] })
    await world.settle()
    expect([there(), await sending()]).toEqual([[[179.7, 3]], ['done', null]])
  })

  it('has its new address and note written to Bling, and everything else there left as it was', async () => {
    const before = await ok(world.test.owner.get('/orders'))
    world.control.patchShopOrder(shop.shop_id, order_id, {
      billing: { ...atShop()?.billing, address_1: 'Rua Nova' },
      customer_note: 'Deixar na portaria',
    })
    await world.settle()
    expect([there(), world.calls(REPLACE), before.body.items.length]).toEqual([[[119.8, 2]], 1, 1])
    const seen = await ours()
    expect(seen.customer).toMatchObject({ address: { street: 'Rua Nova' }, note: 'Deixar na portaria' })
    expect((await kinds()).join(' ')).toContain('edited accounts_reversed replacing')
  })
})

describe('an order that is edited at its shop too late', () => {
  it('to be followed, because it has an invoice, waits for a person with both versions, its stock kept', async () => {
    const { control, w, test } = world
    const { invoice_id } = control.addInvoice(w.company_id, inBling()[0]?.id ?? 0)
    control.patchInvoice(w.company_id, invoice_id, { situation: 5 })
    await world.settle()
    edit(5)
    await world.settle()
    await world.pass(31 * 60_000)
    expect([there(), await sending(), world.calls(REPLACE)]).toEqual([
      [[119.8, 2]],
      ['waiting', 'edited_invoiced'],
      0,
    ])
    expect(shown()).toBe('W.C 14, Y.C 14, W.E 5, loja 14')
    const { id, timeline } = await ours()
    expect(timeline.find(({ kind }: { kind: string }) => kind === 'edited').facts).toMatchObject({
      ...{
        held_because: 'invoiced',
        before: { items: [{ quantity: 2 }] },
        after: { items: [{ quantity: 5 }] },
      },
    })
    await ok(test.owner.post(`/orders/${id}/resend`))
    await world.settle()
    expect([await sending(), there(), world.calls(REPLACE)]).toEqual([['done', null], [[119.8, 2]], 0])
    expect(shown()).toBe('W.C 17, Y.C 17, W.E 5, loja 17')
  })

  it('because its goods left waits for a person, and nothing more leaves', async () => {
    const { control, w } = world
    control.ship(w.company_id, inBling()[0]?.id ?? 0, { deposit_id: w.deposits['P1']?.bling_id })
    control.patchOrder(w.company_id, inBling()[0]?.id ?? 0, { situation_id: 9 })
    await world.settle()
    expect(world.balance(w, 'P1')).toBe('8/8')
    edit(1)
    await world.settle()
    await world.pass(31 * 60_000)
    expect([await sending(), there(), world.balance(w, 'P1')]).toEqual([
      ['waiting', 'edited_left'],
      [[119.8, 2]],
      '8/8',
    ])
    expect(shown()).toBe('W.C 17, Y.C 17, W.E 5, loja 17')
  })

  it('because people changed it in Bling, too, is not overwritten', async () => {
    const { control, w } = world
    const { product_id } = w
    control.setFaults([{ kind: 'webhook_drop', company_id: w.company_id }])
    control.patchOrder(w.company_id, inBling()[0]?.id ?? 0, { items: [{ product_id, quantity: 4 }] })
    edit(3)
    await world.settle()
    control.setFaults()
    expect([await sending(), there()[0]?.[1], world.calls(REPLACE)]).toEqual([
      ['waiting', 'edited_changed_there'],
      4,
      0,
    ])
    // Whichever of both is more is kept from being sold.
    expect(shown()).toBe('W.C 15, Y.C 15, W.E 5, loja 15')
  })
})
