import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addCompany } from '../support/other-company.ts'
import { withRoutes } from '../support/proof-routes.ts'
import { ok, openSyncWorld, SKU, type SyncWorld } from '../support/sync-world.ts'
import type { Caller } from '../support/test-app.ts'

let world: SyncWorld
let stranger: Caller
let routes: readonly { readonly method: string; readonly url: string }[]

beforeAll(async () => {
  const found = await withRoutes(() => openSyncWorld())
  world = found.made
  routes = found.routes
  stranger = await addCompany(world.test)
})
afterAll(() => world.close())

/** A path with ids that exist in the first company. */
async function known(): Promise<Record<string, string>> {
  const { owner } = world.test
  const { w } = world
  world.set(w, 'P1', 9)
  await world.settle()
  const [run] = (await ok(owner.get('/sync/runs?kind=sku'))).body.items
  const many = await ok(owner.post('/sync/runs', { skus: [SKU] }))
  const plan = await ok(owner.post('/sync/plans', { pool_id: world.pool_id }))
  const [event] = (await ok(owner.get('/inbox'))).body.items
  const order_id = world.order(w, 1)
  await world.settle()
  return {
    account: w.account_id,
    deposit: w.deposits['C']?.id ?? '',
    product: (await ok(owner.get('/product-links'))).body.items[0].product_id,
    run: run.id,
    many: many.body.id,
    plan: plan.body.id,
    event: event.id,
    order: String(order_id),
    reference:
      (await world.query<{ reference: string }>('select reference from sync_writes'))[0]?.reference ?? '',
  }
}

describe('somebody of another company', () => {
  it('finds none of our accounts, pools, plans, runs, events and orders (sync 76)', async () => {
    const ids = await known()
    const account = `/bling/accounts/${ids['account']}`
    const link = {
      account_id: ids['account'],
      product_id: ids['product'],
      bling_product_id: String(world.w.product_id),
    }
    const before = world.control.state(world.w.company_id)
    const links = (await ok(world.test.owner.get('/product-links'))).body
    const asked: [string, Promise<{ status: number }>][] = [
      ['account', stranger.get(account)],
      ['account state', stranger.patch(account, { state: 'frozen' })],
      ['account removal', stranger.remove(account)],
      ['account preview', stranger.get(`${account}/preview?state=frozen`)],
      ['dependents', stranger.get(`${account}/dependents`)],
      ['reconnection', stranger.post('/bling/accounts/authorize', { account_id: ids['account'] })],
      ['callback', stranger.post(`${account}/legacy-callback`)],
      ['deposits', stranger.get(`${account}/deposits`)],
      ['new deposit', stranger.post(`${account}/deposits`, { name: 'Meu' })],
      [
        'deactivation',
        stranger.post(`${account}/deposits/${ids['deposit']}/deactivate`, { confirm_name: 'C' }),
      ],
      ['products', stranger.get(`${account}/products`)],
      ['import', stranger.post(`${account}/products/imports`, { scope: 'everything' })],
      ['settings', stranger.get(`/sync/accounts/${ids['account']}`)],
      ['settings change', stranger.patch(`/sync/accounts/${ids['account']}`, { sweep_minutes: 5 })],
      ['pool', stranger.get(`/pools/${world.pool_id}`)],
      ['pool change', stranger.patch(`/pools/${world.pool_id}`, { safety_stock: 3 })],
      ['pool removal', stranger.remove(`/pools/${world.pool_id}`)],
      ['plan', stranger.get(`/sync/plans/${ids['plan']}`)],
      ['new plan', stranger.post('/sync/plans', { pool_id: world.pool_id })],
      ['apply', stranger.post(`/sync/plans/${ids['plan']}/apply`)],
      ['undo', stranger.post(`/sync/plans/${ids['plan']}/undo`)],
      ['run', stranger.get(`/sync/runs/${ids['run']}`)],
      ...[{}, { skus: [SKU] }, { text: SKU }, { select: 'suspects' }, { select: 'recent' }].map(
        (body): [string, Promise<{ status: number }>] => [
          `new run ${JSON.stringify(body)}`,
          stranger.post('/sync/runs', { pool_id: world.pool_id, ...body }),
        ],
      ),
      ['chosen plan', stranger.post('/sync/plans', { pool_id: world.pool_id, skus: [SKU] })],
      ['link', stranger.post('/product-links', link)],
      ['unlink', stranger.remove(`/product-links/${ids['product']}/${ids['account']}`)],
      ['refusal', stranger.post('/product-links/refusals', link)],
      ['sku', stranger.get(`/sync/skus/${SKU}`)],
      ['event', stranger.post(`/inbox/${ids['event']}/reprocess`)],
      ['order', stranger.remove(`/sync/orders/${ids['account']}/${ids['order']}`)],
      ['verdict', stranger.post(`/sync/draws/${ids['reference']}/verdict`, { happened: true })],
    ]
    const answers = await Promise.all(asked.map(async ([name, reply]) => [name, (await reply).status]))
    expect(answers.filter(([, status]) => status !== 404)).toEqual([])
    expect(world.control.state(world.w.company_id)).toEqual(before)
    expect((await ok(world.test.owner.get('/product-links'))).body).toEqual(links)
    for (const path of [
      '/bling/accounts',
      '/bling/apps',
      '/pools',
      '/product-links',
      '/sync/runs',
      '/sync/demand',
      '/inbox',
      '/alerts',
    ]) {
      expect([path, (await ok(stranger.get(path))).body.items]).toEqual([path, []])
    }
    const status = await ok(stranger.get('/sync/status'))
    expect(status.body).toMatchObject({ pools: [], accounts: [] })
  })

  it('gets nothing by naming our company in the question or in what is sent (sync 76)', async () => {
    const { tenant_id } = world.test
    for (const path of ['/pools', '/sync/runs', '/inbox', '/bling/accounts']) {
      for (const name of ['tenant_id', 'tenantId', 'tenantId[$ne]']) {
        const reply = await stranger.get(`${path}?${name}=${tenant_id}`)
        // Refused, or answered as if it were not there.
        if (reply.status !== 422) expect([path, reply.status, reply.body.items]).toEqual([path, 200, []])
      }
    }
    for (const body of [{ tenant_id }, { tenantId: tenant_id }, { tenantId: { $ne: 'x' } }]) {
      const pool = await stranger.post('/pools', { name: `Meu ${JSON.stringify(body).length}`, ...body })
      const run = await stranger.post('/sync/runs', { skus: [SKU], ...body })
      expect([pool.status, run.status]).toEqual([422, 422])
    }
    expect((await ok(world.test.owner.get('/pools'))).body.items).toHaveLength(1)
  })
})

