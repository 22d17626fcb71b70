import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeProduct } from '../support/stock.ts'
import { startTestApp, type TestApp } from '../support/test-app.ts'

let test: TestApp
let address: string
const products: string[] = []

beforeAll(async () => {
  test = await startTestApp()
  address = await test.app.http.listen({ host: '127.0.0.1', port: 0 })
  for (let number = 1; number <= 20; number += 1) products.push(await makeProduct(test.owner))
})
afterAll(() => test.close())

const ask = (path: string, encodings: string, init: RequestInit = {}) =>
  fetch(`${address}/api/v1${path}`, {
    ...init,
    headers: { authorization: `Bearer ${test.owner.token}`, 'accept-encoding': encodings, ...init.headers },
  })
const encodingOf = ({ headers }: Response) => headers.get('content-encoding')

it('answers a list in small to whoever reads that, and the same list to everybody', async () => {
  const path = `/inventory?branch_id=${test.branch_id}`
  const [plain, brotli, gzip] = await Promise.all([
    ask(path, 'identity'),
    ask(path, 'gzip, deflate, br'),
    ask(path, 'gzip'),
  ])
  expect([plain, brotli, gzip].map(encodingOf)).toEqual([null, 'br', 'gzip'])
  expect(brotli.headers.get('vary')).toMatch(/accept-encoding/i)
  expect(Number(brotli.headers.get('content-length'))).toBeLessThan(
    Number(plain.headers.get('content-length')) / 5,
  )
  const body = (await plain.json()) as { items: object[] }
  expect(body.items).toHaveLength(20)
  expect(await brotli.json()).toEqual(body)
  expect(await gzip.json()).toEqual(body)
})

it('leaves short answers and writes as they are', async () => {
  const lines = products.map((product_id) => ({ product_id, units: 3 }))
  const [short, write] = await Promise.all([
    ask('/settings', 'br'),
    ask('/purchases', 'br', {
      method: 'POST',
      body: JSON.stringify({ branch_id: test.branch_id, lines }),
      headers: { 'content-type': 'application/json', 'idempotency-key': 'compression' },
    }),
  ])
  expect([short, write].map(encodingOf)).toEqual([null, null])
  expect((await short.text()).length).toBeLessThan(1_400)
  expect((await write.text()).length).toBeGreaterThan(2_000)
})
