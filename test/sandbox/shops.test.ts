import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openShop, type ShopWorld } from './support/shop.ts'

const mug = {
  name: 'Caneca',
  sku: 'CANECA-01',
  regular_price: '59.90',
  manage_stock: true,
  stock_quantity: 10,
}

/** What the shop says there is of a product. */
async function stockOf(world: ShopWorld, id: number): Promise<number> {
  return (await world.wc('GET', `/products/${id}`)).json.stock_quantity
}

/** A webhook of the shop to the world's receiver. */
async function hook(world: ShopWorld, topic: string) {
  return world.wc('POST', '/webhooks', { topic, delivery_url: world.receiver.url, secret: 'segredo' })
}

async function deliver(world: ShopWorld): Promise<void> {
  world.control.advance(1_000)
  await world.control.settle()
}

describe('the keys of a shop', () => {
  it('over plain http open nothing as Basic, but sign by OAuth 1.0a', async () => {
    const world = await openShop()
    const basic = Buffer.from(`${world.keys.consumer_key}:${world.keys.consumer_secret}`).toString('base64')
    const refused = await world.bare('GET', '/products', { authorization: `Basic ${basic}` })
    expect([refused.status, refused.json.code]).toEqual([401, 'woocommerce_rest_cannot_view'])
    expect((await world.wc('GET', '/products?sku=a%20b&per_page=5')).status).toBe(200)
  })

  it('over TLS open as Basic, and not with another secret', async () => {
    const world = await openShop({ is_tls: true })
    const as = (secret: string) => ({
      authorization: `Basic ${Buffer.from(`${world.keys.consumer_key}:${secret}`).toString('base64')}`,
    })
    expect((await world.bare('GET', '/products', as(world.keys.consumer_secret))).status).toBe(200)
    const wrong = await world.bare('GET', '/products', as('cs_x'))
    expect([wrong.status, wrong.json.code]).toEqual([401, 'woocommerce_rest_authentication_error'])
  })

  it('do not open for a signature of another time, or one used before', async () => {
    const world = await openShop()
    const signature = { oauth_consumer_key: world.keys.consumer_key, oauth_signature_method: 'HMAC-SHA256' }
    const query = new URLSearchParams({
      ...signature,
      oauth_timestamp: '1',
      oauth_nonce: 'n',
      oauth_signature: 'x',
    })
    expect((await world.bare('GET', `/products?${query}`)).json.message).toContain('does not match')
    const url = `${world.sandbox.url}/shops/${world.shop_id}/wp-json/wc/v3/products`
    const at = String(Math.floor(world.control.clock().now_ms / 1000))
    const signed = (timestamp: string, nonce: string) => {
      const fields = { ...signature, oauth_nonce: nonce, oauth_timestamp: timestamp }
      const text = Object.entries(fields)
        .map(([name, value]) => `${name}=${value}`)
        .toSorted()
        .join('&')
      const base = ['GET', url, text].map(encodeURIComponent).join('&')
      const oauth_signature = createHmac('sha256', `${world.keys.consumer_secret}&`)
        .update(base)
        .digest('base64')
      return `/products?${new URLSearchParams({ ...fields, oauth_signature })}`
    }
    expect((await world.bare('GET', signed(at, 'once'))).status).toBe(200)
    expect((await world.bare('GET', signed(at, 'once'))).json.message).toContain('nonce')
    expect((await world.bare('GET', signed('1000', 'other'))).json.message).toContain('timestamp')
  })
})

