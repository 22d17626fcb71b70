import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLogger } from '../../src/server/kernel/logger.ts'
import { skusOfProducts } from '../../src/server/sync/links/links.store.ts'
import { linksOfSku } from '../../src/server/sync/links/links-of-skus.ts'
import { readingOfLink, type SkuLinks } from '../../src/server/sync/links/sku-links.ts'
import { refreshProducts } from '../../src/server/sync/products/refresh-products.ts'
import { type Shop, startTwoShops, type TwoShops } from './support/two-shops.ts'

let shops: TwoShops

beforeAll(async () => {
  shops = await startTwoShops()
})
afterAll(() => shops.close())

const ours = async (sku: string, more: Record<string, unknown> = {}): Promise<string> => {
  const reply = await shops.owner.post('/products', { sku, name: `Nosso ${sku}`, ...more })
  expect(reply.status).toBe(201)
  return reply.body.id
}

const linksOf = async (sku: string): Promise<SkuLinks> => {
  const links = await shops.test.app.database.tenant(shops.test.tenant_id, (tx) => linksOfSku(tx, sku))
  if (links === null) throw new Error(`no product ${sku}`)
  return links
}

const linkIn = async (shop: Shop, sku: string) => (await linksOf(sku)).accounts.get(shop.account_id)

const suggestionsFor = async (sku: string, query = '') =>
  (await shops.owner.get(`/product-links/suggestions?limit=200${query}`)).body.items.filter(
    (item: { sku: string }) => item.sku === sku,
  )

/** What the engine does with an event about products. */
const refresh = (shop: Shop, product_ids: string[]) => {
  const { app, tenant_id } = shops.test
  const deps = {
    database: app.database,
    clients: app.bling.clients,
    clock: { now: () => new Date(shops.sandbox.control.clock().now_ms) },
    logger: createLogger('silent'),
  }
  return refreshProducts(deps, { tenant_id, account_id: shop.account_id }, product_ids, 'webhook')
}

it('does not know who a product is before all products of the account were read', async () => {
  await ours('CEDO')
  expect(await linkIn(shops.w, 'CEDO')).toEqual({ kind: 'not_read' })
  await Promise.all([shops.readProducts(shops.w), shops.readProducts(shops.y)])
  expect(await linkIn(shops.w, 'CEDO')).toEqual({ kind: 'absent' })
})

it('links exact codes by id, and keeps 007 and 7 apart (sync 56)', async () => {
  const [bond, seven] = [shops.product(shops.w, '007'), shops.product(shops.w, '7')]
  await ours('007')
  await ours('7')
  await shops.readProducts(shops.w, 'changes')
  expect(await linkIn(shops.w, '007')).toEqual({ kind: 'linked', product_id: bond, by: 'link' })
  expect(await linkIn(shops.w, '7')).toEqual({ kind: 'linked', product_id: seven, by: 'link' })
})

it('takes a SKU of digits for a code only, and never asks one account for an id of the other (sync 57)', async () => {
  const inW = shops.product(shops.w, '7891234567895')
  await ours('7891234567895')
  await ours(inW)
  const from = shops.sandbox.calls().length
  await shops.readProducts(shops.w, 'changes')
  await shops.readProducts(shops.y, 'changes')
  expect(await linkIn(shops.w, '7891234567895')).toMatchObject({ kind: 'linked', product_id: inW })
  expect(await linkIn(shops.y, '7891234567895')).toEqual({ kind: 'absent' })
  expect(await linkIn(shops.w, inW)).toEqual({ kind: 'absent' })
  const inY = shops.sandbox
    .calls()
    .slice(from)
    .filter((call) => call.company_id === shops.y.company_id)
  expect(inY.length).toBeGreaterThan(0)
  expect(JSON.stringify(inY)).not.toContain(inW)
})

