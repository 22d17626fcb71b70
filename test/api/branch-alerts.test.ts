import { afterAll, beforeAll, expect, it } from 'vitest'
import { createClient } from '../../src/client/estoqueuni-client.ts'
import { BOTTLE, makeProduct, putLevel } from '../support/stock.ts'
import { type Caller, startTestApp, type TestApp } from '../support/test-app.ts'

let test: TestApp
let owner: Caller
let beach: string
beforeAll(async () => {
  test = await startTestApp()
  owner = test.owner
  beach = (await owner.post('/branches', { name: 'Praia' })).body.id
})
afterAll(() => test.close())

const setAlert = (product_id: string, branch_id: string, low_stock_alert: unknown, key?: string) =>
  owner.put(`/products/${product_id}/branches/${branch_id}/alert`, { low_stock_alert }, key)
const item = async (product_id: string, branch_id: string) =>
  (await owner.get(`/inventory/${product_id}?branch_id=${branch_id}`)).body

it('counts in its branch alone, wherever the status is told, until it is taken back (stock 72)', async () => {
  const id = await makeProduct(owner, { name: 'Só na praia', low_stock_alert: 10 })
  await putLevel(owner, test.branch_id, id, 1, 3)
  await putLevel(owner, beach, id, 1, 3)
  const cards = async () => (await owner.get(`/dashboard?branch_id=${beach}`)).body.low_stock
  const before = await cards()
  const set = await setAlert(id, beach, 15)
  expect(set.body).toEqual({
    ...{ product_id: id, branch_id: beach, low_stock_alert: 15, branch_low_stock_alert: 15, status: 'low' },
  })
  expect(await item(id, beach)).toMatchObject({
    ...{ status: 'low', low_stock_alert: 15, branch_low_stock_alert: 15, product: { low_stock_alert: 10 } },
  })
  expect(await item(id, test.branch_id)).toMatchObject({ status: 'ok', branch_low_stock_alert: null })
  const listed = await owner.get('/inventory?search=so%20na%20praia&status=low')
  expect(listed.body.items.map((one: { branch_id: string }) => one.branch_id)).toEqual([beach])
  const worstFirst = await owner.get('/inventory?search=so%20na%20praia&sort=status')
  expect(worstFirst.body.items.map((one: { branch_id: string }) => one.branch_id)).toEqual([
    beach,
    test.branch_id,
  ])
  expect(await cards()).toBe(before + 1)

  const back = await setAlert(id, beach, null)
  expect(back.body).toMatchObject({ low_stock_alert: 10, branch_low_stock_alert: null, status: 'ok' })
  expect(await cards()).toBe(before)
})

it('stands through sales, counts and changes of the product, and the others follow the product', async () => {
  const id = await makeProduct(owner, { low_stock_alert: 10 })
  await putLevel(owner, test.branch_id, id, 2, 0)
  await putLevel(owner, beach, id, 2, 0)
  await setAlert(id, beach, 0)
  await owner.patch(`/products/${id}`, { low_stock_alert: 20, units_per_box: 6 })
  await owner.patch('/settings', { target_days: 21 })
  for (const branch_id of [test.branch_id, beach]) {
    await owner.post('/sales', { branch_id, lines: [{ product_id: id, quantity: 5 }] })
  }
  expect(await item(id, beach)).toMatchObject({ qty_units: 19, low_stock_alert: 0, status: 'ok' })
  expect(await item(id, test.branch_id)).toMatchObject({ low_stock_alert: 20, status: 'low' })
  await owner.patch('/settings', { target_days: 15 })
})

it('is in bottles for what is sold by doses (stock 60)', async () => {
  const id = await makeProduct(owner, { ...BOTTLE, low_stock_alert: 1 })
  await putLevel(owner, beach, id, 0, 2, 10)
  expect((await setAlert(id, beach, 2)).body.status).toBe('ok')
  expect((await setAlert(id, beach, 3)).body.status).toBe('low')
})

it('is written once per key and leaves a trace only when it changes', async () => {
  const id = await makeProduct(owner)
  const first = await setAlert(id, beach, 4, 'alert-4')
  await setAlert(id, beach, 7)
  const again = await setAlert(id, beach, 4, 'alert-4')
  expect([again.body, again.headers['idempotency-replayed']]).toEqual([first.body, 'true'])
  expect((await setAlert(id, beach, 5, 'alert-4')).body.code).toBe('IDEMPOTENCY_KEY_REUSED')
  await setAlert(id, beach, 7)
  const { body } = await owner.get(`/audit?target=${id}`)
  const trail = body.items.filter((one: { action: string }) => one.action === 'product.branch_alert_changed')
  expect(trail.map((one: { facts: unknown }) => one.facts)).toEqual([
    { branch_id: beach, low_stock_alert: { before: 4, after: 7 } },
    { branch_id: beach, low_stock_alert: { before: null, after: 4 } },
  ])
})

it('refuses what is no alert, places that are not there, and who may not', async () => {
  const id = await makeProduct(owner)
  for (const wrong of [-1, 1.5, '3', 1_000_001, undefined]) {
    expect([wrong, (await setAlert(id, beach, wrong)).status]).toEqual([wrong, 422])
  }
  const nobody = '0199a000-0000-7000-8000-000000000000'
  expect((await setAlert(nobody, beach, 3)).status).toBe(404)
  expect((await setAlert(id, nobody, 3)).status).toBe(404)
  const login = { email: 'gerente@bar.example', password: 'outra senha bem longa' }
  await owner.post('/users', { ...login, name: 'G', role: 'manager', branch_ids: [test.branch_id] })
  const manager = test.as((await owner.post('/auth/sign-in', login)).body.token)
  const put = (branch_id: string) =>
    manager.put(`/products/${id}/branches/${branch_id}/alert`, { low_stock_alert: 3 })
  expect((await put(beach)).body.code).toBe('BRANCH_FORBIDDEN')
  expect((await put(test.branch_id)).status).toBe(200)
})

it('agrees with the product while both change at once', async () => {
  const id = await makeProduct(owner, { low_stock_alert: 10 })
  await putLevel(owner, beach, id, 9, 0)
  const replies = await Promise.all(
    [1, 2, 3, 4].flatMap((n) => [
      setAlert(id, beach, n),
      owner.patch(`/products/${id}`, { low_stock_alert: 100 + n, units_per_box: 12 + n }),
      owner.post('/sales', { branch_id: beach, lines: [{ product_id: id, quantity: 1 }] }),
    ]),
  )
  expect(replies.filter((reply) => reply.status >= 400).map((reply) => reply.body)).toEqual([])
  const product = (await owner.get(`/products/${id}`)).body
  const there = await item(id, beach)
  expect(there.low_stock_alert).toBe(there.branch_low_stock_alert)
  expect((await item(id, test.branch_id)).low_stock_alert).toBe(product.low_stock_alert)
})

it('is in the typed client', async () => {
  const id = await makeProduct(owner)
  const address = await test.app.http.listen({ port: 0, host: '127.0.0.1' })
  const client = createClient({ address, token: owner.token })
  const alert = await client.products.alertAt(id, beach, { low_stock_alert: 3 })
  expect(alert.branch_low_stock_alert).toBe(3)
})
