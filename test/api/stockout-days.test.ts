import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeProduct, putLevel } from '../support/stock.ts'
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

const measured = async (product_id: string) => {
  const reply = await owner.post('/inventory/consumption', { branch_id, product_id })
  expect(reply.status).toBe(200)
  return (await owner.get(`/inventory/${product_id}?branch_id=${branch_id}`)).body
}

it('leaves whole days without stock out of the averages when told so, and only what is written as such', async () => {
  const day = 24 * 3_600_000
  const product_id = await makeProduct(owner)
  const never = await makeProduct(owner)
  await putLevel(owner, branch_id, product_id, 5, 0)
  clock.advance(6 * day)
  await owner.post('/sales', { branch_id, lines: [{ product_id, quantity: 60 }] })
  const gone = clock.now().toISOString()
  clock.advance(4.5 * day)
  // It came a day ago and is written now: that day it was there.
  const came = new Date(clock.now().getTime() - day).toISOString()
  const line = { product_id, boxes: 1 }
  await owner.post('/purchases', { branch_id, occurred_at: came, lines: [line] })
  clock.advance(1.5 * day)
  expect(await measured(product_id)).toMatchObject({ consumption_avg_15d: 60 / 12, days_until_stockout: 2 })
  await owner.patch('/settings', { stockout_days: 'leave_out' })
  // Gone for three and a half days of which three are whole, counted back from now.
  expect(await measured(product_id)).toMatchObject({
    ...{ consumption_avg_15d: 60 / 9, consumption_avg_7d: 60 / 4, consumption_partial_days: 9 },
    ...{ days_until_stockout: 1, suggested_reorder: 88 },
  })
  expect(await measured(never)).toMatchObject({ consumption_avg_15d: 0, consumption_partial_days: null })
  // A device that was away sold one on a day when the books had none.
  const occurred_at = new Date(Date.parse(gone) + 1.75 * day).toISOString()
  const payload = { branch_id, lines: [{ product_id, quantity: 1 }] }
  await owner.post('/inventory/adjustments', {
    branch_id,
    product_id,
    quantity: -12,
    reason: 'Correção de erro',
  })
  await owner.post('/offline/operations', {
    ...{ device_id: 'PC1', device_now: clock.now().toISOString() },
    operations: [{ op_id: 'late', device_seq: 1, kind: 'sale', occurred_at, payload }],
  })
  expect(await measured(product_id)).toMatchObject({ consumption_avg_15d: 61 / 10 })
  await owner.patch('/settings', { stockout_days: 'count' })
  expect(await measured(product_id)).toMatchObject({ consumption_avg_15d: 61 / 12 })
})
