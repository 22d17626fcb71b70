import { describe, expect, it } from 'vitest'
import type { SiteProductRef } from '../../src/server/sites/connector.ts'
import {
  allProducts,
  connectorContract,
  failure,
  shown,
  units,
  walkOrders,
} from './support/connector-contract.ts'
import { openWooSite, type WooUnderTest } from './support/woo-site.ts'

connectorContract('WooCommerce by OAuth 1.0a', () => openWooSite())
connectorContract('WooCommerce over TLS', () => openWooSite({ is_tls: true }))

const SHIRT = { sku: 'CAM-P', stock: 4 }

/** A variable product with one variation; its ref. */
function addVariation(site: WooUnderTest): SiteProductRef {
  const { control } = site.sandbox
  const parent = control.addShopProduct(site.shop_id, { name: 'Camisa', type: 'variable' })
  const child = control.addShopProduct(site.shop_id, {
    ...{ parent_id: parent.product_id, sku: SHIRT.sku, regular_price: '39.90' },
    ...{ manage_stock: true, stock_quantity: SHIRT.stock, global_unique_id: '7891000100103' },
  })
  return { product_id: String(child.product_id), parent_id: String(parent.product_id) }
}

describe('variations of a WooCommerce shop', () => {
  it('are read with their parent, which holds no stock, and written at their own address', async () => {
    const site = await openWooSite()
    const shirt = addVariation(site)
    const mug = await site.add({ sku: 'CANECA-01', name: 'Caneca', price_cents: 5990, stock: 10 })
    expect((await allProducts(site.connector)).map(({ kind, sku, gtin }) => [kind, sku, gtin])).toEqual([
      ['parent', '', null],
      ['variation', 'CAM-P', '7891000100103'],
      ['simple', 'CANECA-01', null],
    ])
    expect(await site.connector.products.ofSkus(['CAM-P'])).toMatchObject([shirt])
    const ends = await site.connector.stock.set([
      { ref: mug, quantity: units(1) },
      { ref: shirt, quantity: units(2) },
    ])
    expect(ends.map((end) => end.kind === 'done' && shown(end.result))).toEqual([1, 2])
    expect((await site.connector.stock.read([shirt, mug])).map(shown)).toEqual([2, 1])
    const priced = await site.connector.products.write([{ ref: shirt, fields: { price_cents: 4290 } }])
    expect(priced).toMatchObject([{ kind: 'done', result: { ...shirt, price_cents: 4290 } }])
    const order_id = await site.buy([{ ref: shirt, quantity: 1 }])
    expect((await site.kept.read(order_id))?.lines).toMatchObject([{ ...shirt, sku: 'CAM-P' }])
  })
})

describe('the stock of a WooCommerce shop', () => {
  it('is uncounted where the shop does not count it, and counted from the first number on', async () => {
    const site = await openWooSite()
    const { product_id } = site.sandbox.control.addShopProduct(site.shop_id, { name: 'Adesivo' })
    const ref = { product_id: String(product_id), parent_id: null }
    expect((await site.connector.stock.read([ref])).map(shown)).toEqual(['uncounted'])
    await site.connector.stock.set([{ ref, quantity: units(6) }])
    expect((await site.connector.stock.read([ref])).map(shown)).toEqual([6])
  })

  it('is asked and written a hundred products a call', async () => {
    const site = await openWooSite()
    const refs: SiteProductRef[] = []
    for (let n = 0; n < 150; n += 1)
      refs.push(await site.add({ sku: `P${n}`, name: `P${n}`, price_cents: 100, stock: n }))
    expect((await site.connector.stock.read(refs)).map(shown)).toEqual(refs.map((_, n) => n))
    const ends = await site.connector.stock.set(refs.map((ref) => ({ ref, quantity: units(1) })))
    expect(ends.every(({ kind }) => kind === 'done')).toBe(true)
    expect(site.sandbox.calls().map(({ operation }) => operation)).toEqual([
      ...['WC GET /products', 'WC GET /products'],
      ...['WC POST /products/batch', 'WC POST /products/batch'],
    ])
  })
})

describe('orders of a WooCommerce shop', () => {
  it('are all walked when more of them change in one second than a page holds', async () => {
    const site = await openWooSite()
    const mug = await site.add({ sku: 'CANECA-01', name: 'Caneca', price_cents: 5990, stock: 1000 })
    const placed: string[] = []
    for (let n = 0; n < 230; n += 1) placed.push(await site.buy([{ ref: mug, quantity: 1 }]))
    await site.pass(3000)
    placed.push(await site.buy([{ ref: mug, quantity: 1 }]))
    const walk = await walkOrders(site.kept, null)
    expect(walk.orders.map(({ order_id }) => order_id)).toEqual(placed)
    const next = await walkOrders(site.kept, walk.cursor)
    expect(next.orders.map(({ order_id }) => order_id)).toEqual(placed.slice(-1))
  })
})

describe('a WooCommerce shop in trouble', () => {
  it('is asked again for what was only read, and left alone after three attempts', async () => {
    const site = await openWooSite()
    const { control } = site.sandbox
    control.setFaults([{ kind: 'bad_gateway_before', times: 2 }])
    await site.connector.check()
    control.setFaults([{ kind: 'server_error_before' }])
    const before = site.sandbox.calls().length
    expect(await failure(site.connector.check())).toMatchObject({ kind: 'unavailable', ambiguous: false })
    expect(site.sandbox.calls().length - before).toBe(3)
    control.setFaults([{ kind: 'rate_limit_second' }])
    expect(await failure(site.connector.check())).toMatchObject({ kind: 'rate_limited' })
  })

  it('has a webhook switched on again that its failures switched off', async () => {
    const site = await openWooSite()
    const hook = { delivery_url: site.delivery_url, secret: 'segredo' }
    const made = await site.connector.webhooks.ensure(hook)
    expect(new Set(made.map(({ state }) => state))).toEqual(new Set(['created']))
    expect(site.delivered().map((one) => site.webhooks.read(one).kind)).toEqual(made.map(() => 'ping'))
    site.answer(500)
    const mug = await site.add({ sku: 'CANECA-01', name: 'Caneca', price_cents: 5990, stock: 100 })
    for (let n = 0; n < 7; n += 1) {
      await site.buy([{ ref: mug, quantity: 1 }])
      await site.pass(2000)
    }
    site.answer(200)
    const states = await site.connector.webhooks.ensure(hook)
    expect(states.filter(({ state }) => state === 'reenabled').map(({ topic }) => topic)).toEqual([
      'order.created',
      'product.updated',
    ])
  })

  it('whose calls of a new webhook reach nobody says that it is off', async () => {
    const site = await openWooSite()
    site.answer(500)
    const made = await site.connector.webhooks.ensure({ delivery_url: site.delivery_url, secret: 's' })
    expect(new Set(made.map(({ state }) => state))).toEqual(new Set(['off']))
  })
})