describe('products of a shop', () => {
  it('have variations of their own, found by SKU among the products and written only under their parent', async () => {
    const world = await openShop()
    const parent = (await world.wc('POST', '/products', { name: 'Camisa', type: 'variable' })).json
    const child = (
      await world.wc('POST', `/products/${parent.id}/variations`, {
        sku: 'CAM-P',
        global_unique_id: '7891000100103',
        manage_stock: true,
        stock_quantity: 4,
      })
    ).json
    const found = (await world.wc('GET', '/products?sku=CAM-P')).json
    expect(found).toMatchObject([
      { id: child.id, type: 'variation', parent_id: parent.id, stock_quantity: 4 },
    ])
    expect((await world.wc('GET', `/products/${parent.id}`)).json.variations).toEqual([child.id])
    const refused = await world.wc('PUT', `/products/${child.id}`, { stock_quantity: 9 })
    expect(refused.json.code).toBe('woocommerce_rest_invalid_product_id')
    await world.wc('PUT', `/products/${parent.id}/variations/${child.id}`, { stock_quantity: 9 })
    expect(await stockOf(world, child.id)).toBe(9)
  })

  it('vary by what their parent says: of a variation the rest is passed over, and what is missing stands for any', async () => {
    const world = await openShop()
    const attributes = [
      { name: 'Cor', variation: true, options: ['Azul', 'Verde'] },
      { name: 'Tecido', options: ['Algodão'] },
      { name: 'Tamanho', variation: true, options: [] },
    ]
    const family = { name: 'Camisa', type: 'variable', sku: 'CAM', attributes }
    const { id } = (await world.wc('POST', '/products', family)).json
    const made = async (given: unknown[]) =>
      (await world.wc('POST', `/products/${id}/variations`, { attributes: given })).json
    const blue = await made([
      { name: 'COR', option: 'Azul' },
      { name: 'Tecido', option: 'Linho' },
      { name: 'Gola', option: 'V' },
    ])
    expect(blue).toMatchObject({ name: 'Azul', sku: 'CAM' })
    expect(blue.attributes).toEqual([{ id: 0, name: 'Cor', slug: 'cor', option: 'Azul' }])
    expect((await made([])).attributes).toEqual([])
    const shown = async () =>
      (await world.wc('GET', `/products/${id}`)).json.attributes.map((one: Record<string, unknown>) => [
        ...[one['name'], one['variation'], one['options']],
      ])
    expect(await shown()).toEqual([
      ['Cor', true, ['Azul', 'Verde']],
      ['Tecido', false, ['Algodão']],
      ['Tamanho', true, []],
    ])
    await world.wc('PUT', `/products/${id}`, {
      attributes: [{ name: 'Cor', variation: true, options: ['Azul', 'Preta | Rosa'] }],
    })
    expect(await shown()).toEqual([['Cor', true, ['Azul', 'Preta', 'Rosa']]])
  })

  it('give one SKU to one of several that want it at once', async () => {
    const world = await openShop()
    const answers = await Promise.all([1, 2, 3, 4].map(() => world.wc('POST', '/products', mug)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 400, 400, 400])
  })

  it('tell what a batch could not do inside its 200, item by item, and take at most a hundred', async () => {
    const world = await openShop()
    const { product_id } = world.control.addShopProduct(world.shop_id, mug)
    const update = [
      { id: product_id, stock_quantity: 8 },
      { id: 999, stock_quantity: 1 },
      { id: product_id, stock_quantity: 1.5 },
    ]
    const answer = await world.wc('POST', '/products/batch', { update })
    expect(answer.status).toBe(200)
    expect(answer.json.update).toMatchObject([
      { id: product_id, stock_quantity: 8 },
      { id: 999, error: { code: 'woocommerce_rest_product_invalid_id' } },
      { id: product_id, error: { code: 'rest_invalid_param' } },
    ])
    const many = Array.from({ length: 101 }, () => ({ id: product_id }))
    expect((await world.wc('POST', '/products/batch', { update: many })).status).toBe(413)
  })

  it('come in pages that say how many there are and where the next one is', async () => {
    const world = await openShop()
    for (let n = 0; n < 5; n += 1) world.control.addShopProduct(world.shop_id, { name: `P${n}` })
    const first = await world.wc('GET', '/products?per_page=2&orderby=id&order=asc')
    expect(first.json.map(({ name }: { name: string }) => name)).toEqual(['P0', 'P1'])
    expect([first.headers.get('x-wp-total'), first.headers.get('x-wp-totalpages')]).toEqual(['5', '3'])
    expect(first.headers.get('link')).toContain('page=2')
    expect((await world.wc('GET', '/products?per_page=101')).json.code).toBe('rest_invalid_param')
  })
})

