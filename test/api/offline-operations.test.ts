import { afterAll, beforeAll, expect, it } from 'vitest'
import { levelOf, makeProduct, putLevel } from '../support/stock.ts'
import { type Caller, clockAt, type Reply, startTestApp, type TestApp } from '../support/test-app.ts'

const clock = clockAt('2026-11-20T22:00:00.000Z')
let test: TestApp
beforeAll(async () => {
  test = await startTestApp({ clock })
})
afterAll(() => test.close())

type Operation = {
  readonly op_id: string
  readonly device_seq: number
  readonly kind: string
  readonly occurred_at: string
  readonly payload: object
}

const push = (
  caller: Caller,
  device_id: string,
  operations: readonly Operation[],
  device_now = clock.now().toISOString(),
): Promise<Reply> => caller.post('/offline/operations', { device_id, device_now, operations })

let made = 0
function saleOf(product_id: string, quantity: number, occurred_at = clock.now().toISOString()): Operation {
  made += 1
  const payload = { branch_id: test.branch_id, lines: [{ product_id, quantity }] }
  return { op_id: `op-${made}`, device_seq: made, kind: 'sale', occurred_at, payload }
}
const resultsOf = (reply: Reply) => reply.body.results.map((one: { result: string }) => one.result)

it('adds up whatever the order in which devices come back (stock 75)', async () => {
  const product_id = await makeProduct(test.owner)
  await putLevel(test.owner, test.branch_id, product_id, 41, 8)
  const offline = saleOf(product_id, 3)
  await test.owner.post('/sales', { branch_id: test.branch_id, lines: [{ product_id, quantity: 5 }] })
  expect(resultsOf(await push(test.owner, 'PC1', [offline]))).toEqual(['applied'])
  expect((await levelOf(test.owner, test.branch_id, product_id))[3]).toBe(492)
})

it('applies an operation once, also the next day and by another process, with the first answer (stock 76)', async () => {
  const product_id = await makeProduct(test.owner)
  await putLevel(test.owner, test.branch_id, product_id, 1, 0)
  const operation = saleOf(product_id, 3)
  const first = await push(test.owner, 'PC1', [operation])
  const second = await push(test.owner, 'PC1', [operation])
  clock.advance(24 * 3600 * 1000)
  const late = await push(test.through(await test.twin()), 'PC1', [operation])
  expect([resultsOf(second), resultsOf(late)]).toEqual([['duplicate'], ['duplicate']])
  expect(late.body.results[0].answer).toEqual(first.body.results[0].answer)
  expect((await levelOf(test.owner, test.branch_id, product_id))[3]).toBe(9)
})

it('takes a sale that the stock cannot cover, shows the divergence, and a receipt pays the debt (stock 77, 78)', async () => {
  const product_id = await makeProduct(test.owner)
  await putLevel(test.owner, test.branch_id, product_id, 0, 4)
  await test.owner.post('/sales', { branch_id: test.branch_id, lines: [{ product_id, quantity: 3 }] })
  const reply = await push(test.owner, 'A', [saleOf(product_id, 3)])
  expect(resultsOf(reply)).toEqual(['applied'])
  expect(await levelOf(test.owner, test.branch_id, product_id)).toEqual([0, -2, 0, -2])
  const item = await test.owner.get(`/inventory/${product_id}?branch_id=${test.branch_id}`)
  expect(item.body.status).toBe('divergent')
  const open = (await test.owner.get('/divergences')).body.items.filter(
    (one: { product_id: string }) => one.product_id === product_id,
  )
  expect(open).toMatchObject([{ kind: 'negative_stock', facts: { quantity: -2 } }])
  const sales = open[0].movements.filter((one: { movement_type: string }) => one.movement_type === 'sale')
  expect(sales).toHaveLength(2)
  await test.owner.post('/purchases', { branch_id: test.branch_id, lines: [{ product_id, boxes: 1 }] })
  expect(await levelOf(test.owner, test.branch_id, product_id)).toEqual([0, 10, 0, 10])
  await putLevel(test.owner, test.branch_id, product_id, 1, 0)
  expect(await levelOf(test.owner, test.branch_id, product_id)).toEqual([1, 0, 0, 12])
})

