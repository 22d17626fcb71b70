import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { ok, openSyncWorld, SKU, type SyncWorld } from '../support/sync-world.ts'
import { type ConnectedShop, connectShop, showStockAt } from './support/connected-shop.ts'

/**
 * The two accounts of the fixture and a WooCommerce shop that shows their one stock, nineteen mugs, and sells a kit of two of them. Account W
 * composes the kit and works out its balance by itself; somebody has to tell the shop.
 */
let world: SyncWorld
let shop: ConnectedShop
/** The kit as the account and as the shop call it. */
let inBling: number
let atShop: number

beforeEach(async () => {
  world = await openSyncWorld()
  const { control, test, w } = world
  const structure = {
    tipoEstoque: 'V' as const,
    componentes: [{ produto: { id: w.product_id }, quantidade: 2 }],
  }
  inBling = control.addProduct(w.company_id, {
    ...{ name: 'Dupla', sku: 'KIT2', format: 'E' },
    structure,
  }).product_id
  await ok(test.owner.post('/products', { sku: 'KIT2', name: 'Dupla de canecas' }))
  await readProducts()
  shop = await connectShop(world, { name: 'Loja virtual', stock: 3 }, ({ shop_id }) => {
    atShop = control.addShopProduct(shop_id, {
      ...{ name: 'Dupla', sku: 'KIT2', regular_price: '99.90', manage_stock: true, stock_quantity: 50 },
    }).product_id
  })
  await world.settle()
  await showStockAt(world, shop.site_id)
})
afterEach(() => world.close())

async function readProducts(): Promise<void> {
  const { test, w } = world
  const path = `/bling/accounts/${w.account_id}/products/imports`
  await test.owner.post(path, { scope: 'everything' })
  await eventually('the products are read', async () =>
    (await test.owner.get(path)).body.items[0].state === 'complete' ? true : undefined,
  )
}

/** Says in Bling what goes into a kit: products of the account and how many of each. */
function patchComposition(parts: readonly (readonly [number, number])[]): void {
  const componentes = parts.map(([id, quantidade]) => ({ produto: { id }, quantidade }))
  world.control.patchProduct(world.w.company_id, inBling, { structure: { tipoEstoque: 'V', componentes } })
}

async function compose(parts: readonly (readonly [number, number])[]): Promise<void> {
  patchComposition(parts)
  await world.settle()
}

const ribbons = (quantity: number) => [{ deposit_id: world.w.deposits['P1']?.bling_id ?? 0, quantity }]
const productsOfShop = () => world.control.shopState(shop.shop_id).products
const kits = () => productsOfShop().find(({ id }) => id === atShop)?.stock_quantity
const shown = () => `${world.shown()}, loja ${shop.held()}, kit ${kits()}`
const buyKits = (quantity: number) =>
  shop.buy(1, { set_paid: true, line_items: [{ product_id: atShop, quantity }] })
const cancel = (order_id: number) =>
  world.control.patchShopOrder(shop.shop_id, order_id, { status: 'cancelled' })
const why = async () => (await ok(world.test.owner.get('/sync/skus/KIT2'))).body
const drifts = async () =>
  (await ok(world.test.owner.get('/alerts'))).body.items.filter(
    (one: { kind: string }) => one.kind === 'external_drift',
  )
/** What was told to the shop of the kit since `mark`, in order. */
const toldKits = (mark: number) =>
  world.sandbox
    .calls()
    .slice(mark)
    .filter(({ operation }) => operation === 'WC POST /products/batch')
    .flatMap(({ body }) => (body as { update: { id: number; stock_quantity: number }[] }).update)
    .filter(({ id }) => id === atShop)
    .map(({ stock_quantity }) => stock_quantity)
const movedInBling = () =>
  world.sandbox
    .calls()
    .filter(({ operation }) => operation === 'POST /estoques')
    .filter(({ body }) => (body as { produto: { id: number } }).produto.id === inBling)

afterEach(() => {
  expect(movedInBling()).toEqual([])
})

