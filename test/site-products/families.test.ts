import { afterEach, beforeEach, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type ExchangeWorld, ok, openExchangeWorld } from './support/exchange-world.ts'

let world: ExchangeWorld
beforeEach(async () => {
  world = await openExchangeWorld()
})
afterEach(() => world.close())

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
type Json = any

const PICTURE = 'https://fotos.example/camisa.jpg?X-Amz-Signature=1'

/** Adds a shirt to Bling, and those of its sizes that are named, which become ours; gives their ids there, the shirt's first. */
async function shirt(...sizes: string[]): Promise<number[]> {
  const parent = Number(
    world.product(world.w, 'CAM', {
      ...{ name: 'Camisa', format: 'V', price: 80, description: 'De algodão', images: [PICTURE] },
    }),
  )
  const ids = [parent]
  for (const size of sizes) ids.push(await sizeOf(parent, size))
  return ids
}

async function sizeOf(parent_id: number, size: string): Promise<number> {
  const { p1 } = world.bling
  const { bling_id } = await world.add(`CAM-${size}`, {
    ...{ name: `Camisa ${size}`, price: 80, weight_kg: 0.2, parent_id },
    ...{ variation: `Cor:Azul;Tamanho:${size}`, stock: [{ deposit_id: p1, quantity: 7 }] },
  })
  return Number(bling_id)
}

/** The shop's products, by SKU. */
const there = () => world.sandbox.control.shopState(world.shop_id).products
const skus = () => there().map(({ sku }) => sku)
const familiesIn = ({ items }: Json) =>
  items.map(({ sku, writes, conflicts }: Json) => [
    sku,
    writes[0]?.kind,
    writes[0]?.family?.is_new,
    ...conflicts.map(({ because }: Json) => because),
  ])
const lose = (operation: string) =>
  world.sandbox.control.setFaults([
    { kind: 'disconnect_after', company_id: world.shop_id, operation: `WC ${operation}`, times: 1 },
  ])

/** Has the shop show what the main deposit has. */
async function showStock(): Promise<void> {
  const { engine } = world.test.app.sync
  const pool = { name: 'Loja', sources: [{ deposit_id: world.deposits.p1 }] }
  const { id: pool_id } = await ok(
    world.owner.post('/pools', { ...pool, targets: [{ site_id: world.site_id }] }),
  )
  await world.read()
  await engine.rest()
  const { id } = await ok(world.owner.post('/sync/plans', { pool_id }))
  await ok(world.owner.post(`/sync/plans/${id}/apply`))
  await engine.rest()
}

it('a family that the shop does not have is made there: its product, its variations by their attributes, then their stock', async () => {
  await shirt('P', 'G')
  await world.read()
  // As in a copy that was read before attributes were kept.
  await world.query('update bling_products set variation = null')
  expect((await world.plan()).counts).toMatchObject({ create: 0, conflicts: 2, unread: 2 })
  await ok(world.owner.post(`/sites/${world.site_id}/product-readings`))
  await world.test.app.siteProducts.drain()
  const plan = await world.plan()
  expect(plan.counts).toMatchObject({ create: 2, conflicts: 0, unread: 0 })
  expect(plan.items[0].writes).toMatchObject([
    {
      ...{ side: 'site', kind: 'create' },
      family: {
        ...{ name: 'Camisa', sku: 'CAM', is_new: true },
        attributes: [
          { name: 'Cor', option: 'Azul' },
          { name: 'Tamanho', option: 'G' },
        ],
      },
    },
  ])
  expect(plan.items[0].writes[0].changes.map(({ field }: Json) => field)).toEqual([
    ...['price_cents', 'sku', 'weight_mg', 'is_active'],
  ])
  // Pictures that Bling keeps are asked for again where they were read too long ago.
  await world.query(
    `update bling_products set detailed_at = detailed_at - interval '3 days', altered_at = null where kind = 'parent'`,
  )
  const before = world.sandbox.calls().length
  const run = await world.write()
  expect(run).toMatchObject({ state: 'complete', lines: { done: 2 } })
  expect(
    world.sandbox
      .calls()
      .slice(before)
      .map(({ operation }) => operation),
  ).toEqual([
    ...['GET /produtos/{idProduto}', 'WC GET /settings/products/woocommerce_weight_unit', 'WC GET /products'],
    ...['WC POST /products', 'WC POST /products/{id}/variations/batch'],
  ])
  expect(await world.runLines(run.id)).toMatchObject([{ family: { sku: 'CAM' } }, { family: { sku: 'CAM' } }])
  expect(world.held('CAM')).toMatchObject({
    ...{ type: 'variable', name: 'Camisa', status: 'publish', manage_stock: false, regular_price: '' },
    ...{ description: 'De algodão', images: [expect.stringContaining('camisa.jpg')] },
    attributes: [
      { name: 'Cor', variation: true, options: ['Azul'] },
      { name: 'Tamanho', variation: true, options: ['G', 'P'] },
    ],
  })
  expect(world.held('CAM-P')).toMatchObject({
    ...{ type: 'variation', parent_id: world.held('CAM').id, regular_price: '80.00', weight: '0.2' },
    ...{ manage_stock: true, stock_quantity: 0 },
    chosen: [
      { name: 'Cor', option: 'Azul' },
      { name: 'Tamanho', option: 'P' },
    ],
  })
  expect((await world.plan()).items).toEqual([])
  await world.read()
  expect((await world.plan()).items).toEqual([])
  expect(skus()).toHaveLength(3)

  await showStock()
  expect([world.held('CAM-P').stock_quantity, world.held('CAM-G').stock_quantity]).toEqual([7, 7])
})

