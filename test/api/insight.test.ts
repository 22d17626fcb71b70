import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BOTTLE, makeProduct, putLevel } from '../support/stock.ts'
import { type Caller, clockAt, startTestApp, type TestApp } from '../support/test-app.ts'

const clock = clockAt('2026-11-10T15:00:00Z')
let test: TestApp
let owner: Caller
let branch_id: string

beforeAll(async () => {
  test = await startTestApp({ clock })
  owner = test.owner
  branch_id = test.branch_id
})
afterAll(() => test.close())

const sell = (product_id: string, quantity: number, sold_as = 'unit') =>
  owner.post('/sales', { branch_id, lines: [{ product_id, sold_as, quantity }] })
const measured = async (product_id: string) => {
  const reply = await owner.post('/inventory/consumption', { branch_id, product_id })
  expect(reply).toMatchObject({ status: 200, body: { items_updated: 1 } })
  return (await owner.get(`/inventory/${product_id}?branch_id=${branch_id}`)).body
}

/** Dates a product's first entry far back, so that averages are over whole windows. */
const enteredLongAgo = (product_id: string) =>
  owner.post('/purchases', {
    branch_id,
    occurred_at: '2026-09-01T12:00:00Z',
    lines: [{ product_id, units: 1 }],
  })

/** A product that entered long ago, now at `units`, of which `sold` went out an hour ago. */
async function seasoned(sold: number, units: number, fields: Record<string, unknown> = {}): Promise<string> {
  const product_id = await makeProduct(owner, fields)
  await enteredLongAgo(product_id)
  await putLevel(owner, branch_id, product_id, 20, 0)
  await sell(product_id, sold)
  await putLevel(owner, branch_id, product_id, Math.floor(units / 12), units % 12)
  clock.advance(3_600_000)
  return product_id
}

