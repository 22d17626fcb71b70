import { afterEach, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { openSyncWorld, SKU, type SyncWorld, type WorldShop } from '../support/sync-world.ts'

let world: SyncWorld
afterEach(() => world.close())

const ours = async (sku: string): Promise<string> => {
  const { status, body } = await world.test.owner.post('/products', { sku, name: `Nosso ${sku}` })
  expect(status).toBe(201)
  return body.id
}

/** Adds a product to a shop with balances by deposit; gives Bling's id. */
const add = (shop: WorldShop, sku: string, stock: Record<string, number>, more: object = {}): number =>
  world.control.addProduct(shop.company_id, {
    name: sku,
    sku,
    stock: Object.entries(stock).map(([name, quantity]) => ({
      deposit_id: shop.deposits[name]?.bling_id ?? 0,
      quantity,
    })),
    ...more,
  }).product_id

const readProducts = async (...shops: WorldShop[]) => {
  for (const { account_id } of shops) {
    const path = `/bling/accounts/${account_id}/products/imports`
    await world.test.owner.post(path, { scope: 'everything' })
    await eventually('the products are read', async () =>
      (await world.test.owner.get(path)).body.items[0].state === 'complete' ? true : undefined,
    )
  }
  await world.settle()
}

/** Where movements of a product went since `from`, as `W.C B 9`. */
const written = (from: number, product_id: number) =>
  world.sandbox
    .calls()
    .slice(from)
    .filter((call) => call.operation === 'POST /estoques')
    .map((call) => call.body as { produto: { id: number }; deposito: { id: number } })
    .filter((body) => body.produto.id === product_id)
    .map((body) => body.deposito.id)

const virtualOf = (shop: WorldShop, product_id: number, deposit: string) =>
  world.control
    .state(shop.company_id)
    .balances.find(
      (one) => one.product_id === product_id && one.deposit_id === shop.deposits[deposit]?.bling_id,
    )?.virtual ?? 0

it('writes 15 to 007 and leaves 7 alone (sync 56)', async () => {
  world = await openSyncWorld()
  const { w } = world
  const bond = add(w, '007', { P1: 15 })
  const seven = add(w, '7', { P1: 3, C: 3 })
  await ours('007')
  await ours('7')
  const from = world.sandbox.calls().length
  await readProducts(w)
  expect(virtualOf(w, bond, 'C')).toBe(15)
  expect(written(from, seven)).toEqual([])
})

it('writes nothing while a counterpart is only suggested, and everywhere once it is accepted (sync 58)', async () => {
  world = await openSyncWorld()
  const { w, y } = world
  const inW = add(w, 'COPO-01', { P1: 4 })
  const inY = add(y, 'copo-01', { P3: 5 })
  const product_id = await ours('COPO-01')
  const from = world.sandbox.calls().length
  await readProducts(w, y)
  expect([...written(from, inW), ...written(from, inY)]).toEqual([])
  const link = { account_id: y.account_id, product_id, bling_product_id: String(inY) }
  expect((await world.test.owner.post('/product-links', link)).status).toBe(201)
  await world.settle()
  expect([virtualOf(w, inW, 'C'), virtualOf(y, inY, 'C')]).toEqual([9, 9])
})

it('freezes a SKU that is two products in an account, or goes on without it when told to (sync 59)', async () => {
  world = await openSyncWorld()
  const { w, y } = world
  const inW = add(w, 'PRATO', { P1: 4 })
  const twins = [add(y, 'PRATO', { P3: 5 }), add(y, 'PRATO', { P3: 6 })]
  await ours('PRATO')
  const from = world.sandbox.calls().length
  await readProducts(w, y)
  expect([inW, ...twins].flatMap((id) => written(from, id))).toEqual([])
  await world.test.owner.patch(`/pools/${world.pool_id}`, { unresolved_links: 'leave_out' })
  await world.settle()
  expect(virtualOf(w, inW, 'C')).toBe(4)
  expect(twins.flatMap((id) => written(from, id))).toEqual([])
})

it('sums and writes by the link that a person made between different codes (sync 60)', async () => {
  world = await openSyncWorld()
  const { w, y } = world
  const inW = add(w, 'TACA', { P1: 4, P2: 1 })
  const inY = add(y, 'TACA-VINHO', { P3: 5 })
  const product_id = await ours('TACA')
  await readProducts(w, y)
  expect(virtualOf(w, inW, 'C')).toBe(5)
  const link = { account_id: y.account_id, product_id, bling_product_id: String(inY) }
  await world.test.owner.post('/product-links', link)
  await world.settle()
  expect([virtualOf(w, inW, 'C'), virtualOf(y, inY, 'C')]).toEqual([10, 10])
})

it('goes on by id when a SKU is renamed in Bling (sync 61)', async () => {
  world = await openSyncWorld()
  const { w, y } = world
  world.control.patchProduct(y.company_id, y.product_id, { sku: 'CANECA-NOVA' })
  await world.settle()
  world.set(w, 'P1', 7)
  await world.settle()
  expect([world.balance(w, 'C'), world.balance(y, 'C')]).toEqual(['16/16', '16/16'])
})

it('never writes a kit; what it makes follows from its components (sync 53)', async () => {
  world = await openSyncWorld()
  const { w } = world
  const structure = {
    tipoEstoque: 'V' as const,
    componentes: [{ produto: { id: w.product_id }, quantidade: 2 }],
  }
  const kit = add(w, 'KIT2', {}, { format: 'E', structure })
  await ours('KIT2')
  const from = world.sandbox.calls().length
  await readProducts(w)
  world.set(w, 'P1', 10)
  await world.settle()
  expect(written(from, kit)).toEqual([])
  const { body } = await world.test.owner.get(`/bling/accounts/${w.account_id}/kits`)
  expect(body.items).toMatchObject([
    { code: 'KIT2', available: 9, components: [{ sku: SKU, quantity: 2, available: 19 }] },
  ])
  await world.reserveIn(w, 'nowhere')
  world.control.addOrder(w.company_id, { items: [{ product_id: kit, quantity: 1 }] })
  await world.settle()
  const demand = await world.test.owner.get('/sync/demand')
  expect(demand.body.items).toMatchObject([{ sku: SKU, quantity: 2 }])
  expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
  expect((await world.test.owner.get('/sync/skus/KIT2')).body.kit_available).toBe(8)
  expect(written(from, kit)).toEqual([])
})

it('makes of the scarcest component as many kits as it has room for (sync 54)', async () => {
  world = await openSyncWorld()
  const { w } = world
  const [a, b] = [add(w, 'A', { P1: 10 }), add(w, 'B', { P1: 7 })]
  const parts = [
    { produto: { id: a }, quantidade: 2 },
    { produto: { id: b }, quantidade: 3 },
  ]
  add(w, 'KIT-AB', {}, { format: 'E', structure: { tipoEstoque: 'V', componentes: parts } })
  await ours('A')
  await ours('B')
  await readProducts(w)
  const { body } = await world.test.owner.get(`/bling/accounts/${w.account_id}/kits`)
  expect(body.items).toMatchObject([{ code: 'KIT-AB', available: 2 }])
})

it('writes variations by themselves and never their parent (sync 55)', async () => {
  world = await openSyncWorld()
  const { w } = world
  const parent = add(w, 'CAM', {}, { format: 'V' })
  const small = add(w, 'CAM-P', { P1: 3 }, { parent_id: parent })
  const medium = add(w, 'CAM-M', { P1: 8 }, { parent_id: parent })
  for (const sku of ['CAM', 'CAM-P', 'CAM-M']) await ours(sku)
  const from = world.sandbox.calls().length
  await readProducts(w)
  expect([virtualOf(w, small, 'C'), virtualOf(w, medium, 'C')]).toEqual([3, 8])
  expect(written(from, parent)).toEqual([])
})