it('a family is made once, whichever answer is lost and whoever dies in between (sync 82)', async () => {
  await shirt('P', 'G')
  await world.add('A')
  await world.read()
  const { control } = world.sandbox
  lose('POST /products')
  const run = await world.write()
  const path = `/sites/${world.site_id}/product-runs/${run.id}`
  // What stands by itself does not wait for a family.
  expect(run).toMatchObject({ state: 'running', lines: { waiting: 2, done: 1 }, error: 'não houve resposta' })
  expect(skus()).toEqual(['A', 'CAM'])
  // The process died while it was at it: its lease stands, nobody is there.
  const dead = new Date(control.clock().now_ms + 200_000).toISOString()
  await world.query(`update site_product_runs set leased_until = '${dead}', next_attempt_at = started_at`)
  lose('POST /products/{id}/variations/batch')
  const twin = await world.test.twin()
  await twin.siteProducts.keepUp(world.test.tenant_id)
  expect(skus()).toEqual(['A', 'CAM'])
  control.advance(301_000)
  await twin.siteProducts.keepUp(world.test.tenant_id)
  expect(await ok(world.owner.get(path))).toMatchObject({ state: 'running', lines: { waiting: 2 } })
  control.setFaults()
  control.advance(301_000)
  await world.test.app.siteProducts.keepUp(world.test.tenant_id)
  expect(await ok(world.owner.get(path))).toMatchObject({ state: 'complete', lines: { done: 3 } })
  expect(skus()).toEqual(['A', 'CAM', 'CAM-G', 'CAM-P'])
  expect((await world.plan()).items).toEqual([])
})

it('a variation that is missing in a family of the shop is added to it, and nothing of what is there is lost', async () => {
  const [parent_id = 0] = await shirt('P')
  const { control } = world.sandbox
  const { product_id } = control.addShopProduct(world.shop_id, {
    ...{ name: 'Camisa da loja', type: 'variable' as const, sku: 'CAMISA' },
    attributes: [
      { name: 'Tecido', options: ['Algodão'] },
      { name: 'COR', variation: true, options: ['azul', 'verde'] },
      { name: 'Tamanho', variation: true, options: ['P'] },
    ],
  })
  const variation = (sku: string, cor: string) =>
    control.addShopProduct(world.shop_id, {
      ...{ sku, regular_price: '80.00', weight: '0.2', parent_id: product_id },
      attributes: [
        { name: 'COR', option: cor },
        { name: 'Tamanho', option: 'P' },
      ],
    })
  variation('CAM-P', 'azul')
  variation('CAM-V', 'verde')
  await sizeOf(parent_id, 'G')
  await world.own({ mode: 'automatic', creates: true })
  await world.read()
  expect(world.held('CAM-G')).toMatchObject({
    parent_id: product_id,
    chosen: [
      { name: 'COR', option: 'azul' },
      { name: 'Tamanho', option: 'G' },
    ],
  })
  expect(world.held('CAMISA')).toMatchObject({
    name: 'Camisa da loja',
    attributes: [
      { name: 'Tecido', variation: false, options: ['Algodão'] },
      { name: 'COR', options: ['azul', 'verde'] },
      { name: 'Tamanho', options: ['P', 'G'] },
    ],
  })
  expect(skus()).toEqual(['CAMISA', 'CAM-P', 'CAM-V', 'CAM-G'])
  // The shop deleted it all: it does not come back by itself for the sake of another size.
  await world.query('update site_products set is_gone = true')
  await sizeOf(parent_id, 'GG')
  await world.test.app.siteProducts.keepUp(world.test.tenant_id)
  expect(familiesIn(await world.plan('?search=CAM-GG'))).toEqual([['CAM-GG', 'create', true]])
  expect(world.held('CAM-GG')).toBeUndefined()
})

