import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { BlingError } from '../../src/server/bling/bling-error.ts'
import type { BlingClients } from '../../src/server/bling/client/bling-client.ts'
import type { HttpRequest } from '../../src/server/kernel/http-client.ts'
import { createLogger } from '../../src/server/kernel/logger.ts'
import { walkProducts } from '../../src/server/sync/products/walk-products.ts'
import { eventually } from '../support/eventually.ts'
import { ok, openSyncWorld, type SyncWorld } from '../support/sync-world.ts'

let world: SyncWorld
/** What happens in Bling right before a call of ours reaches it. */
let meanwhile: (request: HttpRequest) => void = () => {}

beforeAll(async () => {
  world = await openSyncWorld({
    pool: null,
    through: (request, next) => {
      meanwhile(request)
      return next(request)
    },
  })
})
afterAll(() => world.close())
afterEach(() => {
  meanwhile = () => {}
  world.control.setFaults()
})

const ours = async (sku: string, more: Record<string, unknown> = {}): Promise<string> =>
  (await ok(world.test.owner.post('/products', { sku, name: `Nosso ${sku}`, ...more }))).body.id
const theirs = (sku: string, more: Record<string, unknown> = {}) =>
  world.control.addProduct(world.w.company_id, { name: `Produto ${sku}`, sku, price: 10, ...more }).product_id
const kitOf = (component: number) => ({
  format: 'E' as const,
  structure: { tipoEstoque: 'V' as const, componentes: [{ produto: { id: component }, quantidade: 2 }] },
})
/** Removes a product for good, and nobody is told. */
const remove = (product_id: number) =>
  void world.unheard(() => world.control.deleteProduct(world.w.company_id, product_id))
/** Puts a product among the deleted ones, which Bling goes on listing. */
const setAside = (product_id: number) =>
  void world.unheard(() => world.control.patchProduct(world.w.company_id, product_id, { situation: 'E' }))
/** Removes a product at the moment when the whole of it is asked for. */
const removedWhenRead = (product_id: number) => {
  let isThere = true
  meanwhile = ({ url }) => {
    if (!isThere || !url.includes(`/produtos/${product_id}`)) return
    isThere = false
    remove(product_id)
  }
}

const imports = () => `/bling/accounts/${world.w.account_id}/products/imports`
const lastWalk = async () => (await ok(world.test.owner.get(imports()))).body.items[0]
const read = async (scope: 'everything' | 'changes' = 'everything') => {
  world.control.advance(60_000)
  await ok(world.test.owner.post(imports(), { scope }))
  return eventually('the reading of products', async () => {
    const last = await lastWalk()
    return last.state === 'complete' || last.state === 'partial' ? last : undefined
  })
}
const statusOf = async (product_id: number, code: string) => {
  const path = `/bling/accounts/${world.w.account_id}/products?search=${code}`
  const { items } = (await ok(world.test.owner.get(path))).body
  return items.find((one: { product_id: string }) => one.product_id === String(product_id))?.status
}
const linkedTo = async (product_id: string) =>
  (await ok(world.test.owner.get(`/product-links?product_id=${product_id}`))).body.items.map(
    (link: { bling_product_id: string }) => link.bling_product_id,
  )

it('goes on without a kit that was removed after the list had shown it, and releases its link', async () => {
  const own = await ours('KIT-SAI')
  const kit = theirs('KIT-SAI', kitOf(theirs('PARTE')))
  await read()
  expect(await linkedTo(own)).toEqual([String(kit)])
  removedWhenRead(kit)
  expect(await read()).toMatchObject({ state: 'complete', error: null })
  expect(await statusOf(kit, 'KIT-SAI')).toBe('deleted')
  expect(await linkedTo(own)).toEqual([])
})

it('goes on without a product that was removed after its bar code had found it', async () => {
  const gtin = '7891234500021'
  await ours('SUCO', { gtin })
  const [goes, stays] = [theirs('SUCO-VAI', { gtin }), theirs('SUCO-FICA', { gtin })]
  removedWhenRead(goes)
  expect(await read()).toMatchObject({ state: 'complete', error: null })
  expect([await statusOf(goes, 'SUCO-VAI'), await statusOf(stays, 'SUCO-FICA')]).toEqual([
    'deleted',
    'active',
  ])
})