describe('a kit that a site sells', () => {
  it('is shown there as often as its parts make it, and follows them (sync 53)', async () => {
    expect(shown()).toBe('W.C 19, Y.C 19, W.E 5, loja 19, kit 9')
    world.set(world.w, 'P1', 5)
    await world.settle()
    expect(shown()).toBe('W.C 14, Y.C 14, W.E 5, loja 14, kit 7')
    expect((await why()).pools[0].why.terms).toEqual([
      { kind: 'kit', amount: 7, parts: [{ sku: SKU, quantity: 2, available: 14 }] },
    ])
  })

  it('takes its parts from everybody when it is sold, and the site is not corrected for its own sale (sync 38, 53)', async () => {
    const mark = world.sandbox.calls().length
    buyKits(3)
    await world.settle()
    await world.pass(31 * 60_000)
    expect(shown()).toBe('W.C 13, Y.C 13, W.E 5, loja 13, kit 6')
    expect(toldKits(mark)).toEqual([])
    expect(await drifts()).toEqual([])
  })

  it('is one fewer wherever a part of it is sold alone', async () => {
    shop.buy(2)
    await world.settle()
    expect(shown()).toBe('W.C 17, Y.C 17, W.E 5, loja 17, kit 8')
    world.order(world.y, 3)
    await world.settle()
    expect(shown()).toBe('W.C 14, Y.C 14, W.E 2, loja 14, kit 7')
  })

  it('comes back with its parts when the order is cancelled, once (sync 43)', async () => {
    const order = buyKits(4)
    await world.settle()
    expect(shown()).toBe('W.C 11, Y.C 11, W.E 5, loja 11, kit 5')
    cancel(order)
    await world.settle()
    await world.pass(31 * 60_000)
    expect(shown()).toBe('W.C 19, Y.C 19, W.E 5, loja 19, kit 9')
    expect(await drifts()).toEqual([])
  })

  it('is put right where somebody edits it at the site, and told as an edit (sync 35)', async () => {
    world.control.patchShopProduct(shop.shop_id, atShop, { stock_quantity: 40 })
    await world.pass(31 * 60_000)
    expect(shown()).toBe('W.C 19, Y.C 19, W.E 5, loja 19, kit 9')
    const found = (await why()).writes.map((write: { reason: string }) => write.reason)
    expect(found).toContain('external_drift')
  })

  it('stays as it is while a part cannot be read, and follows when it can (sync 30)', async () => {
    const { company_id } = world.y
    world.control.setFaults([{ kind: 'server_error_before', company_id }])
    world.set(world.w, 'P1', 5)
    await world.settle()
    expect(kits()).toBe(9)
    expect(await why()).toMatchObject({ suspect_reason: 'SOURCE_UNKNOWN' })
    world.control.setFaults()
    await world.pass(31 * 60_000)
    expect(shown()).toBe('W.C 14, Y.C 14, W.E 5, loja 14, kit 7')
    expect((await why()).suspect_since).toBeNull()
  })

  it('follows when the account composes it anew', async () => {
    await compose([[world.w.product_id, 3]])
    expect(kits()).toBe(6)
  })

  it('follows a part that turns out otherwise once a balance has settled, without anybody telling', async () => {
    const { control, w } = world
    await world.reserveIn(w, 'shared')
    const order = world.order(w, 4)
    await world.settle()
    expect(shown()).toBe('W.C 15, Y.C 15, W.E 5, loja 15, kit 7')
    await world.pass(60_000)
    // The withdrawal from real stock shows late; meanwhile somebody's edit has the kit looked at.
    control.setFaults([{ kind: 'stale_balance', company_id: w.company_id, delay_ms: 20_000 }])
    control.patchOrder(w.company_id, order, { situation_id: 9 })
    await world.settle()
    await control.patchShopProduct(shop.shop_id, atShop, { stock_quantity: 1 })
    await world.settle()
    expect(kits()).toBeLessThanOrEqual(7)
    control.setFaults()
    await world.pass(45_000)
    expect(shown()).toBe('W.C 15, Y.C 15, W.E 5, loja 15, kit 7')
  })

  it('is left alone where the account counts it by itself, put together beforehand', async () => {
    const componentes = [{ produto: { id: world.w.product_id }, quantidade: 2 }]
    world.control.patchProduct(world.w.company_id, inBling, { structure: { tipoEstoque: 'F', componentes } })
    await world.settle()
    world.control.patchShopProduct(shop.shop_id, atShop, { stock_quantity: 40 })
    world.set(world.w, 'P1', 5)
    await world.pass(31 * 60_000)
    expect(shown()).toBe('W.C 14, Y.C 14, W.E 5, loja 14, kit 40')
    expect((await why()).pools[0]).toMatchObject({
      state: 'not_written',
      why: { product_kind: 'counted_kit' },
    })
  })

  it('says which of its parts the catalogue does not have, and writes nothing meanwhile', async () => {
    const { control, w } = world
    const ribbon = control.addProduct(w.company_id, { name: 'Fita', sku: 'FITA' }).product_id
    await compose([
      [w.product_id, 2],
      [ribbon, 1],
    ])
    expect(kits()).toBe(9)
    expect((await why()).pools[0].why.causes).toEqual([{ code: 'KIT_PART_UNKNOWN', sku: 'FITA' }])
  })

  it('has parts that no account or site sells alone: they are decided, and what is asked of them is told (sync 53)', async () => {
    const { control, test, w } = world
    const ribbon = control.addProduct(w.company_id, {
      name: 'Fita',
      sku: 'FITA',
      stock: ribbons(3),
    }).product_id
    await ok(test.owner.post('/products', { sku: 'FITA', name: 'Fita' }))
    await compose([
      [w.product_id, 2],
      [ribbon, 1],
    ])
    await ok(test.owner.patch(`/pools/${world.pool_id}`, { targets: [{ site_id: shop.site_id }] }))
    await world.pass(31 * 60_000)
    expect(kits()).toBe(3)
    buyKits(1)
    await world.settle()
    expect(kits()).toBe(2)
    const { pools } = (await ok(test.owner.get('/sync/skus/FITA'))).body
    expect(pools).toMatchObject([
      { available: 2, why: { demand: [{ quantity: 1 }], sold_in: [{ sku: 'KIT2' }] } },
    ])
  })

  it('has a part held at the counter alone: that too many were sold is told until it takes no part any more', async () => {
    const { control, test, w, pool_id } = world
    const ribbon = control.addProduct(w.company_id, { name: 'Fita', sku: 'FITA' }).product_id
    const { id: product_id } = (await ok(test.owner.post('/products', { sku: 'FITA', name: 'Fita' }))).body
    const { branch_id } = test
    const lines = [{ product_id, closed_boxes: 0, open_box_units: 3 }]
    await ok(test.owner.post('/inventory/counts', { branch_id, lines }))
    await compose([[ribbon, 1]])
    const sources = [{ branch_id, priority: 1 }]
    await ok(test.owner.patch(`/pools/${pool_id}`, { sources, targets: [{ site_id: shop.site_id }] }))
    await world.pass(31 * 60_000)
    await ok(test.owner.remove(`/product-links/${product_id}/${w.account_id}`))
    await ok(test.owner.put(`/sites/${shop.site_id}/order-route`, { account_id: null }))
    buyKits(3)
    await ok(test.owner.post('/sales', { branch_id, lines: [{ product_id, quantity: 2 }] }))
    await world.settle()
    const told = async () =>
      (await ok(test.owner.get('/alerts'))).body.items.filter(
        (one: { subject: string }) => one.subject === `${pool_id}/FITA`,
      )
    expect(await told()).toMatchObject([{ kind: 'oversold', facts: { oversold: 2 } }])
    const [{ id }] = await told()
    await ok(test.owner.patch(`/pools/${pool_id}`, { name: 'Balcão' }))
    expect(await told()).toMatchObject([{ id }])
    await world.pass(31 * 60_000)
    expect(await told()).toMatchObject([{ id }])
    await compose([[w.product_id, 1]])
    await ok(test.owner.patch(`/pools/${pool_id}`, { name: 'Loja' }))
    expect(await told()).toEqual([])
  })

  it('waits when a person takes the link of a part away, and goes on with the next', async () => {
    const { control, test, w } = world
    const old = control.addProduct(w.company_id, {
      name: 'Fita',
      sku: 'FITA-X',
      stock: ribbons(5),
    }).product_id
    const { id: product_id } = (await ok(test.owner.post('/products', { sku: 'FITA', name: 'Fita' }))).body
    const link = { account_id: w.account_id, product_id, bling_product_id: String(old) }
    await compose([[old, 1]])
    await ok(test.owner.post('/product-links', link))
    await world.settle()
    expect(kits()).toBe(5)
    await ok(test.owner.remove(`/product-links/${product_id}/${w.account_id}`))
    await world.settle()
    expect((await why()).pools[0].why.causes).toEqual([{ code: 'KIT_PART_UNKNOWN', sku: 'FITA-X' }])
    expect(kits()).toBe(5)
    await ok(test.owner.post('/product-links', link))
    await world.settle()
    expect((await why()).suspect_since).toBeNull()
  })

  it('may be in another kit that the catalogue does not have, and is taken apart to the last', async () => {
    const { control, w } = world
    const inner = control.addProduct(w.company_id, {
      ...{ name: 'Trio', sku: 'TRIO', format: 'E' },
      structure: { tipoEstoque: 'V', componentes: [{ produto: { id: w.product_id }, quantidade: 3 }] },
    }).product_id
    await readProducts()
    await compose([
      [inner, 1],
      [w.product_id, 1],
    ])
    expect(shown()).toBe('W.C 19, Y.C 19, W.E 5, loja 19, kit 4')
    buyKits(1)
    await world.settle()
    expect(shown()).toBe('W.C 15, Y.C 15, W.E 5, loja 15, kit 3')
  })

  it('follows another composition that only a reading of products finds', async () => {
    world.unheard(() => patchComposition([[world.w.product_id, 3]]))
    await readProducts()
    await world.settle()
    expect(kits()).toBe(6)
  })

  it('has orders ask for its components that came before anybody knew what it is made of', async () => {
    const { control, test, w } = world
    const late = control.addProduct(w.company_id, { name: 'Par', sku: 'PAR', stock: ribbons(9) }).product_id
    await ok(test.owner.post('/products', { sku: 'PAR', name: 'Par' }))
    const there = control.addShopProduct(shop.shop_id, {
      ...{ name: 'Par', sku: 'PAR', regular_price: '50.00', manage_stock: true, stock_quantity: 9 },
    }).product_id
    await readProducts()
    await world.pass(31 * 60_000)
    control.setFaults([
      { kind: 'server_error_before', company_id: w.company_id, operation: 'POST /pedidos/vendas' },
    ])
    shop.buy(1, { set_paid: true, line_items: [{ product_id: there, quantity: 2 }] })
    await world.settle()
    expect(shop.held()).toBe(19)
    control.patchProduct(w.company_id, late, {
      format: 'E',
      structure: { tipoEstoque: 'V', componentes: [{ produto: { id: w.product_id }, quantidade: 2 }] },
    })
    await world.settle()
    await world.settle()
    expect(shown()).toBe('W.C 15, Y.C 15, W.E 5, loja 15, kit 7')
  })
})