it('keeps the time of a device whose clock is a day off, and flags it (stock 80)', async () => {
  const product_id = await makeProduct(test.owner)
  await putLevel(test.owner, test.branch_id, product_id, 1, 0)
  const tomorrow = new Date(clock.now().getTime() + 24 * 3600 * 1000).toISOString()
  const reply = await push(test.owner, 'B', [saleOf(product_id, 1, tomorrow)], tomorrow)
  expect(resultsOf(reply)).toEqual(['applied'])
  const [row] = (await test.owner.get(`/movements?product_id=${product_id}&type=sale`)).body.items
  expect(row.occurred_at).toBe(tomorrow)
  const kinds = (await test.owner.get('/divergences')).body.items.filter(
    (one: { product_id: string }) => one.product_id === product_id,
  )
  expect(kinds).toMatchObject([{ kind: 'device_clock' }])
})

it('quarantines a sale of a product nobody knows, holds up no other, and applies it once it can (stock 81)', async () => {
  const known = await makeProduct(test.owner)
  await putLevel(test.owner, test.branch_id, known, 1, 0)
  const lost: Operation = {
    ...saleOf(known, 1),
    payload: { branch_id: test.branch_id, lines: [{ sku: 'SUMIU-1', quantity: 1 }] },
  }
  const reply = await push(test.owner, 'C', [lost, saleOf(known, 2)])
  expect(resultsOf(reply)).toEqual(['quarantined', 'applied'])
  const waiting = (await test.owner.get('/offline/quarantine')).body.items
  expect(waiting).toMatchObject([{ op_id: lost.op_id, code: 'NOT_FOUND' }])
  const product_id = await makeProduct(test.owner, { sku: 'SUMIU-1' })
  await putLevel(test.owner, test.branch_id, product_id, 1, 0)
  const again = await test.owner.post(`/offline/quarantine/${lost.op_id}/reprocess`)
  expect(again.body.result).toBe('applied')
  expect((await test.owner.get('/offline/quarantine')).body.items).toEqual([])
  // The device never heard the first answer and sends it once more.
  const resent = await push(test.owner, 'C', [lost])
  expect(resent.body.results).toMatchObject([{ result: 'duplicate', answer: again.body.answer }])
  expect((await levelOf(test.owner, test.branch_id, product_id))[3]).toBe(11)
})

it('keeps two equal sales of the same second (stock 83)', async () => {
  const product_id = await makeProduct(test.owner)
  await putLevel(test.owner, test.branch_id, product_id, 1, 0)
  const reply = await push(test.owner, 'D', [saleOf(product_id, 2), saleOf(product_id, 2)])
  expect(resultsOf(reply)).toEqual(['applied', 'applied'])
  expect((await levelOf(test.owner, test.branch_id, product_id))[3]).toBe(8)
})

it('re-bases a count on a sale that happened before it and arrives after (stock 49)', async () => {
  const product_id = await makeProduct(test.owner)
  await putLevel(test.owner, test.branch_id, product_id, 4, 2)
  const before = clock.now().toISOString()
  clock.advance(5 * 60_000)
  await putLevel(test.owner, test.branch_id, product_id, 3, 7)
  clock.advance(60_000)
  await push(test.owner, 'E', [saleOf(product_id, 2, before)])
  expect((await levelOf(test.owner, test.branch_id, product_id))[3]).toBe(43)
  const rows = (await test.owner.get(`/movements?product_id=${product_id}&limit=2`)).body.items
  expect(rows).toMatchObject([
    { movement_type: 'count', quantity: 2 },
    { movement_type: 'sale', quantity: -2 },
  ])
  const open = (await test.owner.get('/divergences')).body.items.filter(
    (one: { product_id: string }) => one.product_id === product_id,
  )
  expect(open).toMatchObject([{ kind: 'sale_before_count' }])
})