describe('the stock of a shop', () => {
  it('loses relative writes that meet, and answers all of them with 200', async () => {
    const world = await openShop({ race_window_ms: 50 })
    const { product_id } = world.control.addShopProduct(world.shop_id, { ...mug, stock_quantity: 100 })
    const writes = Array.from({ length: 10 }, () =>
      world.wc('PUT', `/products/${product_id}`, { inventory_delta: -1 }),
    )
    expect((await Promise.all(writes)).map(({ status }) => status)).toEqual(Array(10).fill(200))
    expect(await stockOf(world, product_id)).toBeGreaterThan(90)
    await world.wc('PUT', `/products/${product_id}`, { stock_quantity: 97 })
    await world.wc('PUT', `/products/${product_id}`, { inventory_delta: -4 })
    expect(await stockOf(world, product_id)).toBe(93)
  })

  it('is taken by orders one by one, however many come at once, and back once when one is cancelled', async () => {
    const world = await openShop()
    const { product_id } = world.control.addShopProduct(world.shop_id, { ...mug, stock_quantity: 1000 })
    const order = { set_paid: true, line_items: [{ product_id, quantity: 1 }] }
    const placed = await Promise.all(Array.from({ length: 20 }, () => world.wc('POST', '/orders', order)))
    expect(await stockOf(world, product_id)).toBe(980)
    const path = `/orders/${placed[0]?.json.id}`
    await world.wc('PUT', path, { status: 'cancelled' })
    await world.wc('PUT', path, { status: 'cancelled' })
    expect(await stockOf(world, product_id)).toBe(981)
  })

  it('is sold once at the till, though the API would sell it twice', async () => {
    const world = await openShop()
    const { product_id } = world.control.addShopProduct(world.shop_id, { ...mug, stock_quantity: 1 })
    const line_items = [{ product_id, quantity: 1 }]
    world.control.addShopOrder(world.shop_id, { line_items })
    expect(() => world.control.addShopOrder(world.shop_id, { line_items })).toThrow('not enough')
    await world.wc('POST', '/orders', { set_paid: true, line_items })
    expect(await stockOf(world, product_id)).toBe(-1)
  })
})

describe('orders of a shop', () => {
  it('are read by when they changed, oldest first, with prices as texts', async () => {
    const world = await openShop()
    const { product_id } = world.control.addShopProduct(world.shop_id, mug)
    const line_items = [{ product_id, quantity: 2 }]
    const old = world.control.addShopOrder(world.shop_id, { line_items })
    world.control.advance(60_000)
    const since = world.control.clock().now.slice(0, 19)
    world.control.advance(60_000)
    const fresh = world.control.addShopOrder(world.shop_id, { line_items })
    world.control.advance(60_000)
    world.control.patchShopOrder(world.shop_id, old.order_id, { status: 'completed' })
    const asked = `/orders?modified_after=${since}&dates_are_gmt=true&orderby=modified&order=asc`
    const { json } = await world.wc('GET', asked)
    expect(json.map(({ id }: { id: number }) => id)).toEqual([fresh.order_id, old.order_id])
    expect(json[0]).toMatchObject({ total: '119.80', line_items: [{ sku: 'CANECA-01', quantity: 2 }] })
  })
})

