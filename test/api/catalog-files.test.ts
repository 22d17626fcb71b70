import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeProduct, putLevel } from '../support/stock.ts'
import { type Caller, startTestApp, type TestApp } from '../support/test-app.ts'

let test: TestApp
let owner: Caller
beforeAll(async () => {
  test = await startTestApp()
  owner = test.owner
})
afterAll(() => test.close())

const header = ['sku;nome;preco_unitario;unidades_por_caixa;controla_caixa']
const csvOf = (...lines: string[]) => [...header, ...lines].join('\r\n')
const bySku = async (sku: string) =>
  (await owner.get(`/products?sku=${encodeURIComponent(sku)}`)).body.items[0]

/** The export as text, by a raw call: it is no JSON. */
async function exported(app: TestApp = test): Promise<string> {
  const response = await app.app.http.inject({
    url: '/api/v1/products/export',
    headers: { authorization: `Bearer ${app.owner.token}` },
  })
  expect(response.headers['content-type']).toContain('text/csv')
  return response.body
}
async function upload(csv: Buffer | string, contentType: string, query = '') {
  const response = await test.app.http.inject({
    method: 'POST',
    url: `/api/v1/products/import${query}`,
    headers: { authorization: `Bearer ${owner.token}`, 'content-type': contentType },
    payload: csv,
  })
  return { status: response.statusCode, body: JSON.parse(response.body) }
}

