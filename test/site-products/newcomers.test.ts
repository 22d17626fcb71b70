import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ExchangeWorld, ok, openExchangeWorld } from './support/exchange-world.ts'

let world: ExchangeWorld
beforeEach(async () => {
  world = await openExchangeWorld()
})
afterEach(() => world.close())

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
type Json = any

const newcomers = (query = ''): Promise<Json> =>
  ok(world.owner.get(`/sites/${world.site_id}/product-newcomers${query}`))
const inBling = () => world.sandbox.control.state(world.w.company_id).products
const bringIn = (search: string | null = null) => world.write({ newcomers: { search } })
const shown = ({ items }: Json) =>
  items.map(({ sku, writes, conflicts }: Json) => [
    sku,
    writes.map(({ side, changes }: Json) => [
      side,
      Object.fromEntries(changes.map(({ field, after }: Json) => [field, after])),
    ]),
    conflicts.map(({ side, because, other }: Json) => [side, because, other]),
  ])

describe('a product that only the shop has', () => {
  const said = { name: 'Caneca', regular_price: '59.90', description: 'Cabe 300 ml', weight: '0.35' }

  it('is made in the catalogue and in Bling, once though an answer is lost, off sale as it is, and linked; its stock is nobody’s invention', async () => {
    const { control } = world.sandbox
    const counted = { manage_stock: true, stock_quantity: 7 }
    world.sell('CANECA-01', { ...said, ...counted, status: 'draft' })
    world.sell('OUTRA-01')
    await world.read()
    const calls = world.sandbox.calls().length
    const plan = await newcomers('?search=CANECA')
    expect(world.sandbox.calls().length).toBe(calls)
    const fields = { name: 'Caneca', price_cents: 5990, sku: 'CANECA-01' }
    expect(shown(plan)).toEqual([
      [
        'CANECA-01',
        [
          ['estoqueuni', fields],
          ['bling', { ...fields, description: 'Cabe 300 ml', weight_mg: 350_000, is_active: false }],
        ],
        [],
      ],
    ])
    expect([plan.items[0].stock, plan.counts]).toEqual([7, { ready: 2, conflicts: 0 }])
    control.setFaults([
      {
        kind: 'timeout_after',
        company_id: world.w.company_id,
        operation: 'POST /produtos',
        times: 1,
        delay_ms: 10,
      },
    ])
    const lines = plan.items[0].writes.map(({ side, fingerprint }: Json) => ({
      ...{ site_product_id: plan.items[0].site_product_id, side, fingerprint },
    }))
    const run = await world.write({ newcomers: { lines } })
    expect(run).toMatchObject({ state: 'running', lines: { done: 1, waiting: 1 } })
    expect(inBling().map(({ sku }) => sku)).toEqual(['CANECA-01'])
    // Meanwhile our copy shows that something off sale has the SKU there.
    await world.read()
    control.advance(301_000)
    await world.test.app.siteProducts.keepUp(world.test.tenant_id)
    expect(await ok(world.owner.get(`/sites/${world.site_id}/product-runs/${run.id}`))).toMatchObject({
      ...{ state: 'complete', lines: { done: 2 } },
    })
    expect(inBling().map(({ sku }) => sku)).toEqual(['CANECA-01'])
    const [own] = (await ok(world.owner.get('/products?sku=CANECA-01'))).items
    expect(own).toMatchObject({ name: 'Caneca', unit_price_cents: 5990 })
    const links = await ok(world.owner.get(`/product-links?product_id=${own.id}`))
    expect(links.items).toMatchObject([
      { account_id: world.w.account_id, bling_product_id: String(inBling()[0]?.id), origin: 'code' },
    ])
    const there = await ok(world.owner.get(`/sites/${world.site_id}/products?linked=true`))
    expect(there.items).toMatchObject([{ sku: 'CANECA-01', stock: 7, linked_to: { product_id: own.id } }])
    expect(world.sandbox.calls().filter(({ operation }) => operation === 'POST /estoques')).toEqual([])
    expect(world.held('CANECA-01')).toMatchObject({ ...said, ...counted })
    await world.read()
    expect([(await world.plan()).items, shown(await newcomers('?search=CANECA'))]).toEqual([[], []])
    const trail = await ok(world.owner.get(`/audit?target=${own.id}`))
    expect(trail.items[0]).toMatchObject({ action: 'product.created' })
  })

  it('that Bling has by its SKU is linked to that one, and one that is ours is made in Bling alone', async () => {
    const mug = world.product(world.w, 'CANECA-01', { name: 'Caneca do Bling' })
    await ok(world.owner.post('/products', { sku: 'COPO-01', name: 'Copo' }))
    world.sell('CANECA-01')
    world.sell('COPO-01', { name: 'Copo da loja' })
    await world.read()
    const plan = await newcomers()
    expect(plan.items.map(({ sku, writes }: Json) => [sku, writes.map(({ side }: Json) => side)])).toEqual([
      ['CANECA-01', ['estoqueuni']],
      ['COPO-01', ['bling']],
    ])
    expect((await bringIn()).state).toBe('complete')
    expect(inBling().map(({ sku, name }) => [sku, name])).toEqual([
      ['CANECA-01', 'Caneca do Bling'],
      ['COPO-01', 'Copo da loja'],
    ])
    const links = await ok(world.owner.get(`/product-links?account_id=${world.w.account_id}`))
    expect(links.items.map(({ sku }: Json) => sku).toSorted()).toEqual(['CANECA-01', 'COPO-01'])
    expect(links.items.some(({ bling_product_id }: Json) => bling_product_id === mug)).toBe(true)
  })

  it('and that two shops bring in at once is made once, and is the product of both', async () => {
    const { control } = world.sandbox
    const { app, tenant_id } = world.test
    const second = await world.openShop('Outra loja')
    const sites = [world.site_id, second.site_id]
    await ok(world.owner.post('/products', { sku: 'COPO-01', name: 'Copo' }))
    for (const sku of ['CANECA-01', 'COPO-01']) {
      world.sell(sku)
      control.addShopProduct(second.shop_id, { sku, name: `Produto ${sku}`, regular_price: '10.00' })
    }
    const read = async () => {
      await ok(world.owner.post(`/sites/${second.site_id}/products/imports`, { scope: 'everything' }))
      await world.read()
    }
    await read()
    control.setFaults([
      { kind: 'slow', company_id: world.w.company_id, operation: 'POST /produtos', delay_ms: 300 },
    ])
    for (const site_id of sites)
      await ok(world.owner.post(`/sites/${site_id}/product-runs`, { newcomers: { search: null } }))
    await Promise.all(sites.map(() => app.siteProducts.drain()))
    control.advance(601_000)
    await app.siteProducts.keepUp(tenant_id)
    // Who came second was overtaken: its product is what the first has made.
    for (const site_id of sites)
      expect((await ok(world.owner.get(`/sites/${site_id}/product-newcomers`))).items).toEqual([])
    await read()
    expect(
      inBling()
        .map(({ sku }) => sku)
        .toSorted(),
    ).toEqual(['CANECA-01', 'COPO-01'])
    for (const site_id of sites) {
      const runs = (await ok(world.owner.get(`/sites/${site_id}/product-runs`))).items
      expect(runs.map(({ lines }: Json) => lines.refused + lines.waiting)).toEqual(runs.map(() => 0))
      const there = await ok(world.owner.get(`/sites/${site_id}/products?linked=true`))
      expect(there.items.map(({ sku }: Json) => sku).toSorted()).toEqual(['CANECA-01', 'COPO-01'])
    }
  })

  it('is told with what is in its way, and not made', async () => {
    const archived = await ok(world.owner.post('/products', { sku: 'VELHA', name: 'Velha' }))
    await ok(world.owner.post(`/products/${archived.id}/archive`))
    await ok(world.owner.post('/products', { sku: 'copo 1', name: 'Copo' }))
    world.product(world.w, 'PARADA', { name: 'Parada', situation: 'I' })
    for (const name of ['Par A', 'Par B']) world.product(world.w, 'PAR', { name })
    for (const sku of ['', 'VELHA', 'COPO1', 'PARADA', 'PAR']) world.sell(sku, { name: `Loja ${sku}` })
    const parent = world.sandbox.control.addShopProduct(world.shop_id, { name: 'Camisa', type: 'variable' })
    const child = { sku: 'CAM-P', regular_price: '70.00', parent_id: parent.product_id }
    world.sandbox.control.addShopProduct(world.shop_id, child)
    await world.read()
    const plan = await newcomers()
    expect(plan.counts).toEqual({ ready: 0, conflicts: 6 })
    expect(shown(plan).map(([sku, writes, conflicts]: Json) => [sku, writes.length, ...conflicts])).toEqual([
      ['', 0, ['site', 'no_sku', null]],
      ['VELHA', 0, ['estoqueuni', 'put_away', 'Velha (VELHA)']],
      ['COPO1', 0, ['estoqueuni', 'resembles', 'Copo (copo 1)']],
      ['PARADA', 0, ['bling', 'put_away', 'Parada (PARADA)']],
      ['PAR', 0, ['bling', 'ambiguous', 'Par A (PAR)']],
      ['CAM-P', 0, ['bling', 'variation', null]],
    ])
    const refused = await world.owner.post(`/sites/${world.site_id}/product-runs`, {
      newcomers: { search: null },
    })
    expect([refused.status, refused.body.code]).toEqual([409, 'SITE_PLAN_EMPTY'])
  })
})

describe('by itself', () => {
  it('few are brought in where somebody wants it, never what was deleted in Bling, nor what is no longer for sale', async () => {
    const gone = Number(world.product(world.w, 'APAGADA', { name: 'Apagada' }))
    await world.read()
    world.sandbox.control.patchProduct(world.w.company_id, gone, { situation: 'E' })
    for (const sku of ['APAGADA', 'NOVA']) world.sell(sku)
    world.sell('RASCUNHO', { status: 'draft' })
    await world.own({ mode: 'automatic' })
    await world.read()
    expect(inBling().filter(({ situation }) => situation === 'A')).toEqual([])
    await world.own({ mode: 'automatic', brings_in: true })
    await world.read()
    expect(inBling().map(({ sku, situation }) => [sku, situation])).toEqual([
      ['APAGADA', 'E'],
      ['NOVA', 'A'],
    ])
    for (let n = 0; n < 6; n += 1) world.sell(`MUITAS-${n}`)
    await world.read()
    expect(inBling()).toHaveLength(2)
    expect((await newcomers()).counts).toEqual({ ready: 8, conflicts: 0 })
    expect((await bringIn('MUITAS')).lines.done).toBe(12)
    expect(inBling()).toHaveLength(8)
  })
})