it('a family of which too little is known, or whose SKU is another one’s, is told and not made', async () => {
  const [parent_id = 0] = await shirt('P')
  await world.add('CAM-X', { parent_id, variation: 'Azul' })
  world.sell('CAM', { name: 'Camisa avulsa' })
  await world.read()
  expect(familiesIn(await world.plan())).toEqual([
    ['CAM-P', undefined, undefined, 'family_taken'],
    ['CAM-X', undefined, undefined, 'variation'],
  ])
  const none = await world.owner.post(`/sites/${world.site_id}/product-runs`, {})
  expect(none.body.code).toBe('SITE_PLAN_EMPTY')
})

it('a kit is made at the shop as Bling has it, shows what its parts make, is followed, and is never written in Bling (sync 53)', async () => {
  const { control } = world.sandbox
  const { bling_id } = await world.add('A', { stock: [{ deposit_id: world.bling.p1, quantity: 7 }] })
  const componentes = [{ produto: { id: Number(bling_id) }, quantidade: 2 }]
  const structure = { tipoEstoque: 'V' as const, componentes }
  const kit = { name: 'Dupla', format: 'E', price: 99.9, description: 'Duas de uma vez', weight_kg: 0.7 }
  const kit_id = Number(world.product(world.w, 'KIT2', { ...kit, structure }))
  await ok(world.owner.post('/products', { sku: 'KIT2', name: 'Kit' }))
  world.sell('A', { manage_stock: true, stock_quantity: 3 })
  await world.own({ takers: ['bling'] })
  await world.read()
  expect(familiesIn(await world.plan('?search=KIT2'))).toEqual([['KIT2', 'create', undefined]])
  expect((await world.write()).state).toBe('complete')
  expect(world.held('KIT2')).toMatchObject({
    ...{ name: 'Dupla', regular_price: '99.90', description: 'Duas de uma vez', weight: '0.7' },
    ...{ status: 'publish', manage_stock: true, stock_quantity: 0 },
  })
  await showStock()
  const shown = () => ['A', 'KIT2'].map((sku) => world.held(sku).stock_quantity)
  expect(shown()).toEqual([7, 3])
  const line_items = [{ product_id: world.held('KIT2').id, quantity: 1 }]
  control.addShopOrder(world.shop_id, { line_items, set_paid: true })
  await eventually('the shop shows what is left of the part', async () => {
    control.advance(5_000)
    await control.settle()
    await world.test.app.sync.engine.rest()
    return world.held('A').stock_quantity === 5 ? true : undefined
  })
  expect(shown()).toEqual([5, 2])
  // What Bling changes goes to the shop; what the shop owns of a kit stays there, and is told.
  control.patchProduct(world.w.company_id, kit_id, { price: 89.9 })
  await world.own({ owners: { name: 'site' }, takers: ['bling'] })
  control.patchShopProduct(world.shop_id, world.held('KIT2').id, { name: 'Dupla de canecas' })
  await world.read()
  const [planned] = (await world.plan('?search=KIT2')).items
  expect(planned.conflicts).toEqual([{ side: 'bling', field: 'name', because: 'kit' }])
  world.writes()
  expect((await world.write()).state).toBe('complete')
  expect(world.writes()).toEqual(['WC POST /products/batch'])
  expect(world.held('KIT2')).toMatchObject({ name: 'Dupla de canecas', regular_price: '89.90' })
})