/** Removes a product while the list is walked, which moves what comes after it up to the page that was read. */
const removedAfterFirstPage = (product_id: number) => {
  let isThere = true
  meanwhile = ({ url }) => {
    if (!isThere || !/\/produtos\?.*pagina=2\b/.test(url)) return
    isThere = false
    remove(product_id)
  }
}
const many = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => theirs(`${name}-${index}`))
/** How many filters of a name stood in calls since a mark. */
const asked = (from: number, filter: 'idsProdutos' | 'codigos') =>
  world.sandbox
    .calls()
    .slice(from)
    .map(({ url }) => decodeURIComponent(url).split(`${filter}[]=`).length - 1)
    .filter((count) => count > 0)

it('keeps a product that a removal during the walk moved past the reader, with its link', async () => {
  const own = await ours('PULO-29')
  const ids = many('PULO', 130)
  await read()
  const passed = ids[29] ?? 0
  removedAfterFirstPage(ids.at(-1) ?? 0)
  expect(await read()).toMatchObject({ state: 'complete', error: null })
  expect(await statusOf(passed, 'PULO-29')).toBe('active')
  expect(await linkedTo(own)).toEqual([String(passed)])
})

it('finds a product of ours that a removal moved past the reader before anybody had seen it', async () => {
  const own = await ours('NOVO-0')
  const [first = 0, ...others] = many('NOVO', 101)
  removedAfterFirstPage(others.at(-1) ?? 0)
  expect(await read()).toMatchObject({ state: 'complete', error: null })
  expect(await linkedTo(own)).toEqual([String(first)])
})

it.each([
  ['TROCA', 'was removed', remove],
  ['TROCA-E', 'lies among the deleted ones', setAside],
] as const)(
  'finds the new product of a SKU (%s) whose linked one %s, though it was moved past the reader',
  async (name, _how, goes) => {
    const own = await ours(`${name}-0`)
    const old = theirs(`${name}-0`)
    await read()
    expect(await linkedTo(own)).toEqual([String(old)])
    const [next = 0, ...others] = many(name, 101)
    goes(old)
    removedAfterFirstPage(others.at(-1) ?? 0)
    await read()
    expect(await linkedTo(own)).toEqual([String(next)])
  },
)

it('asks for what a whole reading did not meet a hundred at a time, and for nothing when all is met or only changes are read', async () => {
  await read()
  const skus = Array.from({ length: 120 }, (_, index) => `FALTA-${index}`)
  let from = world.sandbox.calls().length
  await read()
  expect(asked(from, 'idsProdutos')).toEqual([])
  const before = asked(from, 'codigos').reduce((sum, count) => sum + count, 0)
  const gone = many('SOME', 130)
  await read('changes')
  for (const id of gone) remove(id)
  for (const sku of skus) await ours(sku)
  from = world.sandbox.calls().length
  await read('changes')
  expect([asked(from, 'idsProdutos'), asked(from, 'codigos')]).toEqual([[], []])
  from = world.sandbox.calls().length
  await read()
  expect(asked(from, 'idsProdutos')).toEqual([100, 30])
  expect(asked(from, 'codigos')).toEqual([100, 20 + before])
})

/** A walk of another process that lets something happen before it reads each whole product. */
const walkElsewhere = async (happens: () => Promise<unknown>, { account_id } = world.w) => {
  const { app, tenant_id } = world.test
  const clients: BlingClients = {
    forAccount(...of) {
      const client = app.bling.clients.forAccount(...of)
      const detail = async (product_id: string) => {
        await happens()
        return client.products.detail(product_id)
      }
      return { ...client, products: { ...client.products, detail } }
    },
  }
  const deps = { database: app.database, clients, clock: world.clock, logger: createLogger('silent') }
  await walkProducts(deps, { tenant_id, account_id }, 'everything', 'sweep')
}

