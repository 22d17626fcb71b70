import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiDocument, mistakesOf } from '../support/openapi-mistakes.ts'
import { addCompany } from '../support/other-company.ts'
import { ok } from '../support/sync-world.ts'
import { item, type OrderWorld, openOrderWorld } from './support/order-world.ts'

let world: OrderWorld
let document: ApiDocument
let id: string

beforeAll(async () => {
  world = await openOrderWorld()
  document = (await world.test.owner.get('/openapi.json')).body
  id = await world.arrives('1001')
  await world.arrives('1002', { items: [item(1, 'NOVA-01')], customer: null })
  await world.settle()
  await world.says('1001', 'paid')
})
afterAll(() => world.close())

it('answers as it says it does', async () => {
  const { owner } = world.test
  const route = `/sites/${world.site_id}`
  const asked = [
    ['get', '/orders', await owner.get('/orders')],
    ['get', '/orders/backlog', await owner.get('/orders/backlog')],
    ['get', '/orders/{id}', await owner.get(`/orders/${id}`)],
    ['post', '/orders/{id}/resend', await owner.post(`/orders/${id}/resend`)],
    ['post', '/orders/{id}/invoice', await owner.post(`/orders/${id}/invoice`)],
    ['post', '/orders/{id}/payment', await owner.post(`/orders/${id}/payment`, { payment: 'approved' })],
    ['post', '/orders/{id}/cancel', await owner.post(`/orders/${id}/cancel`)],
    ['get', '/sites/{id}/order-route', await owner.get(`${route}/order-route`)],
    ['get', '/sites/{id}/status-mapping', await owner.get(`${route}/status-mapping`)],
  ] as const
  const wrong = asked
    .map(([method, path, reply]) => ({ path, mistakes: mistakesOf(document, { method, path }, reply) }))
    .filter(({ mistakes }) => mistakes.length > 0)
  expect(wrong).toEqual([])
})

it('lists orders from the newest back, by every filter, page by page', async () => {
  const numbers = async (query: string) =>
    (await ok(world.test.owner.get(`/orders${query}`))).body.items.map(
      (one: { number: string }) => one.number,
    )
  expect(await numbers('')).toEqual(['1002', '1001'])
  expect(await numbers(`?site_id=${world.site_id}&payment_status=approved`)).toEqual(['1001'])
  expect(await numbers('?sending=waiting')).toEqual(['1002'])
  expect(await numbers('?needs_person=true')).toEqual(['1002'])
  expect(await numbers('?needs_person=false')).toEqual(['1001'])
  expect(await numbers('?search=silva')).toEqual(['1001'])
  expect(await numbers('?search=529.982.247-25')).toEqual(['1001'])
  expect(await numbers('?search=100%25')).toEqual([])
  expect(await numbers('?invoice_status=authorised&from=2030-01-01T00:00:00Z')).toEqual([])
  const first = await ok(world.test.owner.get('/orders?limit=1'))
  expect(await numbers(`?limit=1&cursor=${first.body.next_cursor}`)).toEqual(['1001'])
})

it('says which items an order waits for', async () => {
  const [waiting] = (await ok(world.test.owner.get('/orders?sending=waiting'))).body.items
  const { body } = await ok(world.test.owner.get(`/orders/${waiting.id}`))
  expect(body).toMatchObject({ is_held: false, items: [{ sku: 'NOVA-01', is_linked: false }] })
  const known = await ok(world.test.owner.get(`/orders/${id}`))
  expect(known.body.items).toMatchObject([{ is_linked: true }])
})

it('is none of another company’s business (sync 76)', async () => {
  const stranger = await addCompany(world.test)
  const asked = await Promise.all([
    stranger.get(`/orders/${id}`),
    stranger.post(`/orders/${id}/resend`),
    stranger.post(`/orders/${id}/cancel`),
    stranger.post(`/orders/${id}/payment`, { payment: 'approved' }),
    stranger.get(`/sites/${world.site_id}/order-route`),
    stranger.put(`/sites/${world.site_id}/status-mapping`, { from_site: {}, to_site: {}, to_bling: {} }),
  ])
  expect(asked.map((reply) => reply.status)).toEqual([404, 404, 404, 404, 404, 404])
  expect((await ok(stranger.get('/orders'))).body.items).toEqual([])
  const route = { account_id: world.w.account_id }
  const nowhere = '/sites/01900000-0000-7000-8000-00000000000d/order-route'
  for (const path of [nowhere, `/sites/${world.site_id}/order-route`])
    expect((await stranger.put(path, route)).status).toBe(404)
  expect((await world.test.owner.put(nowhere, route)).status).toBe(404)
  const other = await ok(stranger.post('/sites', { kind: 'generic', name: 'Outro', address: null }))
  const taken = await stranger.put(`/sites/${other.body.id}/order-route`, route)
  expect([taken.status, taken.body.code]).toEqual([422, 'INVALID_VALUES'])
})
