import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeProduct, putLevel } from '../support/stock.ts'
import { type Caller, clockAt, startTestApp, type TestApp } from '../support/test-app.ts'

const clock = clockAt('2026-11-10T12:00:00Z')
let test: TestApp
let owner: Caller
let branch_id: string
let other_branch: string
let beer: string
let wine: string
let me: string

beforeAll(async () => {
  test = await startTestApp({ clock })
  owner = test.owner
  branch_id = test.branch_id
  other_branch = (await owner.post('/branches', { name: 'Praia' })).body.id
  beer = await makeProduct(owner, { name: 'Cerveja Açaí', sku: 'CER-1' })
  wine = await makeProduct(owner, { name: 'Vinho', sku: 'VIN-1', box_tracking: false })
  me = (await owner.get('/me')).body.user.id
  await fillLedger()
})
afterAll(() => test.close())

/** Ten days: each has a count or a loss, two sales of beer (one of which opens a box) and one of wine in the other branch. */
async function fillLedger(): Promise<void> {
  await putLevel(owner, branch_id, beer, 20, 0)
  await putLevel(owner, other_branch, wine, 0, 100)
  for (let day = 0; day < 10; day += 1) {
    clock.set(`2026-11-${10 + day}T13:00:00Z`)
    await sell(branch_id, beer, 10)
    await sell(branch_id, beer, 2)
    await sell(other_branch, wine, 1)
    if (day % 2 === 0) await lose(beer)
  }
  clock.set('2026-11-21T00:00:00Z')
}

const sell = (branch: string, product_id: string, quantity: number) =>
  owner.post('/sales', { branch_id: branch, lines: [{ product_id, sold_as: 'unit', quantity }] })
const lose = (product_id: string) =>
  owner.post('/inventory/losses', { branch_id, product_id, quantity: 1, reason: 'Vencido' })

type Row = Record<string, unknown> & { readonly seq: number; readonly occurred_at: string }

/** All rows that a filter gives, collected in pages of three. */
async function rowsUnder(filter: string): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | null = null
  do {
    const from: string = cursor === null ? '' : `&cursor=${cursor}`
    const page = await owner.get(`/movements?limit=3&${filter}${from}`)
    expect(page.status).toBe(200)
    rows.push(...page.body.items)
    cursor = page.body.next_cursor
  } while (cursor !== null)
  return rows
}

async function everything(): Promise<Row[]> {
  return (await owner.get('/movements?limit=200')).body.items
}

describe('the ledger as a list', () => {
  it('shows what happened, newest first, with names', async () => {
    const rows = await everything()
    expect(rows.length).toBe(2 + 30 + 5)
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => rows.length - index))
    expect(rows[0]).toMatchObject({
      movement_type: 'sale',
      product_name: 'Vinho',
      sku: 'VIN-1',
      branch_name: 'Praia',
      responsible: me,
      responsible_name: 'Dona Ana',
      quantity: -1,
      from_device: false,
      recorded_at: '2026-11-19T13:00:00.000Z',
    })
    expect(rows[0]?.['hash']).toMatch(/^[0-9a-f]{64}$/)
  })

  const filters: readonly (readonly [name: string, filter: () => string, keeps: (row: Row) => boolean])[] = [
    ['nothing', () => '', () => true],
    ['a product', () => `product_id=${wine}`, (row) => row['product_id'] === wine],
    ['a branch', () => `branch_id=${branch_id}`, (row) => row['branch_id'] === branch_id],
    ['sales', () => 'type=sale', (row) => row['movement_type'] === 'sale'],
    ['a rare type', () => 'type=loss', (row) => row['movement_type'] === 'loss'],
    ['several types', () => 'type=loss,count', (row) => row['movement_type'] !== 'sale'],
    ['a type that never was', () => 'type=breakage', () => false],
    ['boxes opened', () => 'auto_opened=true', (row) => row['box_opened_automatically'] === true],
    ['no box opened', () => 'auto_opened=false', (row) => row['box_opened_automatically'] === false],
    ['a person', () => `responsible=${me}`, () => true],
    ['another person', () => 'responsible=01900000-0000-7000-8000-000000000000', () => false],
    ['a beginning', () => 'from=2026-11-15T13:00:00Z', (row) => row.occurred_at >= '2026-11-15T13:00:00'],
    ['an end', () => 'to=2026-11-15T13:00:00Z', (row) => row.occurred_at < '2026-11-15T13:00:00'],
    [
      'a day',
      () => 'from=2026-11-12T00:00:00Z&to=2026-11-13T00:00:00Z',
      (row) => row.occurred_at.startsWith('2026-11-12'),
    ],
    ['words of a product', () => 'search=ACAI', (row) => row['product_id'] === beer],
    ['a SKU', () => 'search=vin-1', (row) => row['product_id'] === wine],
    ['words of a person', () => 'search=dona', () => true],
    ['words of nobody', () => 'search=ninguém', () => false],
    [
      'a product and a rare type',
      () => `product_id=${beer}&type=loss`,
      (row) => row['product_id'] === beer && row['movement_type'] === 'loss',
    ],
    [
      'a product, a branch and a day',
      () => `product_id=${beer}&branch_id=${branch_id}&from=2026-11-12T00:00:00Z&to=2026-11-13T00:00:00Z`,
      (row) => row['product_id'] === beer && row.occurred_at.startsWith('2026-11-12'),
    ],
    [
      'a branch and a rare type',
      () => `branch_id=${other_branch}&type=count`,
      (row) => row['branch_id'] === other_branch && row['movement_type'] === 'count',
    ],
    [
      'a person, sales and boxes opened',
      () => `responsible=${me}&type=sale&auto_opened=true`,
      (row) => row['movement_type'] === 'sale' && row['box_opened_automatically'] === true,
    ],
    [
      'words and a type from a day on',
      () => 'search=cerveja&type=sale&from=2026-11-18T00:00:00Z',
      (row) =>
        row['product_id'] === beer && row['movement_type'] === 'sale' && row.occurred_at >= '2026-11-18',
    ],
  ]
  it.each(filters)('keeps exactly the rows of %s', async (_name, filter, keeps) => {
    expect(await rowsUnder(filter())).toEqual((await everything()).filter(keeps))
  })

  it('finds late facts by the time they happened, wherever they stand', async () => {
    await pushSale('tarde-1', '2026-11-20T23:50:00Z')
    await pushSale('tarde-2', '2026-11-12T20:00:00Z')
    const happened = async (from: string, to: string) =>
      (await rowsUnder(`from=${from}&to=${to}&type=sale&product_id=${beer}`)).filter(
        (row) => row['from_device'] === true,
      ).length
    expect(await happened('2026-11-12T19:00:00Z', '2026-11-12T21:00:00Z')).toBe(1)
    expect(await happened('2026-11-20T23:00:00Z', '2026-11-21T00:00:00Z')).toBe(1)
    expect(await happened('2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z')).toBe(0)
  })

  it('refuses a type that does not exist and a cursor that is none', async () => {
    expect(await owner.get('/movements?type=venda')).toMatchObject({
      status: 422,
      body: { code: 'INVALID_VALUES', fields: [{ path: 'type' }] },
    })
    expect((await owner.get('/movements?cursor=abc')).status).toBe(422)
  })
})

