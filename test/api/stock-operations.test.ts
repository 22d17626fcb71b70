import { afterAll, beforeAll, expect, it } from 'vitest'
import { BOTTLE, levelOf, makeProduct, putLevel } from '../support/stock.ts'
import { startTestApp, type TestApp } from '../support/test-app.ts'

let test: TestApp
beforeAll(async () => {
  test = await startTestApp()
})
afterAll(() => test.close())

const sale = (branch_id: string, ...lines: readonly Record<string, unknown>[]) => ({ branch_id, lines })
const MUNTU = { muntu_enabled: true, muntu_quantity: 6, muntu_price_cents: 4500 }

it('deducts nothing for any product when one of them is short (stock 16)', async () => {
  const { owner, branch_id } = test
  const products = await Promise.all([makeProduct(owner), makeProduct(owner), makeProduct(owner)])
  for (const id of products) await putLevel(owner, branch_id, id, 1, 0)
  const lines = products.map((product_id, index) => ({ product_id, quantity: index === 2 ? 13 : 2 }))
  const reply = await owner.post('/sales', sale(branch_id, ...lines))
  expect(reply.status).toBe(409)
  expect(reply.body).toMatchObject({
    code: 'INSUFFICIENT_STOCK',
    product_id: products[2],
    available: 12,
    required: 13,
  })
  for (const id of products) expect(await levelOf(owner, branch_id, id)).toEqual([1, 0, 0, 12])
})

it('makes one sale of a click that is sent twice, with one answer (stock 17)', async () => {
  const { owner, branch_id } = test
  const product_id = await makeProduct(owner)
  await putLevel(owner, branch_id, product_id, 1, 0)
  const body = sale(branch_id, { product_id, quantity: 2 })
  const [first, second] = await Promise.all([
    owner.post('/sales', body, 'cart-17'),
    owner.post('/sales', body, 'cart-17'),
  ])
  const third = await owner.post('/sales', body, 'cart-17')
  expect(first.status).toBe(201)
  expect(second.body).toEqual(first.body)
  expect(third.body).toEqual(first.body)
  expect(third.headers['idempotency-replayed']).toBe('true')
  expect(await levelOf(owner, branch_id, product_id)).toEqual([0, 10, 0, 10])
})

