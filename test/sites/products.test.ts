import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import type { Caller } from '../support/test-app.ts'
import { openSiteWorld, type SiteWorld, type WorldShop } from './support/site-world.ts'

let world: SiteWorld
let owner: Caller
beforeAll(async () => {
  world = await openSiteWorld()
  owner = world.test.owner
  world.test.app.background.outbox.start()
})
afterAll(() => world.close())

type Shop = WorldShop & { readonly site_id: string }
const add = (shop: Shop, product: Parameters<SiteWorld['control']['addShopProduct']>[1]) =>
  String(world.control.addShopProduct(shop.shop_id, product).product_id)
/** Reads the shop's products anew and waits until links followed. */
const read = async (shop: Shop, scope: 'everything' | 'changes' = 'everything') => {
  world.control.advance(60_000)
  const begun = await owner.post(`/sites/${shop.site_id}/products/imports`, { scope })
  expect(begun.status).toBe(202)
  await world.test.app.sites.drain()
  await eventually('the outbox is empty', async () => {
    world.test.app.background.outbox.wake(world.test.tenant_id)
    return (await world.query('select from outbox')).length === 0 ? true : undefined
  })
  return (await owner.get(`/sites/${shop.site_id}/products/imports`)).body.items[0]
}
const productsOf = async (shop: Shop, query = '') =>
  (await owner.get(`/sites/${shop.site_id}/products?limit=200${query}`)).body.items
/** The shopkeeper deletes a product, and its variations with it. */
const remove = async (shop: Shop, product_id: string) => {
  const { consumer_key, consumer_secret } = shop.wanted.credentials
  const basic = Buffer.from(`${consumer_key}:${consumer_secret}`).toString('base64')
  world.control.patchShop(shop.shop_id, { settings: { is_tls: true } })
  const answer = await fetch(`${shop.wanted.address}/wp-json/wc/v3/products/${product_id}`, {
    method: 'DELETE',
    headers: { authorization: `Basic ${basic}` },
  })
  world.control.patchShop(shop.shop_id, { settings: { is_tls: false } })
  expect(answer.status).toBe(200)
}
const ours = async (product: Record<string, unknown>): Promise<string> => {
  const made = await owner.post('/products', product)
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return made.body.id
}