describe('importing products', () => {
  it('shows in a preview what it would do, and keeps nothing', async () => {
    const csv = csvOf('P1;Brahma;"7,50";12;sim', 'P2;Skol;abc;12;sim')
    const { body } = await owner.post('/products/import?preview=true', { csv })
    expect(body).toMatchObject({ preview: true, created: 1, updated: 0, refused: 1 })
    expect(await bySku('P1')).toBeUndefined()
  })

  it('adds, changes and leaves alone, and says line and field of what it refuses', async () => {
    await makeProduct(owner, { sku: 'OLD', name: 'Velho', unit_price_cents: 100 })
    await makeProduct(owner, { sku: 'SAME', name: 'Igual', unit_price_cents: 100 })
    const csv = csvOf(
      'NEW;Novo;"1.234,56";24;sim',
      'OLD;Velho;2;12;sim',
      'SAME;Igual;"1,00";12;sim',
      'BAD;Ruim;"1,005";12;sim',
      'BAD2;Ruim;1;;sim',
      ';Sem código;1;;não',
      'NEW;De novo;1;;não',
      'BAD3;Ruim;1;1;sim',
      'LONG;Demais;1;12;sim;x',
    )
    const { status, body } = await owner.post('/products/import', { csv })
    expect(status).toBe(200)
    expect(body).toMatchObject({ preview: false, created: 1, updated: 1, unchanged: 1, refused: 6 })
    const refused = body.rows.filter((row: { result: string }) => row.result === 'refused')
    expect(
      refused.map((row: { line: number; fields: { path: string }[] }) => [row.line, row.fields[0]?.path]),
    ).toEqual([
      [5, 'unit_price_cents'],
      [6, 'units_per_box'],
      [7, 'sku'],
      [8, 'sku'],
      [9, 'units_per_box'],
      [10, ''],
    ])
    expect(await bySku('NEW')).toMatchObject({
      name: 'Novo',
      unit_price_cents: 123_456,
      units_per_box: 24,
      box_tracking: true,
    })
    expect(await bySku('OLD')).toMatchObject({ unit_price_cents: 200 })
  })

  it('takes commas, a byte order mark, the names of the API and columns of others, which it names', async () => {
    const csv = '\ufeffsku,name,unit_price_cents,Fornecedor\nC1,"Vinho, tinto",4590,Ambev\n'
    const { body } = await owner.post('/products/import', { csv })
    expect(body).toMatchObject({ created: 1, ignored_columns: ['Fornecedor'] })
    expect(await bySku('C1')).toMatchObject({ name: 'Vinho, tinto', unit_price_cents: 4590 })
  })

  it('takes a file as it is, also in the letters of old spreadsheets', async () => {
    const latin = Buffer.from('sku;nome\nL1;Pão de açúcar\n', 'latin1')
    expect((await upload(latin, 'text/csv')).body).toMatchObject({ created: 1 })
    expect(await bySku('L1')).toMatchObject({ name: 'Pão de açúcar' })
    const utf8 = await upload('sku;nome\nL2;Guaraná\n', 'text/csv; charset=utf-8', '?preview=true')
    expect(utf8.body).toMatchObject({ preview: true, created: 1 })
    expect((await upload('sku;nome\nL2;G\n', 'text/csv; charset=klingon')).status).toBe(415)
  })

  it.each([
    ['', 422],
    ['sku;nome\n"X;Aberto\n', 422],
    ['nome;preco\nA;1\n', 422],
    ['sku;preco;preço unitário\nA;1;2\n', 422],
  ])('refuses what is no file of products: %j', async (csv, status) => {
    const reply = await owner.post('/products/import', { csv })
    expect(reply.status).toBe(status)
    expect(reply.body.fields[0].path).toBe('csv')
  })

  it('takes up to five megabytes, on this route only', async () => {
    const csv = csvOf(`BIG;${'x'.repeat(5_000_000)};1;;não`)
    expect((await owner.post('/products/import', { csv })).status).toBe(413)
    const twoMegabytes = { sku: 'BIG', name: 'x'.repeat(2_000_000) }
    expect((await owner.post('/products', twoMegabytes)).status).toBe(413)
  })

  it('repacks the stock of what it changes, all together or not at all, and says which rows the stock stands against', async () => {
    const [first, second] = [await makeProduct(owner, { sku: 'R1' }), await makeProduct(owner, { sku: 'R2' })]
    const open = await makeProduct(owner, { sku: 'R3', dose_enabled: true, doses_per_bottle: 25 })
    await putLevel(owner, test.branch_id, first, 5, 3)
    await putLevel(owner, test.branch_id, second, 1, 0)
    await putLevel(owner, test.branch_id, open, 0, 1, 10)
    const csv = [
      'sku;unidades_por_caixa;doses_por_garrafa;ativo',
      'R1;24;;sim',
      'R2;12;;não',
      'R3;12;20;sim',
    ].join('\n')
    const { body } = await owner.post('/products/import', { csv }, 'import-repack')
    expect(body).toMatchObject({ updated: 1, refused: 2 })
    expect(body.rows[1].fields[0].path).toBe('is_active')
    expect(body.rows[2].fields[0].message).toContain('10 doses')
    const changed = await owner.get(`/products/${first}`)
    expect(changed.body.units_per_box).toBe(24)
    const sale = await owner.post('/sales', {
      branch_id: test.branch_id,
      lines: [{ product_id: first, quantity: 2, sold_as: 'box' }],
    })
    expect(sale.body.movements[0]).toMatchObject({
      quantity: -48,
      closed_boxes_before: 2,
      open_box_before: 15,
    })
    const again = await owner.post('/products/import', { csv }, 'import-repack')
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(again.body).toEqual(body)
  })

  it('takes thousands of products in one go', async () => {
    const lines = Array.from(
      { length: 5000 },
      (_, n) => `BULK-${n};Produto ${n};"${n % 90},${10 + (n % 90)}";12;sim`,
    )
    const { body } = await owner.post('/products/import', { csv: csvOf(...lines) })
    expect(body).toMatchObject({ created: 5000, refused: 0 })
    const again = await owner.post('/products/import', { csv: csvOf(...lines) })
    expect(again.body).toMatchObject({ unchanged: 5000, updated: 0 })
  })
})

describe('exporting products', () => {
  it('gives what an import finds unchanged, here and in an empty company', async () => {
    await makeProduct(owner, {
      sku: '=HYPERLINK("x")',
      name: '+55; "aspas"\ne duas linhas 🍺',
      category: "'apóstrofo",
      gtin: '7891000315507',
      muntu_enabled: true,
      muntu_quantity: 6,
      muntu_price_cents: 5000,
      target_days: 30,
      is_active: false,
    })
    const csv = await exported()
    const here = await owner.post('/products/import', { csv })
    expect(here.body).toMatchObject({ created: 0, updated: 0, refused: 0 })
    expect(here.body.unchanged).toBeGreaterThan(5000)
    const other = await startTestApp()
    try {
      const there = await other.owner.post('/products/import', { csv })
      expect(there.body).toMatchObject({ created: here.body.unchanged, refused: 0 })
      expect(await exported(other)).toBe(csv)
    } finally {
      await other.close()
    }
  })

  it('holds nothing that a spreadsheet would run', async () => {
    const cells = (await exported()).split(/[;\n]/).map((cell) => cell.replace(/^"/, ''))
    expect(cells.filter((cell) => /^[=+\-@]/.test(cell))).toEqual([])
    expect(cells.some((cell) => cell.startsWith("'=HYPERLINK"))).toBe(true)
  })
})