describe('consumption and what follows from it', () => {
  it('gives days left and what to buy, in boxes too (stock 65)', async () => {
    const item = await measured(await seasoned(120, 50))
    expect(item).toMatchObject({
      consumption_avg_15d: 8,
      consumption_avg_30d: 4,
      consumption_partial_days: null,
      days_until_stockout: 6,
      stockout_status: 'attention',
      suggested_reorder: 70,
      suggested_reorder_boxes: 6,
    })
    expect(item.consumption_avg_7d).toBeCloseTo(120 / 7)
  })

  it('buys nothing when there is enough, and floors the days (stock 66, 67)', async () => {
    expect(await measured(await seasoned(120, 120))).toMatchObject({
      suggested_reorder: 0,
      suggested_reorder_boxes: 0,
    })
    expect(await measured(await seasoned(120, 63))).toMatchObject({
      days_until_stockout: 7,
      stockout_status: 'attention',
    })
    expect(await measured(await seasoned(120, 31))).toMatchObject({
      days_until_stockout: 3,
      stockout_status: 'critical',
    })
  })

  it('shows zero days when nothing is left (stock 68)', async () => {
    expect(await measured(await seasoned(120, 0))).toMatchObject({
      days_until_stockout: 0,
      stockout_status: 'critical',
      suggested_reorder: 120,
    })
  })

  it('foretells nothing without sales (stock 69)', async () => {
    const product_id = await makeProduct(owner)
    await putLevel(owner, branch_id, product_id, 0, 5)
    expect(await measured(product_id)).toMatchObject({
      days_until_stockout: null,
      stockout_status: 'no_consumption',
      suggested_reorder: 0,
    })
  })

  it('averages a new product over the days it has existed, or over the window when told so (stock 70)', async () => {
    const product_id = await makeProduct(owner, { box_tracking: false })
    await putLevel(owner, branch_id, product_id, 0, 236)
    await sell(product_id, 127)
    clock.advance(3 * 24 * 3_600_000 + 1)
    const partial = await measured(product_id)
    expect(partial).toMatchObject({
      qty_units: 109,
      consumption_partial_days: 3,
      days_until_stockout: 2,
      stockout_status: 'critical',
      suggested_reorder: 526,
    })
    expect(partial.consumption_avg_15d).toBeCloseTo(42.33)
    await owner.patch('/settings', { consumption_window: 'fixed' })
    expect(await measured(product_id)).toMatchObject({ days_until_stockout: 12, suggested_reorder: 18 })
    await owner.patch('/settings', { consumption_window: 'partial' })
  })

  it('counts sales less what came back, and no loss (stock 71)', async () => {
    const product_id = await makeProduct(owner)
    await enteredLongAgo(product_id)
    await putLevel(owner, branch_id, product_id, 3, 0)
    await sell(product_id, 6)
    const back = await sell(product_id, 4)
    await owner.post(`/sales/${back.body.id}/cancel`)
    await owner.post('/inventory/losses', { branch_id, product_id, quantity: 3, reason: 'Vencido' })
    expect(await measured(product_id)).toMatchObject({ consumption_avg_30d: 6 / 30 })
  })

  it('counts courtesies, or leaves them out when told so, and tells them apart either way', async () => {
    const product_id = await makeProduct(owner)
    await enteredLongAgo(product_id)
    await putLevel(owner, branch_id, product_id, 3, 0)
    await sell(product_id, 6)
    const given = { branch_id, product_id, quantity: 9, reason: 'Aniversário' }
    expect((await owner.post('/inventory/courtesies', given)).status).toBe(201)
    expect(await measured(product_id)).toMatchObject({
      ...{ consumption_avg_15d: 1, courtesy_avg_15d: 9 / 15, suggested_reorder: 0 },
    })
    await owner.patch('/settings', { courtesy_is_consumption: false })
    expect(await measured(product_id)).toMatchObject({
      ...{ consumption_avg_15d: 6 / 15, courtesy_avg_15d: 9 / 15 },
    })
    await owner.patch('/settings', { courtesy_is_consumption: true })
  })

  it('tells courtesies of doses in bottles, also when doses are counted otherwise since', async () => {
    const product_id = await makeProduct(owner, BOTTLE)
    await enteredLongAgo(product_id)
    await putLevel(owner, branch_id, product_id, 2, 0, 0)
    const given = { branch_id, product_id, quantity: 75, taken_from: 'dose', reason: 'Aniversário' }
    expect((await owner.post('/inventory/courtesies', given)).status).toBe(201)
    expect(await measured(product_id)).toMatchObject({ courtesy_avg_15d: 0.2 })
    await owner.patch(`/products/${product_id}`, { dose_enabled: false })
    const { body } = await owner.get(`/inventory/${product_id}?branch_id=${branch_id}`)
    expect(body.courtesy_avg_15d).toBe(0.2)
    expect(await measured(product_id)).toMatchObject({ courtesy_avg_15d: 0.2 })
  })

  it('forgets what was sold before its windows, to the hour', async () => {
    const product_id = await seasoned(30, 24)
    expect((await measured(product_id)).consumption_avg_7d).toBeCloseTo(30 / 7)
    clock.advance(7 * 24 * 3_600_000 - 3_600_001)
    expect((await measured(product_id)).consumption_avg_7d).toBeCloseTo(30 / 7)
    clock.advance(1)
    expect(await measured(product_id)).toMatchObject({ consumption_avg_7d: 0, consumption_avg_15d: 2 })
  })

  it('takes what is on its way off what to buy (stock 74)', async () => {
    const product_id = await seasoned(120, 50)
    await owner.post('/purchases', { branch_id, status: 'pending', lines: [{ product_id, boxes: 5 }] })
    expect(await measured(product_id)).toMatchObject({ suggested_reorder: 10, incoming_units: 60 })
  })

  it('speaks of bottles for what is sold by the dose, also when doses were counted otherwise before', async () => {
    const product_id = await makeProduct(owner, BOTTLE)
    await enteredLongAgo(product_id)
    await putLevel(owner, branch_id, product_id, 2, 0, 0)
    await sell(product_id, 75, 'dose')
    expect(await measured(product_id)).toMatchObject({ consumption_avg_15d: 0.2, days_until_stockout: 45 })
    await owner.patch(`/products/${product_id}`, { dose_enabled: false })
    expect(await measured(product_id)).toMatchObject({ consumption_avg_15d: 0.2, days_until_stockout: 45 })
  })

  it('measures everything at once and keeps numbers fresh with every sale', async () => {
    const product_id = await seasoned(120, 50)
    const all = await owner.post('/inventory/consumption', {})
    const listed = await owner.get('/inventory?limit=200')
    expect(all.body.items_updated).toBe(listed.body.items.length)
    await sell(product_id, 10)
    const { body } = await owner.get(`/inventory/${product_id}?branch_id=${branch_id}`)
    expect(body).toMatchObject({ days_until_stockout: 5, suggested_reorder: 80 })
  })
})

