import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiDocument, mistakesOf } from '../support/openapi-mistakes.ts'
import { openSyncWorld, SKU, type SyncWorld } from '../support/sync-world.ts'
import type { Reply } from '../support/test-app.ts'

let world: SyncWorld
let document: ApiDocument
const answers: [string, Reply][] = []

/** A call of the contract: `GET /pools/{id}` with the address that was really asked. */
async function call(name: string, path: string, body?: unknown): Promise<Reply> {
  const { owner } = world.test
  const [method] = name.split(' ')
  const ask = { GET: owner.get, POST: owner.post, PATCH: owner.patch, DELETE: owner.remove }[method ?? '']
  if (ask === undefined) throw new Error(`no method ${method}`)
  const reply = await ask(path, body)
  answers.push([name, reply])
  return reply
}

beforeAll(async () => {
  world = await openSyncWorld()
  document = (await world.test.owner.get('/openapi.json')).body
})
afterAll(() => world.close())

it('has every call about applications, accounts and deposits', async () => {
  const { control, w } = world
  const other = control.addApp({ name: 'Outro', redirect_uri: 'http://127.0.0.1:9/x' })
  const app = await call('POST /bling/apps', '/bling/apps', other)
  expect([app.status, JSON.stringify(app.body).includes(other.client_secret)]).toEqual([201, false])
  expect((await call('GET /bling/apps', '/bling/apps')).body.items).toHaveLength(2)
  const listed = await call('GET /bling/accounts', '/bling/accounts')
  expect(listed.body.items).toHaveLength(2)
  const asked = await call('POST /bling/accounts/authorize', '/bling/accounts/authorize', {
    app_id: app.body.id,
  })
  expect(asked.body).toMatchObject({ url: expect.stringContaining('/oauth/authorize?') })
  const account = `/bling/accounts/${w.account_id}`
  const frozen = await call('PATCH /bling/accounts/{id}', account, { name: 'Loja W1', state: 'frozen' })
  expect(frozen.body).toMatchObject({ name: 'Loja W1', state: 'frozen' })
  await call('PATCH /bling/accounts/{id}', account, { name: 'Loja W', state: 'active' })
  const deposits = await call('GET /bling/accounts/{id}/deposits', `${account}/deposits`)
  expect(deposits.body.items).toHaveLength(5)
  expect(
    (await call('POST /bling/accounts/{id}/deposits', `${account}/deposits`, { name: 'Novo' })).status,
  ).toBe(201)
})

it('has every call about pools and links, with the fields it names', async () => {
  const { w, y, pool_id } = world
  const pools = await call('GET /pools', '/pools')
  expect(pools.body.items[0]).toMatchObject({
    name: 'Estoque único',
    combine: 'sum',
    safety_stock: 0,
    sources: [
      { deposit_id: w.deposits['P1']?.id, branch_id: null, priority: 1 },
      { priority: 2 },
      { priority: 3 },
    ],
    targets: [
      { deposit_id: w.deposits['C']?.id, role: 'shared', policy: { kind: 'full' }, paused: false },
      { deposit_id: y.deposits['C']?.id },
      { role: 'mirror', mirror_of: y.deposits['P3']?.id },
    ],
  })
  const C = { deposit_id: w.deposits['C']?.id }
  for (const policy of [
    { kind: 'share', value: 50 },
    { kind: 'buffer', value: 1 },
    { kind: 'max', value: 9 },
    { kind: 'min', value: 2 },
  ]) {
    const changed = await call('PATCH /pools/{id}', `/pools/${pool_id}`, {
      targets: [{ ...C, policy, paused: true }],
    })
    expect([changed.status, changed.body.targets]).toMatchObject([200, [{ policy, paused: true }]])
  }
  const made = await call('POST /pools', '/pools', {
    name: 'Do balcão',
    combine: 'max',
    safety_stock: 1.5,
    sources: [{ branch_id: world.test.branch_id, priority: 1 }],
    targets: [{ deposit_id: y.deposits['C']?.id, policy: { kind: 'full' } }],
  })
  expect([made.status, made.body.sources]).toMatchObject([201, [{ branch_id: world.test.branch_id }]])
  await world.test.owner.remove(`/pools/${made.body.id}`)
  const links = await call('GET /product-links', '/product-links')
  const [{ product_id }] = links.body.items
  expect(
    links.body.items.map((link: { bling_product_id: string }) => link.bling_product_id).toSorted(),
  ).toEqual([String(w.product_id), String(y.product_id)].toSorted())
  const link = { account_id: w.account_id, product_id, bling_product_id: String(w.product_id) }
  expect((await call('POST /product-links', '/product-links', link)).status).toBe(201)
  expect((await call('GET /product-links/suggestions', '/product-links/suggestions')).body.items).toEqual([])
})