it('only suggests what differs by case or space, until a person accepts (sync 58)', async () => {
  const { owner, w, y } = shops
  const product_id = await ours('CANECA-02')
  const inW = shops.product(w, 'CANECA-02')
  const inY = shops.product(y, ' caneca-02')
  await shops.readProducts(w, 'changes')
  await shops.readProducts(y, 'changes')
  const before = await linkIn(y, 'CANECA-02')
  expect(before).toEqual({ kind: 'suggested', product_id: inY, because: 'case_or_space' })
  expect(readingOfLink(before ?? { kind: 'absent' }, 'freeze')).toEqual({
    kind: 'known',
    reading: { kind: 'unknown', cause: 'link_suggested' },
  })
  expect(await suggestionsFor('CANECA-02')).toMatchObject([
    {
      account_id: y.account_id,
      kind: 'suggested',
      because: 'case_or_space',
      candidates: [{ bling_product_id: inY }],
    },
  ])
  const accepted = await owner.post('/product-links', {
    account_id: y.account_id,
    product_id,
    bling_product_id: inY,
  })
  expect([accepted.status, accepted.body]).toMatchObject([
    201,
    { origin: 'person', bling_code: ' caneca-02' },
  ])
  expect(await linkIn(y, 'CANECA-02')).toEqual({ kind: 'linked', product_id: inY, by: 'link' })
  expect(await linkIn(w, 'CANECA-02')).toMatchObject({ product_id: inW })
  expect(await suggestionsFor('CANECA-02')).toEqual([])
})

it('suggests a product of another code that has the same bar code', async () => {
  const { y } = shops
  const gtin = '7891234500014'
  await ours('CERVEJA', { gtin })
  const inY = shops.product(y, 'CERV-600', { gtin })
  await shops.readProducts(y)
  expect(await linkIn(y, 'CERVEJA')).toEqual({ kind: 'suggested', product_id: inY, because: 'gtin' })
  const [suggestion] = await suggestionsFor('CERVEJA', `&account_id=${y.account_id}`)
  expect(suggestion).toMatchObject({
    because: 'gtin',
    candidates: [{ bling_product_id: inY, gtin, code: 'CERV-600' }],
  })
})

it('does not suggest again what a person refused, until the person links it after all', async () => {
  const { owner, w, y } = shops
  const product_id = await ours('TACA-01')
  shops.product(w, 'TACA-01')
  const inY = shops.product(y, 'taca-01')
  await shops.readProducts(w, 'changes')
  await shops.readProducts(y, 'changes')
  const pair = { account_id: y.account_id, product_id, bling_product_id: inY }
  const key = randomUUID()
  const refused = await owner.post('/product-links/refusals', pair, key)
  expect([refused.status, refused.body]).toEqual([201, pair])
  expect((await owner.post('/product-links/refusals', pair, key)).headers['idempotency-replayed']).toBe(
    'true',
  )
  expect((await owner.post('/product-links/refusals', pair)).status).toBe(201)

  // The account is without the product from now on: nothing waits for it any more.
  expect(await linkIn(y, 'TACA-01')).toEqual({ kind: 'absent' })
  expect(await suggestionsFor('TACA-01')).toEqual([])
  await shops.readProducts(y)
  expect(await suggestionsFor('TACA-01')).toEqual([])
  expect(await suggestionsFor('TACA-01', '&kind=absent')).toMatchObject([
    { account_id: y.account_id, candidates: [], refused: [{ bling_product_id: inY, code: 'taca-01' }] },
  ])

  expect((await owner.post('/product-links', pair)).status).toBe(201)
  expect(await linkIn(y, 'TACA-01')).toMatchObject({ kind: 'linked', product_id: inY })
  const late = await owner.post('/product-links/refusals', pair)
  expect([late.status, late.body.code]).toEqual([409, 'LINK_STANDS'])
  await owner.remove(`/product-links/${product_id}/${y.account_id}`)
  expect(await suggestionsFor('TACA-01')).toMatchObject([
    { candidates: [{ bling_product_id: inY }], refused: [] },
  ])
  const unknown = await owner.post('/product-links/refusals', { ...pair, bling_product_id: '99999999' })
  expect([unknown.status, unknown.body.code]).toEqual([404, 'NOT_FOUND'])
})