describe('what is kept for ever', () => {
  it('stays when a person has the statistics begin anew (sync 81)', async () => {
    const { owner } = world.test
    const { w } = world
    world.set(w, 'P1', 8)
    await world.settle()
    const period = '/sync/totals?from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z'
    expect((await ok(owner.get(period))).body).toMatchObject({ since: null, writes: expect.any(Number) })
    const body = { name: 'Outro estoque' }
    const made = await ok(owner.post('/pools', body, 'a-key'))
    await world.settle()
    const kept = async () => ({
      audit: (await world.query('select * from audit_log order by id')).length,
      inbox: await world.query('select account_id, event_id, state, deliveries from bling_inbox order by id'),
      writes: await world.query('select reference, answer, echoed_at from sync_writes order by reference'),
      runs: (await world.query('select id from sync_runs')).length,
    })
    const before = await kept()
    world.control.advance(1000)
    const begun = await ok(owner.post('/sync/totals/clear'))
    const totals = (await ok(owner.get(period))).body
    expect(totals).toEqual({
      since: begun.body.since,
      runs: 0,
      results: {},
      writes: 0,
      writes_unclear: 0,
      missed_events: 0,
    })
    // One line more in the trail: that it was done.
    expect(await kept()).toEqual({ ...before, audit: before.audit + 1 })
    const again = await owner.post('/pools', body, 'a-key')
    expect([again.body.id, again.headers['idempotency-replayed']]).toEqual([made.body.id, 'true'])
    const event = world.sandbox.webhooks().findLast((one) => one.event === 'stock.created')
    const runs = (await ok(owner.get('/sync/runs?limit=200'))).body.items.length
    expect(await world.deliver(event?.body ?? '')).toBe(200)
    await world.settle()
    expect((await ok(owner.get('/sync/runs?limit=200'))).body.items).toHaveLength(runs)
    world.set(w, 'P1', 6)
    await world.settle()
    expect((await ok(owner.get(period))).body).toMatchObject({ runs: expect.any(Number), writes: 2 })
  })

  it('is an audit trail that no call changes or deletes, and no statement either (sync 81)', async () => {
    const calls = routes.filter(({ url }) => /audit/.test(url)).map(({ method }) => method)
    expect(calls.filter((method) => method !== 'GET' && method !== 'HEAD')).toEqual([])
    expect(calls).toContain('GET')
    const [line] = (await ok(world.test.owner.get('/audit'))).body.items
    for (const call of [
      world.test.owner.remove,
      (path: string) => world.test.owner.patch(path, { action: 'x' }),
    ])
      expect((await call(`/audit/${line.id}`)).status).toBe(404)
    await expect(world.query("update audit_log set action = 'x'")).rejects.toThrow()
    await expect(world.query('delete from audit_log')).rejects.toThrow()
    expect((await ok(world.test.owner.get('/audit'))).body.items[0]).toEqual(line)
  })
})