it('has every call about plans, runs, status and reasons, with the fields it names', async () => {
  const { w, y, pool_id } = world
  const of = (shop: typeof w, deposit: string) => ({ deposit_id: shop.deposits[deposit]?.id })
  await world.test.owner.patch(`/pools/${pool_id}`, { safety_stock: 0, targets: [of(w, 'C'), of(y, 'C')] })
  await world.settle()
  world.control.setFaults([{ kind: 'webhook_drop' }])
  world.set(w, 'P1', 7)
  world.control.setFaults()
  const plan = await call('POST /sync/plans', '/sync/plans', { pool_id, skus: [SKU] })
  expect([plan.status, plan.body]).toMatchObject([
    201,
    {
      oversell_bound: 16,
      lines: expect.arrayContaining([
        expect.objectContaining({
          sku: SKU,
          account_id: w.account_id,
          ...of(w, 'C'),
          current: 19,
          target: 16,
          difference: -3,
          reason: 'available_changed',
        }),
      ]),
    },
  ])
  expect((await call('POST /sync/plans/{id}/apply', `/sync/plans/${plan.body.id}/apply`)).status).toBe(202)
  await world.settle()
  await call('GET /sync/plans/{id}', `/sync/plans/${plan.body.id}`)
  const run = await call('POST /sync/runs', '/sync/runs', { pool_id, skus: [SKU] })
  expect(run.status).toBe(202)
  await world.settle()
  expect((await call('GET /sync/runs', '/sync/runs')).body.items.length).toBeGreaterThan(1)
  const detail = await call('GET /sync/runs/{id}', `/sync/runs/${run.body.id}`)
  expect(detail.body).toMatchObject({
    state: 'done',
    origin: 'manual',
    children: [{ sku: SKU, origin: 'manual' }],
  })
  const status = await call('GET /sync/status', '/sync/status')
  expect(status.body).toMatchObject({
    pools: [{ pool_id, is_active: true }],
    accounts: expect.arrayContaining([
      expect.objectContaining({
        account_id: w.account_id,
        state: 'active',
        last_event_at: expect.any(String),
        last_sweep_at: expect.any(String),
        calls_today: expect.any(Number),
        calls_per_day: 120_000,
        webhooks: 'ok',
      }),
    ]),
    backlog: { due_skus: 0, running_skus: 0, suspects: 0 },
  })
  await world.reserveIn(w, 'nowhere')
  world.order(w, 2)
  await world.settle()
  const why = await call('GET /sync/skus/{sku}', `/sync/skus/${SKU}`)
  const [decision] = why.body.pools
  expect(decision).toMatchObject({ available: 14, oversold: 0, oversell_bound: 14 })
  const terms: { kind: string; amount: number }[] = decision.why.terms
  expect(
    terms
      .filter(({ kind }) => kind === 'source')
      .map(({ amount }) => amount)
      .toSorted(),
  ).toEqual([4, 5, 7])
  expect(terms.filter(({ kind }) => kind === 'demand').map(({ amount }) => amount)).toEqual([-2])
  expect(terms.reduce((total, { amount }) => total + amount, 0)).toBe(14)
  expect(decision.why.targets[0].terms).toContainEqual({
    kind: 'policy',
    policy: { kind: 'full' },
    amount: 0,
  })
  expect(why.body.writes[0]).toMatchObject({ operation: 'S', quantity: 2, before: 16, after: 14 })
})

it('has the inbox, its second chance, and the doors for events', async () => {
  const events = await call('GET /inbox', '/inbox')
  const [event] = events.body.items
  const again = await call('POST /inbox/{id}/reprocess', `/inbox/${event.id}/reprocess`)
  expect(again.status).toBe(200)
  const { http } = world.test.app
  const unsigned = await http.inject({ method: 'POST', url: '/webhooks/bling', payload: {} })
  expect(unsigned.statusCode).toBe(401)
  const invented = await http.inject({
    method: 'POST',
    url: `/webhooks/bling/legacy/${'a'.repeat(43)}`,
    payload: {},
  })
  expect(invented.statusCode).toBe(404)
  const callback = await http.inject({ method: 'GET', url: '/api/v1/bling/callback?code=x&state=y' })
  expect(callback.statusCode).toBe(400)
  expect((await http.inject({ method: 'GET', url: '/api/v1/events' })).statusCode).toBe(401)
  expect(Object.keys(document.paths)).toContain('/api/v1/events')
})

it('has people see demand, alerts and totals', async () => {
  await call('GET /sync/demand', '/sync/demand')
  await call('GET /sync/demand/ignored', '/sync/demand/ignored')
  await call('GET /alerts', '/alerts?open=false')
  await call('GET /sync/totals', '/sync/totals?from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z')
  await call('POST /sync/totals/clear', '/sync/totals/clear')
  await call('GET /sync/skus', '/sync/skus')
  await call('GET /sync/accounts/{id}', `/sync/accounts/${world.w.account_id}`)
})

it('lets an account go', async () => {
  const gone = await call('DELETE /bling/accounts/{id}', `/bling/accounts/${world.y.account_id}`)
  expect(gone.status).toBe(204)
})

it('answers all of these as the description says', () => {
  const wrong = answers
    .map(([name, reply]) => {
      const [method = '', path = ''] = name.split(' ')
      return { name, mistakes: mistakesOf(document, { method: method.toLowerCase(), path }, reply) }
    })
    .filter(({ mistakes }) => mistakes.length > 0)
  expect(wrong).toEqual([])
})