it('lets what is left decide when one of two products of a code is refused', async () => {
  const { owner, y } = shops
  const product_id = await ours('DUPLA')
  const [one, other] = [shops.product(y, 'DUPLA'), shops.product(y, 'DUPLA')]
  await shops.readProducts(y, 'changes')
  expect(await linkIn(y, 'DUPLA')).toMatchObject({ kind: 'ambiguous' })
  const refusal = { account_id: y.account_id, product_id, bling_product_id: one }
  expect((await owner.post('/product-links/refusals', refusal)).status).toBe(201)
  expect(await linkIn(y, 'DUPLA')).toMatchObject({ kind: 'linked', product_id: other })
})

it('leaves two active products of one code to a person, and freezes meanwhile (sync 59)', async () => {
  const { owner, y } = shops
  const product_id = await ours('GEMEO')
  const twins = [shops.product(y, 'GEMEO'), shops.product(y, 'GEMEO')].toSorted()
  await shops.readProducts(y, 'changes')
  const link = await linkIn(y, 'GEMEO')
  expect(link).toEqual({ kind: 'ambiguous', product_ids: twins })
  expect(readingOfLink(link ?? { kind: 'absent' }, 'freeze')).toMatchObject({
    reading: { kind: 'unknown', cause: 'link_ambiguous' },
  })
  expect(readingOfLink(link ?? { kind: 'absent' }, 'leave_out')).toMatchObject({
    reading: { kind: 'absent' },
  })
  const [suggestion] = await suggestionsFor('GEMEO')
  expect(suggestion).toMatchObject({ kind: 'ambiguous', because: 'same_code' })
  expect(suggestion.candidates.map((one: { bling_product_id: string }) => one.bling_product_id)).toEqual(
    twins,
  )
  await owner.post('/product-links', { account_id: y.account_id, product_id, bling_product_id: twins[1] })
  expect(await linkIn(y, 'GEMEO')).toEqual({ kind: 'linked', product_id: twins[1], by: 'link' })
})

it('links products of different codes when a person says so, and one product once (sync 60)', async () => {
  const { owner, w, y } = shops
  const product_id = await ours('COPO')
  const inW = shops.product(w, 'COPO')
  const inY = shops.product(y, 'COPO-AMERICANO')
  await shops.readProducts(w, 'changes')
  const body = { account_id: y.account_id, product_id, bling_product_id: inY }
  expect((await owner.post('/product-links', body)).status).toBe(201)
  expect((await linksOf('COPO')).accounts).toEqual(
    new Map([
      [w.account_id, { kind: 'linked', product_id: inW, by: 'link' }],
      [y.account_id, { kind: 'linked', product_id: inY, by: 'link' }],
    ]),
  )
  const other = await ours('OUTRO-COPO')
  const taken = await owner.post('/product-links', { ...body, product_id: other })
  expect([taken.status, taken.body]).toMatchObject([409, { code: 'LINK_TAKEN', sku: 'COPO' }])
  const unknown = await owner.post('/product-links', { ...body, bling_product_id: '999' })
  expect(unknown.status).toBe(404)
})

it('survives a SKU renamed in Bling, and one of ours (sync 61)', async () => {
  const { owner, sandbox, w } = shops
  const product_id = await ours('VELHO')
  const inW = shops.product(w, 'VELHO')
  expect(await refresh(w, [inW])).toEqual(['VELHO'])
  sandbox.control.patchProduct(w.company_id, Number(inW), { sku: 'NOVO' })
  expect(await refresh(w, [inW])).toEqual(['VELHO'])
  expect(await linkIn(w, 'VELHO')).toEqual({ kind: 'linked', product_id: inW, by: 'link' })
  await owner.patch(`/products/${product_id}`, { sku: 'NOSSO-NOVO' })
  expect(await linkIn(w, 'NOSSO-NOVO')).toEqual({ kind: 'linked', product_id: inW, by: 'link' })
  const found = await shops.test.app.database.tenant(shops.test.tenant_id, (tx) =>
    skusOfProducts(tx, w.account_id, [inW, '12345']),
  )
  expect(found).toEqual([{ bling_product_id: inW, sku: 'NOSSO-NOVO' }])
})