describe('webhooks of a shop', () => {
  it('begin with an unsigned call; without a 200 they are saved switched off', async () => {
    const world = await openShop()
    const made = (await hook(world, 'order.created')).json
    expect(made.status).toBe('active')
    expect(made).not.toHaveProperty('secret')
    const [ping] = world.receiver.received
    expect(ping?.raw).toBe(`webhook_id=${made.id}`)
    expect(ping?.headers['x-wc-webhook-signature']).toBeUndefined()
    world.receiver.answer(404)
    expect((await hook(world, 'order.updated')).json.status).toBe('disabled')
  })

  it('bring the record, signed in base64 over the raw bytes', async () => {
    const world = await openShop()
    await hook(world, 'order.created')
    const { product_id } = world.control.addShopProduct(world.shop_id, mug)
    const line_items = [{ product_id, quantity: 1 }]
    const { order_id } = world.control.addShopOrder(world.shop_id, { line_items, customer_note: 'Açaí' })
    await deliver(world)
    const brought = world.receiver.received[1]
    expect(brought?.json).toEqual((await world.wc('GET', `/orders/${order_id}`)).json)
    expect(brought?.headers).toMatchObject({
      'x-wc-webhook-topic': 'order.created',
      'x-wc-webhook-signature': createHmac('sha256', 'segredo')
        .update(brought?.raw ?? '')
        .digest('base64'),
    })
  })

  it('fold the changes of a product that wait into one, which shows the last of them', async () => {
    const world = await openShop()
    await hook(world, 'product.updated')
    const { product_id } = world.control.addShopProduct(world.shop_id, mug)
    for (let n = 1; n <= 30; n += 1) await world.wc('PUT', `/products/${product_id}`, { stock_quantity: n })
    await deliver(world)
    expect(world.receiver.received.slice(1).map(({ json }) => json.stock_quantity)).toEqual([30])
  })

  it('are switched off by the sixth failure in a row, lose what happens then, and can be switched on again', async () => {
    const world = await openShop()
    const { id } = (await hook(world, 'product.updated')).json
    const { product_id } = world.control.addShopProduct(world.shop_id, mug)
    const change = async () => {
      await world.control.patchShopProduct(world.shop_id, product_id, { stock_quantity: 1 })
      await deliver(world)
      return (await world.wc('GET', `/webhooks/${id}`)).json.status
    }
    world.receiver.answer(500)
    for (let n = 1; n <= 5; n += 1) expect(await change()).toBe('active')
    expect(await change()).toBe('disabled')
    world.receiver.answer(200)
    const before = world.receiver.received.length
    await change()
    expect(world.receiver.received).toHaveLength(before)
    await world.wc('PUT', `/webhooks/${id}`, { status: 'active' })
    expect(await change()).toBe('active')
    expect(world.receiver.received).toHaveLength(before + 1)
  })
})

describe('faults of a shop', () => {
  it('strike its calls and its announcements, and no other shop', async () => {
    const world = await openShop()
    await hook(world, 'product.updated')
    const { product_id } = world.control.addShopProduct(world.shop_id, mug)
    world.control.setFaults([
      { kind: 'server_error_after', company_id: world.shop_id, operation: 'WC PUT /products/{id}', times: 1 },
      { kind: 'webhook_drop', company_id: world.shop_id, operation: 'product.updated', times: 1 },
      { kind: 'rate_limit_second', company_id: 'another shop' },
    ])
    const failed = await world.wc('PUT', `/products/${product_id}`, { stock_quantity: 5 })
    expect([failed.status, failed.json.code]).toEqual([500, 'internal_server_error'])
    expect(await stockOf(world, product_id)).toBe(5)
    await deliver(world)
    expect(world.receiver.received).toHaveLength(1)
  })

  it('leave a shop as it was over a restart', async () => {
    const world = await openShop()
    world.control.addShopProduct(world.shop_id, { ...mug, stock_quantity: 3 })
    const before = await world.steer('GET', `/shops/${world.shop_id}/state`)
    const again = await (await import('../../src/sandbox/server.ts')).startSandbox({
      state: world.control.dump(),
    })
    expect(again.control.shopState(world.shop_id)).toEqual(before.json)
    await again.close()
  })
})