describe('the dashboard', () => {
  it('sums what the list shows', async () => {
    const { body } = await owner.get(`/dashboard?branch_id=${branch_id}`)
    const { items } = (await owner.get(`/inventory?branch_id=${branch_id}&limit=200`)).body
    const sum = (name: string) =>
      items.reduce((total: number, item: Record<string, number>) => total + (item[name] ?? 0), 0)
    expect(body).toMatchObject({
      closed_boxes: sum('closed_boxes'),
      open_box_units: sum('open_box_units'),
      total_bottles: sum('total_bottles'),
      total_products: items.length,
      low_stock: items.filter((item: { status: string }) => item.status === 'low').length,
      out_of_stock: items.filter((item: { qty_units: number }) => item.qty_units <= 0).length,
      divergent: 0,
      divergences_open: 0,
      verified: null,
    })
    expect(body.velocity_per_day).toBeCloseTo(sum('consumption_avg_15d'))
    expect(body.reorder.units).toBe(sum('suggested_reorder'))
    expect(body.stockouts_ahead[0].days_until_stockout).toBe(0)
  })

  it('counts the packs of today (stock 33) and says how far the ledger is proven', async () => {
    clock.set('2026-12-05T15:00:00Z')
    const product_id = await makeProduct(owner, {
      muntu_enabled: true,
      muntu_quantity: 6,
      muntu_price_cents: 4500,
    })
    await putLevel(owner, branch_id, product_id, 5, 0)
    await sell(product_id, 3, 'muntu')
    await sell(product_id, 1, 'muntu')
    const undone = await sell(product_id, 1, 'muntu')
    await owner.post(`/sales/${undone.body.id}/cancel`)
    const proof = await owner.get('/ledger/verify')
    const { body } = await owner.get('/dashboard')
    expect(body.muntu_today).toEqual({ packs: 4, units: 24 })
    expect(body.sold_today).toEqual({ amount_cents: 18_000, business_day: '2026-12-05' })
    expect(body.daily).toHaveLength(30)
    expect(body.daily.at(-1)).toEqual({ business_day: '2026-12-05', sold: 24, amount_cents: 18_000 })
    expect(body.verified.up_to_seq).toBe(proof.body.verified_up_to_seq)
  })

  it('puts a sale of the small hours on the evening before (stock 73)', async () => {
    const product_id = await makeProduct(owner)
    await putLevel(owner, branch_id, product_id, 5, 0)
    const soldOn = async (day: string) => {
      const { body } = await owner.get('/dashboard')
      return body.daily.find((one: { business_day: string }) => one.business_day === day)?.sold
    }
    clock.set('2026-12-12T05:10:00Z') // Saturday, 02:10 in São Paulo
    await sell(product_id, 7)
    expect(await soldOn('2026-12-11')).toBe(7)
    clock.set('2026-12-12T09:00:00Z') // 06:00
    await sell(product_id, 2)
    expect(await soldOn('2026-12-12')).toBe(2)
    expect(await soldOn('2026-12-11')).toBe(7)
  })

  it('charts bottles, before and after doses are switched on, resized and off again', async () => {
    const product_id = await makeProduct(owner, { units_per_box: 6 })
    await putLevel(owner, branch_id, product_id, 10, 0)
    const soldOn = async (day: string) => {
      const { body } = await owner.get('/dashboard')
      return body.daily.find((one: { business_day: string }) => one.business_day === day)?.sold
    }
    clock.set('2026-12-14T15:00:00Z')
    await sell(product_id, 12)
    clock.set('2026-12-15T15:00:00Z')
    await sell(product_id, 3)
    await owner.patch(`/products/${product_id}`, BOTTLE)
    await sell(product_id, 50, 'dose')
    await sell(product_id, 1)
    clock.set('2026-12-16T15:00:00Z')
    await owner.patch(`/products/${product_id}`, { doses_per_bottle: 20 })
    const undone = await sell(product_id, 60, 'dose')
    await sell(product_id, 20, 'dose')
    await owner.post(`/sales/${undone.body.id}/cancel`)
    await putLevel(owner, branch_id, product_id, 5, 0, 0)
    await owner.patch(`/products/${product_id}`, { dose_enabled: false })
    await sell(product_id, 2)
    expect([await soldOn('2026-12-14'), await soldOn('2026-12-15'), await soldOn('2026-12-16')]).toEqual([
      12, 6, 3,
    ])
    expect(await measured(product_id)).toMatchObject({
      consumption_partial_days: 4,
      consumption_avg_15d: 21 / 4,
    })
    expect((await owner.get('/ledger/verify?full=true')).body).toMatchObject({ ok: true, differences: [] })
  })
})