it('stays with whoever reads products by bar code, for as long as that takes', async () => {
  const gtin = '7891234500038'
  await ours('CHA', { gtin })
  for (const sku of ['CHA-A', 'CHA-B', 'CHA-C']) theirs(sku, { gtin })
  world.control.advance(60_000)
  // Whoever takes a walk up says so at once.
  const taken: boolean[] = []
  await walkElsewhere(async () => {
    world.control.advance(100_000)
    const { body } = await ok(world.test.owner.post(imports(), { scope: 'everything' }))
    taken.push(Date.parse(body.updated_at) === world.clock.now().getTime())
  })
  expect(taken).toEqual([false, false, false])
  expect(await lastWalk()).toMatchObject({ state: 'complete' })
})

it.each([
  ['7891234500045', 'comes to its end', []],
  ['7891234500052', 'is broken off', [{ kind: 'server_error_before', operation: 'GET /produtos/*' }]],
] as const)(
  'stays finished when the reader (%s) that another took it over from %s',
  async (gtin, _how, faults) => {
    await ours(`MATE-${gtin}`, { gtin })
    theirs(`MATE-${gtin}-B`, { gtin })
    world.control.advance(60_000)
    let finished: unknown
    await walkElsewhere(async () => {
      world.control.advance(130_000)
      finished = await read()
      world.control.advance(1000)
      world.control.setFaults(faults)
    }).catch((error: unknown) => expect(error).toBeInstanceOf(BlingError))
    expect(finished).toMatchObject({ state: 'complete' })
    expect(await lastWalk()).toEqual(finished)
  },
)

it('reads everything again when the last reading is more than a year old, also where one of changes was broken off then', async () => {
  await read()
  const daysAgo = (days: number) => new Date(world.clock.now().getTime() - days * 86_400_000)
  const age = (started_at: Date) =>
    world.query('update bling_product_imports set started_at = $1 where account_id = $2 and state = $3', [
      started_at,
      world.w.account_id,
      'complete',
    ])
  await age(daysAgo(364))
  expect(await read('changes')).toMatchObject({ scope: 'changes', state: 'complete' })
  await age(daysAgo(366))
  expect(await read('changes')).toMatchObject({ scope: 'everything', state: 'complete' })
  world.control.setFaults([{ kind: 'server_error_before', operation: 'GET /produtos' }])
  const broken = await read('changes')
  expect(broken).toMatchObject({ scope: 'changes', state: 'partial' })
  world.control.setFaults()
  await world.query('update bling_product_imports set changed_since = $1, next_page = 3 where id = $2', [
    daysAgo(366),
    broken.id,
  ])
  const from = world.sandbox.calls().length
  expect(await read('changes')).toMatchObject({ id: broken.id, scope: 'everything', state: 'complete' })
  expect(world.sandbox.calls()[from]?.url).toContain('pagina=1')
  expect(
    world.sandbox
      .calls()
      .slice(from)
      .map(({ url }) => url)
      .join(),
  ).not.toContain('dataAlteracao')
})

it('takes no kit for gone because the account was removed while it was read', async () => {
  const z = await world.shop('Loja Z', ['Z'], {})
  const { product_id } = world.control.addProduct(z.company_id, {
    ...{ name: 'Kit', sku: 'KIT-Z', price: 10 },
    ...kitOf(z.product_id),
  })
  world.control.advance(60_000)
  const walk = walkElsewhere(async () => {
    await ok(world.test.owner.remove(`/bling/accounts/${z.account_id}`))
    // The access that was held already ends, too.
    world.control.setFaults([{ kind: 'token_expired', company_id: z.company_id }])
  }, z)
  await expect(walk).rejects.toMatchObject({ kind: 'not_found', operation: 'account' })
  const statuses = 'select status from bling_products where account_id = $1 and product_id = $2'
  expect(await world.query(statuses, [z.account_id, product_id])).toEqual([{ status: 'active' }])
})
