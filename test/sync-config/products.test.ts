import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startTwoShops, type TwoShops } from './support/two-shops.ts'

let shops: TwoShops

beforeAll(async () => {
  shops = await startTwoShops()
})
afterAll(() => shops.close())
afterEach(() => shops.sandbox.control.setFaults())

const productsOf = async (account_id: string, query = '') => {
  const items: Record<string, unknown>[] = []
  let cursor = ''
  do {
    const path = `/bling/accounts/${account_id}/products?limit=200${query}${cursor}`
    const { body } = await shops.owner.get(path)
    items.push(...body.items)
    cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`
  } while (cursor !== '')
  return items
}

it('reads 250 products in three pages, keeps what it has when one fails, and goes on from there (sync 82)', async () => {
  const { owner, sandbox, w } = shops
  const ids = Array.from({ length: 250 }, (_, index) => shops.product(w, `P-${index}`))
  sandbox.control.setFaults([
    { kind: 'slow', operation: 'GET /produtos', times: 1, delay_ms: 1 },
    { kind: 'server_error_before', operation: 'GET /produtos', times: 3 },
  ])
  const broken = await shops.readProducts(w)
  expect(broken).toMatchObject({ state: 'partial', pages: 1, products: 100, finished_at: null })
  expect(await productsOf(w.account_id)).toHaveLength(100)
  expect((await productsOf(w.account_id, '&status=active')).length).toBe(100)
  const from = sandbox.calls().length
  const whole = await shops.readProducts(w)
  expect(whole).toMatchObject({ id: broken.id, state: 'complete', pages: 3, products: 250, error: null })
  expect(
    sandbox
      .calls()
      .slice(from)
      .filter((call) => call.operation === 'GET /produtos'),
  ).toHaveLength(2)
  const kept = await productsOf(w.account_id)
  expect(kept.map((one) => one['product_id']).toSorted()).toEqual(ids.toSorted())
  expect(kept.every((one) => one['status'] === 'active')).toBe(true)
  expect((await owner.get(`/bling/accounts/${w.account_id}/products/imports`)).body.items).toHaveLength(1)
})

it('takes products for gone only after a whole reading did not meet them', async () => {
  const { sandbox, y } = shops
  const stays = shops.product(y, 'FICA')
  const goes = shops.product(y, 'SAI')
  await shops.readProducts(y)
  sandbox.control.deleteProduct(y.company_id, Number(goes))
  sandbox.control.setFaults([{ kind: 'server_error_before', operation: 'GET /produtos', times: 3 }])
  expect((await shops.readProducts(y)).state).toBe('partial')
  const status = async () =>
    Object.fromEntries((await productsOf(y.account_id)).map((one) => [one['product_id'], one['status']]))
  expect(await status()).toMatchObject({ [stays]: 'active', [goes]: 'active' })
  expect((await shops.readProducts(y)).state).toBe('complete')
  expect(await status()).toMatchObject({ [stays]: 'active', [goes]: 'deleted' })
})

it('makes products of an account ours: shown before, done once, linked at once', async () => {
  const { owner, w } = shops
  const kit = {
    format: 'E',
    structure: { tipoEstoque: 'V', componentes: [{ produto: { id: 1 }, quantidade: 2 }] },
  }
  const first = shops.product(w, 'A-1', { price: 12.5 })
  const parent = shops.product(w, 'PAI', { format: 'V' })
  const child = shops.product(w, 'PAI-P', { parent_id: Number(parent) })
  const bundle = shops.product(w, 'KIT-A', {
    ...kit,
    structure: { ...kit.structure, componentes: [{ produto: { id: Number(first) }, quantidade: 2 }] },
  })
  const nameless = shops.product(w, '')
  const twins = [shops.product(w, 'GEMEO'), shops.product(w, 'GEMEO')]
  await shops.readProducts(w)
  const product_ids = [first, parent, child, bundle, nameless, ...twins]
  const path = `/bling/accounts/${w.account_id}/products/catalog`
  const preview = await owner.post(`${path}?preview=true`, { product_ids })
  const byId = (body: { rows: { bling_product_id: string }[] }) =>
    Object.fromEntries(body.rows.map((row) => [row.bling_product_id, row]))
  expect(preview.body).toMatchObject({ preview: true, created: 2, refused: 5 })
  expect(byId(preview.body)).toMatchObject({
    [first]: { result: 'created', sku: 'A-1' },
    [child]: { result: 'created', sku: 'PAI-P' },
    [parent]: { result: 'refused', reason: expect.stringContaining('variações') },
    [bundle]: { result: 'refused', reason: expect.stringContaining('kit') },
    [nameless]: { result: 'refused', sku: null },
    [twins[0] ?? '']: { result: 'refused', reason: expect.stringContaining('GEMEO') },
  })
  expect((await owner.get('/products?sku=A-1')).body.items).toEqual([])
  const done = await owner.post(path, { product_ids })
  expect(done.body).toMatchObject({ preview: false, created: 2, refused: 5 })
  const [made] = (await owner.get('/products?sku=A-1')).body.items
  expect(made).toMatchObject({ sku: 'A-1', name: 'Produto A-1', unit_price_cents: 1250 })
  const links = await owner.get(`/product-links?product_id=${made.id}`)
  expect(links.body.items).toMatchObject([
    { bling_product_id: first, origin: 'code', account_id: w.account_id },
  ])
  const again = await owner.post(path, { product_ids })
  expect(again.body).toMatchObject({ created: 0, linked: 0, unchanged: 2, refused: 5 })
})

it('makes no product ours that is archived, or linked elsewhere in the account, and leaves out a bar code that is none', async () => {
  const { owner, y } = shops
  const taken = shops.product(y, 'OCUPADO')
  const other = shops.product(y, 'OUTRO-LIGADO')
  const archived = shops.product(y, 'ARQUIVADO')
  const odd = shops.product(y, 'SEM-GTIN', { gtin: '123' })
  const own = (await owner.post('/products', { sku: 'OCUPADO', name: 'Nosso' })).body.id
  const put = (await owner.post('/products', { sku: 'ARQUIVADO', name: 'Velho' })).body.id
  await owner.post(`/products/${put}/archive`)
  await owner.post('/product-links', { account_id: y.account_id, product_id: own, bling_product_id: other })
  await shops.readProducts(y)
  const path = `/bling/accounts/${y.account_id}/products/catalog`
  const { body } = await owner.post(path, { product_ids: [taken, other, archived, odd] })
  expect(
    Object.fromEntries(body.rows.map((row: { sku: string; result: string }) => [row.sku, row.result])),
  ).toEqual({ OCUPADO: 'refused', 'OUTRO-LIGADO': 'unchanged', ARQUIVADO: 'refused', 'SEM-GTIN': 'created' })
  expect((await owner.get('/products?sku=SEM-GTIN')).body.items).toMatchObject([{ gtin: null }])
})

it('asks for changes only after a whole reading, and learns a new price and name', async () => {
  const { sandbox, y } = shops
  const id = shops.product(y, 'MUDA')
  await shops.readProducts(y)
  sandbox.control.patchProduct(y.company_id, Number(id), { name: 'Outro nome', price: 99.9 })
  expect(await shops.readProducts(y, 'changes')).toMatchObject({ scope: 'changes', state: 'complete' })
  const [found] = await productsOf(y.account_id, '&search=outro%20nome')
  expect(found).toMatchObject({ product_id: id, name: 'Outro nome', price_cents: 9990, code: 'MUDA' })
  expect(await productsOf(y.account_id, '&search=outro%20nome&linked=true')).toEqual([])
})

it('answers 404 for accounts that are not there and refuses what is no id (sync 76)', async () => {
  const unknown = '0190a5a0-0000-7000-8000-000000000001'
  const path = `/bling/accounts/${unknown}/products`
  expect((await shops.owner.get(path)).status).toBe(404)
  expect((await shops.owner.get(`${path}/imports`)).status).toBe(404)
  expect((await shops.owner.post(`${path}/imports`, {})).status).toBe(404)
  expect((await shops.owner.post(`${path}/catalog`, {})).status).toBe(404)
  const catalog = `/bling/accounts/${shops.w.account_id}/products/catalog`
  expect((await shops.owner.post(catalog, { product_ids: ['1 or 1=1'] })).status).toBe(422)
})
