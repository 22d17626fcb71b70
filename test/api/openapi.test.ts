import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiDocument, mistakesOf } from '../support/openapi-mistakes.ts'
import { BOTTLE, makeProduct, putLevel } from '../support/stock.ts'
import { type Reply, startTestApp, type TestApp } from '../support/test-app.ts'

let test: TestApp
let document: ApiDocument

beforeAll(async () => {
  test = await startTestApp()
  document = (await test.owner.get('/openapi.json')).body
})
afterAll(() => test.close())

it('describes itself as OpenAPI 3.1, every operation with an answer', () => {
  expect(document.openapi).toBe('3.1.0')
  const silent = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) =>
      Object.keys(operation.responses).some((status) => status.startsWith('2') || status.startsWith('3'))
        ? []
        : [`${method} ${path}`],
    ),
  )
  expect(silent).toEqual([])
})

it('answers as it says it does', async () => {
  const { owner, branch_id } = test
  const other = (await owner.post('/branches', { name: 'Outra' })).body.id
  const beer = await makeProduct(owner, { muntu_enabled: true, muntu_quantity: 6, muntu_price_cents: 4500 })
  const whisky = await makeProduct(owner, BOTTLE)
  await putLevel(owner, branch_id, beer, 5, 8)
  const line = (product_id: string, sold_as: string) => ({ product_id, sold_as, quantity: 1 })
  const bought = {
    branch_id,
    status: 'pending',
    lines: [{ product_id: whisky, boxes: 1, box_cost_cents: 60000 }],
  }
  const sale = await owner.post('/sales', { branch_id, lines: [line(beer, 'unit'), line(beer, 'muntu')] })
  const purchase = await owner.post('/purchases', bought)
  const given = await owner.post('/purchases', bought)
  const answers: [string, string, Reply][] = [
    ['post', '/sales', sale],
    ['post', '/purchases', purchase],
    ['post', '/purchases/{id}/receive', await owner.post(`/purchases/${purchase.body.id}/receive`)],
    ['post', '/purchases/{id}/cancel', await owner.post(`/purchases/${given.body.id}/cancel`)],
    [
      'post',
      '/inventory/losses',
      await owner.post('/inventory/losses', { branch_id, product_id: beer, quantity: 1, reason: 'Roubo' }),
    ],
    [
      'post',
      '/inventory/breakages',
      await owner.post('/inventory/breakages', { branch_id, product_id: beer, quantity: 1, reason: 'Queda' }),
    ],
    [
      'post',
      '/inventory/adjustments',
      await owner.post('/inventory/adjustments', {
        branch_id,
        product_id: beer,
        quantity: 2,
        reason: 'Correção de erro',
      }),
    ],
    ['post', '/inventory/counts', await putLevel(owner, branch_id, beer, 4, 0)],
    [
      'post',
      '/inventory/box-openings',
      await owner.post('/inventory/box-openings', { branch_id, product_id: beer }),
    ],
    [
      'post',
      '/transfers',
      await owner.post('/transfers', {
        from_branch_id: branch_id,
        to_branch_id: other,
        lines: [{ product_id: beer, units: 3 }],
      }),
    ],
    ['post', '/sales/{id}/cancel', await owner.post(`/sales/${sale.body.id}/cancel`)],
    ['post', '/inventory/consumption', await owner.post('/inventory/consumption', {})],
  ]
  for (const path of [
    '/inventory',
    '/movements',
    '/sales',
    '/purchases',
    '/products',
    '/branches',
    '/dashboard',
    '/divergences',
    '/ledger/verify',
    '/me',
    '/users',
    '/audit',
    '/api-keys',
    '/settings',
    '/invitations',
    '/offline/quarantine',
  ]) {
    answers.push(['get', path, await owner.get(path)])
  }
  answers.push([
    'get',
    '/inventory/{product_id}',
    await owner.get(`/inventory/${beer}?branch_id=${branch_id}`),
  ])
  answers.push([
    'get',
    '/inventory/{product_id}/consistency',
    await owner.get(`/inventory/${beer}/consistency?branch_id=${branch_id}`),
  ])
  answers.push(['get', '/products/{id}', await owner.get(`/products/${beer}`)])
  const wrong = answers
    .map(([method, path, reply]) => ({
      call: `${method} ${path}`,
      mistakes: mistakesOf(document, { method, path }, reply),
    }))
    .filter((one) => one.mistakes.length > 0)
  expect(wrong).toEqual([])
})