it('goes over to the new product of a code when the linked one was deleted in Bling', async () => {
  const { sandbox, w } = shops
  await ours('REFEITO')
  const first = shops.product(w, 'REFEITO')
  await refresh(w, [first])
  sandbox.control.deleteProduct(w.company_id, Number(first))
  const second = shops.product(w, 'REFEITO')
  expect(await refresh(w, [first, second])).toEqual(['REFEITO'])
  expect(await linkIn(w, 'REFEITO')).toEqual({ kind: 'linked', product_id: second, by: 'link' })
})

it('reads what kits are made of, and never takes one for a product to write (sync 53, 54)', async () => {
  const { owner, w } = shops
  const [a, b] = [shops.product(w, 'COMP-A'), shops.product(w, 'COMP-B')]
  const parts = (...components: [string, number][]) => ({
    format: 'E',
    structure: {
      tipoEstoque: 'V',
      componentes: components.map(([id, quantidade]) => ({ produto: { id: Number(id) }, quantidade })),
    },
  })
  const kit = shops.product(w, 'KIT2', parts([a, 2], [b, 3]))
  await ours('COMP-A')
  await ours('COMP-B')
  await ours('KIT2')
  await shops.readProducts(w, 'changes')
  expect((await linksOf('KIT2')).product_kind).toBe('kit')
  expect((await linksOf('COMP-A')).product_kind).toBe('simple')
  const { body } = await owner.get(`/bling/accounts/${w.account_id}/kits`)
  expect(body.items).toEqual([
    {
      account_id: w.account_id,
      product_id: kit,
      code: 'KIT2',
      name: 'Produto KIT2',
      available: null,
      components: [
        { product_id: a, sku: 'COMP-A', quantity: 2, available: null },
        { product_id: b, sku: 'COMP-B', quantity: 3, available: null },
      ],
    },
  ])
})

it('keeps a parent out and its variations apart (sync 55)', async () => {
  const { w } = shops
  const parent = shops.product(w, 'CAM', { format: 'V' })
  const [small, medium] = ['CAM-P', 'CAM-M'].map((sku) =>
    shops.product(w, sku, { parent_id: Number(parent) }),
  )
  for (const sku of ['CAM', 'CAM-P', 'CAM-M']) await ours(sku)
  await shops.readProducts(w, 'changes')
  expect((await linksOf('CAM')).product_kind).toBe('parent')
  expect(await linksOf('CAM-P')).toMatchObject({ product_kind: 'simple' })
  expect(await linkIn(w, 'CAM-P')).toMatchObject({ product_id: small })
  expect(await linkIn(w, 'CAM-M')).toMatchObject({ product_id: medium })
})

it('takes a link away and says so, without touching Bling', async () => {
  const { owner, w } = shops
  const product_id = await ours('SOLTO')
  const inW = shops.product(w, 'SOLTO')
  await refresh(w, [inW])
  const calls = shops.sandbox.calls().length
  expect((await owner.remove(`/product-links/${product_id}/${w.account_id}`)).status).toBe(204)
  expect((await owner.remove(`/product-links/${product_id}/${w.account_id}`)).status).toBe(404)
  expect(shops.sandbox.calls().length).toBe(calls)
  const audit = await owner.get(`/audit?target=${product_id}&action=product_link.removed`)
  expect(audit.body.items).toHaveLength(1)
})

it('pages links and suggestions without losing one', async () => {
  const walk = async (path: string) => {
    const seen: string[] = []
    let cursor = ''
    do {
      const { body } = await shops.owner.get(`${path}${cursor}`)
      seen.push(
        ...body.items.map((item: { sku: string; account_id: string }) => `${item.sku} ${item.account_id}`),
      )
      cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`
    } while (cursor !== '')
    return seen
  }
  for (const path of ['/product-links?', '/product-links/suggestions?kind=absent&']) {
    const whole = await walk(`${path}limit=200`)
    const inSteps = await walk(`${path}limit=2`)
    expect(whole.length).toBeGreaterThan(4)
    expect(inSteps).toEqual(whole)
  }
})