describe('sales and purchases', () => {
  it('lists sales by number, newest first, under branch, state and time', async () => {
    const first = await owner.get('/sales?limit=1')
    const second = await owner.get(`/sales?limit=1&cursor=${first.body.next_cursor}`)
    expect(first.body.items[0].number).toBe(second.body.items[0].number + 1)
    expect(second.body.items[0]).toMatchObject({ status: 'completed', responsible_name: 'Dona Ana' })

    const { body: sold } = await sell(branch_id, beer, 1)
    await owner.post(`/sales/${sold.id}/cancel`)
    const cancelled = await owner.get('/sales?status=cancelled')
    expect(cancelled.body.items).toMatchObject([{ id: sold.id, total_cents: 900, status: 'cancelled' }])
    const praia = await owner.get(`/sales?branch_id=${other_branch}&limit=200`)
    expect(praia.body.items.length).toBe(10)
    const day = await owner.get(
      `/sales?branch_id=${branch_id}&from=2026-11-12T00:00:00Z&to=2026-11-13T00:00:00Z`,
    )
    expect(day.body.items.map((sale: { occurred_at: string }) => sale.occurred_at)).toEqual([
      '2026-11-12T20:00:00.000Z',
      '2026-11-12T13:00:00.000Z',
      '2026-11-12T13:00:00.000Z',
    ])
  })

  it('lists purchases with what is on its way (stock 74)', async () => {
    const lines = [{ product_id: beer, boxes: 5, box_cost_cents: 4800 }]
    const made = await owner.post('/purchases', { branch_id, status: 'pending', supplier: 'Atacado', lines })
    const pending = await owner.get('/purchases?status=pending')
    expect(pending.body.items).toMatchObject([
      { id: made.body.id, supplier: 'Atacado', total_cents: 24_000, uncosted_lines: 0, received_at: null },
    ])
    const item = await owner.get(`/inventory/${beer}?branch_id=${branch_id}`)
    expect(item.body.incoming_units).toBe(60)
    expect((await owner.get(`/purchases?branch_id=${other_branch}`)).body.items).toEqual([])
  })
})

let device_seq = 0

async function pushSale(op_id: string, occurred_at: string): Promise<void> {
  device_seq += 1
  const payload = { branch_id, lines: [{ product_id: beer, sold_as: 'unit', quantity: 1 }] }
  const reply = await owner.post('/offline/operations', {
    device_id: 'caixa-1',
    device_now: clock.now().toISOString(),
    operations: [{ op_id, device_seq, kind: 'sale', occurred_at, payload }],
  })
  expect(reply.body.results[0]).toMatchObject({ result: 'applied' })
}