it('refuses a key that comes back with another body, and a write without a key', async () => {
  const { owner, branch_id, app } = test
  const product_id = await makeProduct(owner)
  await putLevel(owner, branch_id, product_id, 1, 0)
  await owner.post('/sales', sale(branch_id, { product_id, quantity: 1 }), 'cart-x')
  const other = await owner.post('/sales', sale(branch_id, { product_id, quantity: 2 }), 'cart-x')
  expect([other.status, other.body.code]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED'])
  const bare = await app.http.inject({
    method: 'POST',
    url: '/api/v1/sales',
    headers: { authorization: `Bearer ${owner.token}` },
    payload: sale(branch_id, { product_id, quantity: 1 }),
  })
  expect([bare.statusCode, bare.json().code]).toEqual([400, 'IDEMPOTENCY_KEY_REQUIRED'])
})

it('remembers a refusal as the first answer of its key', async () => {
  const { owner, branch_id } = test
  const product_id = await makeProduct(owner)
  const body = sale(branch_id, { product_id, quantity: 1 })
  const first = await owner.post('/sales', body, 'cart-refused')
  await putLevel(owner, branch_id, product_id, 1, 0)
  const again = await owner.post('/sales', body, 'cart-refused')
  expect(first.status).toBe(409)
  expect(again.body).toEqual(first.body)
  expect(again.headers['idempotency-replayed']).toBe('true')
})

it('checks the whole cart against a product, not each line alone (stock 28)', async () => {
  const { owner, branch_id } = test
  const product_id = await makeProduct(owner, MUNTU)
  await putLevel(owner, branch_id, product_id, 0, 8)
  const reply = await owner.post(
    '/sales',
    sale(branch_id, { product_id, sold_as: 'muntu', quantity: 1 }, { product_id, quantity: 3 }),
  )
  expect(reply.body).toMatchObject({ code: 'INSUFFICIENT_STOCK', available: 8, required: 9 })
})

it('keeps two lines of the same product and quantity as two rows (stock 83)', async () => {
  const { owner, branch_id } = test
  const product_id = await makeProduct(owner)
  await putLevel(owner, branch_id, product_id, 1, 0)
  const reply = await owner.post(
    '/sales',
    sale(branch_id, { product_id, quantity: 2 }, { product_id, quantity: 2 }),
  )
  expect(reply.body.movements.map((row: { quantity: number }) => row.quantity)).toEqual([-2, -2])
  expect(reply.body.movements[1].quantity_before).toBe(10)
})

it('gives a cancelled Muntu back without sealing the box again, and counts nothing as sold (stock 31)', async () => {
  const { owner, branch_id } = test
  const product_id = await makeProduct(owner, MUNTU)
  await putLevel(owner, branch_id, product_id, 2, 0)
  const sold = await owner.post('/sales', sale(branch_id, { product_id, sold_as: 'muntu', quantity: 1 }))
  const back = await owner.post(`/sales/${sold.body.id}/cancel`)
  expect(back.status).toBe(200)
  expect(back.body.movements).toMatchObject([{ movement_type: 'return', quantity: 6 }])
  expect(await levelOf(owner, branch_id, product_id)).toEqual([1, 12, 0, 24])
  const again = await owner.post(`/sales/${sold.body.id}/cancel`)
  expect([again.status, again.body.code]).toEqual([409, 'SALE_ALREADY_CANCELLED'])
  await owner.post('/inventory/consumption', { product_id })
  const item = await owner.get(`/inventory/${product_id}?branch_id=${branch_id}`)
  expect(item.body.consumption_avg_7d).toBe(0)
})

it('splits a cancelled sale right: an opened box stays open (stock 84)', async () => {
  const { owner, branch_id } = test
  const product_id = await makeProduct(owner)
  await putLevel(owner, branch_id, product_id, 5, 0)
  const sold = await owner.post('/sales', sale(branch_id, { product_id, quantity: 2 }))
  await owner.post(`/sales/${sold.body.id}/cancel`)
  expect(await levelOf(owner, branch_id, product_id)).toEqual([4, 12, 0, 60])
})

it('receives a pending purchase once, whatever is pressed again (stock 36, 37)', async () => {
  const { owner, branch_id } = test
  const product_id = await makeProduct(owner)
  const ordered = await owner.post('/purchases', {
    branch_id,
    status: 'pending',
    supplier: 'Distribuidora Sul',
    lines: [{ product_id, boxes: 10, box_cost_cents: 4800 }],
  })
  expect(ordered.body).toMatchObject({
    status: 'pending',
    total_cents: 48000,
    movements: [],
    lines: [{ unit_cost_micros: 4_000_000 }],
  })
  expect((await owner.get(`/inventory/${product_id}?branch_id=${branch_id}`)).body.incoming_units).toBe(120)
  const received = await owner.post(`/purchases/${ordered.body.id}/receive`)
  expect(received.body).toMatchObject({ status: 'received', movements: [{ quantity: 120 }] })
  const again = await owner.post(`/purchases/${ordered.body.id}/receive`)
  expect(again.body).toMatchObject({ status: 'received', movements: [] })
  expect(await levelOf(owner, branch_id, product_id)).toEqual([10, 0, 0, 120])
  expect((await owner.get(`/inventory/${product_id}?branch_id=${branch_id}`)).body.incoming_units).toBe(0)
})

it('gives up a purchase on its way once, whatever is pressed again, and never one that was received', async () => {
  const { owner, branch_id } = test
  const product_id = await makeProduct(owner)
  const order = async () =>
    (await owner.post('/purchases', { branch_id, status: 'pending', lines: [{ product_id, boxes: 10 }] }))
      .body
  const incoming = async () =>
    (await owner.get(`/inventory/${product_id}?branch_id=${branch_id}`)).body.incoming_units
  const [given, kept] = [await order(), await order()]
  expect(await incoming()).toBe(240)
  const cancelled = await owner.post(`/purchases/${given.id}/cancel`, undefined, 'give-up')
  expect([cancelled.status, cancelled.body]).toMatchObject([
    200,
    { id: given.id, number: given.number, status: 'cancelled', received_at: null, movements: [] },
  ])
  expect((await owner.post(`/purchases/${given.id}/cancel`, undefined, 'give-up')).body).toEqual(
    cancelled.body,
  )
  expect((await owner.post(`/purchases/${given.id}/cancel`)).body).toEqual(cancelled.body)
  expect(await incoming()).toBe(120)
  const late = await owner.post(`/purchases/${given.id}/receive`)
  expect([late.status, late.body.code, late.body.detail]).toEqual([
    409,
    'PURCHASE_CANCELLED',
    `A compra nº ${given.number} foi cancelada e não entra mais no estoque. Se a mercadoria chegou, registre uma compra nova.`,
  ])
  // A device that received it without network did something: that waits for a person.
  const device_now = new Date().toISOString()
  const operation = {
    op_id: 'late-receipt',
    device_seq: 1,
    kind: 'purchase_receive',
    occurred_at: device_now,
  }
  const pushed = await owner.post('/offline/operations', {
    ...{ device_id: 'caixa-2', device_now },
    operations: [{ ...operation, payload: { purchase_id: given.id } }],
  })
  expect(pushed.body.results).toMatchObject([{ result: 'quarantined' }])
  await owner.post(`/purchases/${kept.id}/receive`)
  const refused = await owner.post(`/purchases/${kept.id}/cancel`)
  expect([refused.status, refused.body.code]).toEqual([409, 'PURCHASE_ALREADY_RECEIVED'])
  expect(refused.body.detail).toContain(`A compra nº ${kept.number} já foi recebida`)
  expect([await levelOf(owner, branch_id, product_id), await incoming()]).toEqual([[10, 0, 0, 120], 0])
  const listed = await owner.get('/purchases?status=cancelled')
  expect(listed.body.items).toMatchObject([{ id: given.id, cancelled_at: cancelled.body.cancelled_at }])
  const trail = (await owner.get('/audit')).body.items.filter(
    (one: { action: string }) => one.action === 'purchase.cancelled',
  )
  expect(trail).toMatchObject([
    { target: given.id, actor: { name: 'Dona Ana' }, facts: { number: given.number } },
  ])
})

it('decides which comes first when a purchase is received and given up at the same instant', async () => {
  const { owner, branch_id } = test
  const product_id = await makeProduct(owner)
  const lines = [{ product_id, boxes: 1 }]
  const { body } = await owner.post('/purchases', { branch_id, status: 'pending', lines })
  const [received, cancelled] = await Promise.all([
    owner.post(`/purchases/${body.id}/receive`),
    owner.post(`/purchases/${body.id}/cancel`),
  ])
  const isReceived = received.status === 200
  expect([received.status, cancelled.status].sort()).toEqual([200, 409])
  expect((await levelOf(owner, branch_id, product_id))[3]).toBe(isReceived ? 12 : 0)
  expect((await owner.get(`/inventory/${product_id}?branch_id=${branch_id}`)).body.incoming_units).toBe(0)
})

it('sells a received lot at once, the earliest expiry first (stock 38)', async () => {
  const { owner, branch_id } = test
  const product_id = await makeProduct(owner, { box_tracking: false, units_per_box: null })
  const lot = (batch_number: string, expiry_date: string) => ({
    product_id,
    units: 10,
    batch_number,
    expiry_date,
  })
  await owner.post('/purchases', { branch_id, lines: [lot('L2', '2027-05-01'), lot('L1', '2027-01-01')] })
  await owner.post('/sales', sale(branch_id, { product_id, quantity: 4 }))
  const rows = await owner.get(`/movements?product_id=${product_id}&limit=1`)
  expect(rows.body.items[0].lots).toEqual([{ batch_number: 'L1', expiry_date: '2027-01-01', quantity: -4 }])
})

it('names the signed-in person as responsible (stock 43)', async () => {
  const { owner, branch_id } = test
  const product_id = await makeProduct(owner)
  await putLevel(owner, branch_id, product_id, 1, 0)
  await owner.post('/inventory/losses', { branch_id, product_id, quantity: 1, reason: 'Extravio' })
  const rows = await owner.get(`/movements?product_id=${product_id}&type=loss`)
  expect(rows.body.items).toMatchObject([{ responsible_name: 'Dona Ana', reason: 'Extravio' }])
})

it('moves stock between branches in one operation (stock 50)', async () => {
  const { owner, branch_id } = test
  const other = (await owner.post('/branches', { name: 'Depósito' })).body.id
  const product_id = await makeProduct(owner)
  await putLevel(owner, branch_id, product_id, 4, 2)
  const moved = await owner.post('/transfers', {
    from_branch_id: branch_id,
    to_branch_id: other,
    lines: [{ product_id, units: 15 }],
  })
  expect(moved.status).toBe(201)
  expect(await levelOf(owner, branch_id, product_id)).toEqual([2, 11, 0, 35])
  expect(await levelOf(owner, other, product_id)).toEqual([1, 3, 0, 15])
  const rows = (await owner.get(`/movements?product_id=${product_id}`)).body.items
  const operations = rows
    .filter((row: { movement_type: string }) => row.movement_type.startsWith('transfer'))
    .map((row: { operation_id: string }) => row.operation_id)
  expect(new Set(operations).size).toBe(1)
  const short = await owner.post('/transfers', {
    from_branch_id: branch_id,
    to_branch_id: other,
    lines: [{ product_id, units: 36 }],
  })
  expect(short.body).toMatchObject({ code: 'INSUFFICIENT_STOCK', available: 35, required: 36 })
})

it('keeps the total when the box size changes (stock 51)', async () => {
  const { owner, branch_id } = test
  const product_id = await makeProduct(owner)
  await putLevel(owner, branch_id, product_id, 5, 3)
  const changed = await owner.patch(`/products/${product_id}`, { units_per_box: 24 })
  expect(changed.status).toBe(200)
  expect(await levelOf(owner, branch_id, product_id)).toEqual([2, 15, 0, 63])
  const rows = await owner.get(`/movements?product_id=${product_id}&branch_id=${branch_id}&type=box_config`)
  expect(rows.body.items).toMatchObject([{ quantity: 0, units_per_box: 24 }])
})

it('uses exactly one bottle for twenty-five single doses (stock 58)', async () => {
  const { owner, branch_id } = test
  const open = await makeProduct(owner, BOTTLE)
  const perSale = await makeProduct(owner, { ...BOTTLE, dose_mode: 'bottle_per_sale' })
  await putLevel(owner, branch_id, open, 1, 2, 0)
  await putLevel(owner, branch_id, perSale, 5, 0, 0)
  for (let dose = 0; dose < 25; dose += 1) {
    for (const product_id of [open, perSale])
      await owner.post('/sales', sale(branch_id, { product_id, sold_as: 'dose', quantity: 1 }))
  }
  expect(await levelOf(owner, branch_id, open)).toEqual([1, 1, 0, 175])
  expect(await levelOf(owner, branch_id, perSale)).toEqual([0, 5, 0, 125])
})

it('finds products by SKU and bar code, and a box by its own code', async () => {
  const { owner, branch_id } = test
  const product_id = await makeProduct(owner, {
    sku: 'CERV-12',
    gtin: '7891149103119',
    box_gtin: '17891149103116',
    box_price_cents: 10000,
  })
  await putLevel(owner, branch_id, product_id, 2, 0)
  const reply = await owner.post(
    '/sales',
    sale(
      branch_id,
      { sku: 'CERV-12', quantity: 1 },
      { gtin: '7891149103119', quantity: 1 },
      { gtin: '17891149103116', quantity: 1 },
    ),
  )
  expect(reply.status).toBe(201)
  expect(reply.body.total_cents).toBe(900 + 900 + 10000)
  expect(await levelOf(owner, branch_id, product_id)).toEqual([0, 10, 0, 10])
})
