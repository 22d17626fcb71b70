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