/** A sale of two from before the last count, in a code that nobody knows yet; the level stood at 50 then and at 43 since. */
async function saleFromBeforeTheCount(
  sku: string,
): Promise<{ sale: Operation; product_id: () => Promise<string> }> {
  const before = clock.now().toISOString()
  clock.advance(5 * 60_000)
  const sale = {
    ...saleOf('', 2, before),
    payload: { branch_id: test.branch_id, lines: [{ sku, quantity: 2 }] },
  }
  const product_id = async () => {
    const id = await makeProduct(test.owner, { sku })
    await putLevel(test.owner, test.branch_id, id, 3, 7)
    return id
  }
  return { sale, product_id }
}
const kindsOf = async (product_id: string) =>
  (await test.owner.get('/divergences')).body.items
    .filter((one: { product_id: string }) => one.product_id === product_id)
    .map((one: { kind: string }) => one.kind)

it('re-bases no count on a quarantined sale whose device had a wrong clock, however it is tried again (stock 49, 80, 81)', async () => {
  const wrong = new Date(clock.now().getTime() - 3600_000).toISOString()
  const reprocessed = await saleFromBeforeTheCount('RELOGIO-1')
  const resent = await saleFromBeforeTheCount('RELOGIO-2')
  const first = await push(test.owner, 'F', [reprocessed.sale, resent.sale], wrong)
  expect(resultsOf(first)).toEqual(['quarantined', 'quarantined'])
  const one = await reprocessed.product_id()
  const other = await resent.product_id()
  clock.advance(60_000)
  const again = await test.owner.post(`/offline/quarantine/${reprocessed.sale.op_id}/reprocess`)
  expect(again.body.result).toBe('applied')
  // The device's clock has been put right since; that says nothing about when the sale was.
  expect(resultsOf(await push(test.owner, 'F', [resent.sale]))).toEqual(['applied'])
  for (const product_id of [one, other]) {
    expect((await levelOf(test.owner, test.branch_id, product_id))[3]).toBe(41)
    expect(await kindsOf(product_id)).toEqual(['device_clock'])
  }
})

it('re-bases a count on a quarantined sale whose device had a right clock (stock 49, 81)', async () => {
  const { sale, product_id } = await saleFromBeforeTheCount('RELOGIO-3')
  expect(resultsOf(await push(test.owner, 'G', [sale]))).toEqual(['quarantined'])
  const id = await product_id()
  clock.advance(60_000)
  const again = await test.owner.post(`/offline/quarantine/${sale.op_id}/reprocess`)
  expect(again.body.result).toBe('applied')
  expect((await levelOf(test.owner, test.branch_id, id))[3]).toBe(43)
  expect(await kindsOf(id)).toEqual(['sale_before_count'])
})

it.each([
  ['of the future', 3600_000],
  ['of another decade', -3650 * 24 * 3600_000],
])(
  'does not believe a time %s, whatever the clock shows when it is sent (stock 49, 80)',
  async (_, shift) => {
    const product_id = await makeProduct(test.owner)
    await putLevel(test.owner, test.branch_id, product_id, 3, 7)
    const occurred_at = new Date(clock.now().getTime() + shift).toISOString()
    expect(resultsOf(await push(test.owner, 'H', [saleOf(product_id, 2, occurred_at)]))).toEqual(['applied'])
    expect((await levelOf(test.owner, test.branch_id, product_id))[3]).toBe(41)
    expect(await kindsOf(product_id)).toEqual(['device_clock'])
    const [row] = (await test.owner.get(`/movements?product_id=${product_id}&type=sale`)).body.items
    expect(row.occurred_at).toBe(occurred_at)
  },
)