describe('reading the products of a site', () => {
  it('keeps what a broken walk read, takes nothing for gone and goes on there (sync 82)', async () => {
    const shop = await world.connect('Leitura')
    for (let n = 0; n < 250; n += 1) add(shop, { name: `P${n}`, sku: `LEITURA-${n}`, regular_price: '1.00' })
    let pages = 0
    world.breakCalls(({ url }) => url.includes('/products?') && new URL(url).searchParams.get('page') === '2')
    const broken = await read(shop)
    world.breakCalls(({ url }) => {
      if (url.includes('/products?')) pages += 1
      return false
    })
    expect(broken).toMatchObject({ state: 'partial', products: 100, pages: 1, error: expect.any(String) })
    expect(await productsOf(shop)).toHaveLength(100)
    const whole = await read(shop)
    expect(whole).toMatchObject({ id: broken.id, state: 'complete', products: 250, pages: 3 })
    expect(pages).toBe(2)
    world.breakCalls(null)
    expect(await world.query('select from site_products where is_gone')).toEqual([])
  })

  it('links what has exactly our SKU, by id: a renamed SKU changes nothing, and another product is another', async () => {
    const shop = await world.connect('Vínculos')
    const mug = await ours({ sku: '007', name: 'Caneca' })
    await ours({ sku: '7', name: 'Outra' })
    const there = add(shop, { name: 'Caneca', sku: '007', manage_stock: true, stock_quantity: 3 })
    await read(shop)
    expect(await productsOf(shop)).toMatchObject([
      { product_id: there, sku: '007', stock: 3, linked_to: { product_id: mug, sku: '007' } },
    ])
    await world.control.patchShopProduct(shop.shop_id, Number(there), { sku: 'CANECA-NOVA' })
    await read(shop, 'changes')
    expect(await productsOf(shop, '&linked=true')).toMatchObject([
      { product_id: there, sku: 'CANECA-NOVA', linked_to: { product_id: mug } },
    ])
  })

  it('links variations and never their parent, and releases what the site removed', async () => {
    const shop = await world.connect('Variações')
    const shirt = await ours({ sku: 'CAM-P', name: 'Camisa P' })
    const parent = add(shop, { name: 'Camisa', type: 'variable', sku: 'CAM' })
    await ours({ sku: 'CAM', name: 'Camisa' })
    const child = add(shop, {
      parent_id: Number(parent),
      sku: 'CAM-P',
      manage_stock: true,
      stock_quantity: 2,
    })
    await read(shop)
    expect(await productsOf(shop)).toMatchObject([
      { product_id: parent, kind: 'parent', linked_to: null },
      { product_id: child, parent_id: parent, kind: 'variation', linked_to: { product_id: shirt } },
    ])
    await remove(shop, parent)
    await read(shop)
    expect(await productsOf(shop)).toMatchObject([{ is_gone: true }, { is_gone: true, linked_to: null }])
  })

  it('suggests what only resembles or has the same bar code, and leaves it to a person (sync 58)', async () => {
    const shop = await world.connect('Sugestões')
    const cap = await ours({ sku: 'BONE-01', name: 'Boné' })
    const beer = await ours({ sku: 'CERVEJA', name: 'Cerveja', gtin: '7891149103119' })
    const similar = add(shop, { name: 'Boné', sku: 'bone-01' })
    const scanned = add(shop, { name: 'Cerveja lata', sku: 'CV-350', global_unique_id: '7891149103119' })
    await read(shop)
    expect(await productsOf(shop, '&linked=true')).toEqual([])
    const open = await owner.get(`/sites/${shop.site_id}/links/suggestions`)
    expect(open.body.items).toMatchObject([
      { product_id: cap, because: 'case_or_space', candidates: [{ site_product_id: similar }] },
      { product_id: beer, because: 'gtin', candidates: [{ site_product_id: scanned }] },
    ])
    const link = { product_id: beer, site_product_id: scanned }
    const saved = await owner.post(`/sites/${shop.site_id}/links`, link, 'link-1')
    expect([saved.status, saved.body.origin, saved.body.site_sku]).toEqual([201, 'person', 'CV-350'])
    const again = await owner.post(`/sites/${shop.site_id}/links`, link, 'link-1')
    expect([again.status, again.headers['idempotency-replayed']]).toEqual([201, 'true'])
    const taken = await owner.post(`/sites/${shop.site_id}/links`, { ...link, product_id: cap })
    expect([taken.status, taken.body.code]).toEqual([409, 'SITE_LINK_TAKEN'])
    const unknown = await owner.post(`/sites/${shop.site_id}/links`, { ...link, site_product_id: '999999' })
    expect(unknown.status).toBe(404)
    expect((await owner.get(`/sites/${shop.site_id}/links/suggestions`)).body.items).toHaveLength(1)
    expect((await owner.remove(`/sites/${shop.site_id}/links/${beer}`)).status).toBe(204)
    expect((await owner.remove(`/sites/${shop.site_id}/links/${beer}`)).status).toBe(404)
    const trail = await owner.get(`/audit?target=${beer}`)
    expect(trail.body.items.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(['site_link.removed', 'site_link.saved']),
    )
  })

  it('finds products by part of their name, SKU or bar code', async () => {
    const shop = await world.connect('Busca')
    add(shop, { name: 'Café Coado', sku: 'CAFE-1' })
    add(shop, { name: 'Chá', sku: 'CHA-1' })
    await read(shop)
    const found = await productsOf(shop, '&search=cafe')
    expect(found.map(({ sku }: { sku: string }) => sku)).toEqual(['CAFE-1'])
    expect((await owner.get(`/sites/${owner.token ? shop.site_id : ''}/products?cursor=AAAA`)).status).toBe(
      422,
    )
  })
})
