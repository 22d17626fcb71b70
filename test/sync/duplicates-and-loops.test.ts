import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { HttpRequest } from '../../src/server/kernel/http-client.ts'
import { addCompany } from '../support/other-company.ts'
import { ok, openShop, openSyncWorld, SKU, type SyncWorld, type WorldShop } from '../support/sync-world.ts'

let world: SyncWorld
/** Called before each call to Bling leaves. */
let meanwhile: (request: HttpRequest) => void = () => undefined

beforeAll(async () => {
  world = await openSyncWorld({
    through(request, next) {
      meanwhile(request)
      return next(request)
    },
  })
})
afterAll(() => world.close())
beforeEach(async () => {
  meanwhile = () => undefined
  await world.restore()
  expect(world.shown()).toBe('W.C 19, Y.C 19, W.E 5')
})

const runsOf = async (tenant_id: string) =>
  (await world.query("select 1 from sync_runs where kind = 'sku' and tenant_id = $1", [tenant_id])).length

const eventIn = async (body: string) => {
  const { eventId } = JSON.parse(body)
  const inbox = await ok(world.test.owner.get('/inbox?limit=200'))
  return inbox.body.items.find((event: { event_id: string }) => event.event_id === eventId)
}

const withId = (body: string | undefined, eventId: string) =>
  JSON.stringify({ ...JSON.parse(body ?? '{}'), eventId })

const sku = async () => (await ok(world.test.owner.get(`/sync/skus/${SKU}`))).body

describe('the same event', () => {
  it('delivered three times is one event that says three, and one run (sync 29)', async () => {
    const { test, w } = world
    const before = await runsOf(test.tenant_id)
    const [event = ''] = world.unheard(() => world.set(w, 'P1', 7))
    for (let delivery = 0; delivery < 3; delivery += 1) {
      expect(await world.deliver(event)).toBe(200)
      await world.settle()
    }
    expect((await runsOf(test.tenant_id)) - before).toBe(1)
    expect(await eventIn(event)).toMatchObject({ deliveries: 3, state: 'done', attempts: 1 })
    expect(world.posts().toSorted()).toEqual(['W.C S 3', 'Y.C S 3'])
  })

  it('delivered to two processes at once, which both work at once, is one run (sync 30)', async () => {
    const { test, w } = world
    const twin = await test.twin()
    await twin.http.listen({ host: '127.0.0.1', port: 0 })
    const { port } = twin.http.server.address() as AddressInfo
    const before = await runsOf(test.tenant_id)
    const [event = ''] = world.unheard(() => world.set(w, 'P1', 7))
    const answers = [world.deliver(event), world.deliver(event, { address: `http://127.0.0.1:${port}` })]
    expect(await Promise.all(answers)).toEqual([200, 200])
    await Promise.all([test.app, twin].map((app) => app.sync.engine.rest()))
    await world.settle()
    expect((await runsOf(test.tenant_id)) - before).toBe(1)
    expect(await eventIn(event)).toMatchObject({ deliveries: 2, state: 'done' })
    expect(world.posts().toSorted()).toEqual(['W.C S 3', 'Y.C S 3'])
    expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
  })

  it('is another one when it comes from another account or to another company: each has a run of its own (sync 31)', async () => {
    const { test, w, y } = world
    const other = await openOtherCompany()
    const mine = await runsOf(test.tenant_id)
    const theirs = await runsOf(other.tenant_id)
    const [ofW] = world.unheard(() => world.set(w, 'P1', 7))
    expect(await world.deliver(withId(ofW, 'EQUAL-ID'))).toBe(200)
    await world.settle()
    const [ofY] = world.unheard(() => world.set(y, 'P3', 4))
    expect(await world.deliver(withId(ofY, 'EQUAL-ID'))).toBe(200)
    await world.settle()
    const [ofZ] = world.unheard(() => world.set(other.shop, 'P4', 6))
    expect(await world.deliver(withId(ofZ, 'EQUAL-ID'), other)).toBe(200)
    await world.settle()
    expect((await runsOf(test.tenant_id)) - mine).toBe(2)
    expect((await runsOf(other.tenant_id)) - theirs).toBe(1)
    expect(world.shown()).toBe('W.C 15, Y.C 15, W.E 4')
    expect(world.balance(other.shop, 'C')).toBe('6/6')
    const stored = await world.query("select deliveries, state from bling_inbox where event_id = 'EQUAL-ID'")
    expect(stored).toEqual(Array(3).fill({ deliveries: 1, state: 'done' }))
  })
})

/** Another company on the same installation that synchronises a shop of its own with the same SKU. */
async function openOtherCompany(): Promise<{
  readonly tenant_id: string
  readonly client_secret: string
  readonly shop: WorldShop
}> {
  const { control, sandbox, test, address } = world
  const owner = await addCompany(test)
  const { client_id, client_secret } = control.addApp({
    name: 'Estoque da outra',
    redirect_uri: `${address}/api/v1/bling/callback`,
    webhook_url: `${address}/webhooks/bling`,
  })
  await ok(owner.post('/bling/apps', { client_id, client_secret }))
  await ok(owner.post('/products', { sku: SKU, name: 'Caneca' }))
  const stock = { P4: 8, C: 8 }
  const shop = await openShop({
    sandbox,
    test: { owner },
    name: 'Loja Z',
    deposits: ['P4', 'C'],
    stock,
    isAbsent: false,
  })
  const of = (deposit: string) => [{ deposit_id: shop.deposits[deposit]?.id }]
  const pool = await ok(owner.post('/pools', { name: 'Outro', sources: of('P4'), targets: of('C') }))
  await world.settle()
  const plan = await ok(owner.post('/sync/plans', { pool_id: pool.body.id }))
  await ok(owner.post(`/sync/plans/${plan.body.id}/apply`))
  await world.settle()
  return { tenant_id: (await ok(owner.get('/me'))).body.tenant.id, client_secret, shop }
}

describe('events of one SKU', () => {
  it('that come in the wrong order end at what the deposit really holds (sync 32)', async () => {
    const { w } = world
    const [older = ''] = world.unheard(() => world.set(w, 'P1', 9))
    const [newer = ''] = world.unheard(() => world.set(w, 'P1', 7))
    await world.deliver(newer)
    await world.settle()
    expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
    await world.deliver(older)
    await world.settle()
    expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
    expect(world.posts().toSorted()).toEqual(['W.C S 3', 'Y.C S 3'])
  })

  it('fifty of them in two seconds are at most three looks, and the last number is right (sync 33)', async () => {
    const { w, control, test, clock } = world
    const before = await runsOf(test.tenant_id)
    const began = clock.now().getTime()
    for (let event = 0; event < 50; event += 1) {
      // Calls within the rate budget may have taken their time already.
      control.advance(Math.max(0, began + event * 40 - clock.now().getTime()))
      world.set(w, 'P1', event === 49 ? 7 : 60 - event)
      await control.settle()
      await test.app.sync.engine.rest()
    }
    expect(clock.now().getTime() - began).toBeLessThanOrEqual(2_000)
    await world.settle()
    expect((await runsOf(test.tenant_id)) - before).toBeLessThanOrEqual(3)
    expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
    const received = await world.query(
      "select 1 from bling_inbox where state = 'done' and received_at >= $1",
      [new Date(began)],
    )
    expect(received.length).toBeGreaterThanOrEqual(50)
  })
})

describe('our own writes', () => {
  const outcomesSince = async (from: Date) => {
    const rows = await world.query<{ outcome: string; events: number }>(
      'select outcome, count(*)::int as events from bling_inbox where received_at >= $1 group by outcome',
      [from],
    )
    return Object.fromEntries(rows.map(({ outcome, events }) => [outcome, events]))
  }

  it('come back as echoes that nobody follows; a hundred rounds of them make nothing grow (sync 34)', async () => {
    const { w, y, test, clock } = world
    const from = clock.now()
    const before = await runsOf(test.tenant_id)
    for (let round = 0; round < 100; round += 1) {
      world.set(w, 'P1', round % 2 === 0 ? 7 : 10)
      await world.settle()
      const both = round % 2 === 0 ? '16/16' : '19/19'
      expect([round, world.balance(w, 'C'), world.balance(y, 'C')]).toEqual([round, both, both])
    }
    expect(world.posts()).toHaveLength(200)
    expect(await outcomesSince(from)).toEqual({ marked: 100, echo: 200 })
    expect((await runsOf(test.tenant_id)) - before).toBe(100)
  }, 120_000)

  it('are told from an echo that is delivered again under another name: it is looked at and writes nothing (sync 34)', async () => {
    const { w, sandbox } = world
    world.set(w, 'P1', 7)
    await world.settle()
    world.posts()
    const C = w.deposits['C']?.bling_id
    const echo = sandbox
      .webhooks()
      .findLast(({ event, body }) => event === 'stock.created' && JSON.parse(body).data.deposito.id === C)
    for (let round = 0; round < 20; round += 1) {
      expect(await world.deliver(withId(echo?.body, `AGAIN-${round}`))).toBe(200)
      await world.settle()
    }
    expect(world.posts()).toEqual([])
    expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
  })
})

describe('an edit of a deposit that we write', () => {
  const choose = async (drift_policy: 'impose' | 'warn') => {
    await ok(world.test.owner.patch(`/pools/${world.pool_id}`, { drift_policy }))
    await world.settle()
  }

  it('is put back by one movement, and the history says deposit, from and to (sync 35)', async () => {
    const { w, test } = world
    world.set(w, 'C', 30)
    await world.settle()
    expect(world.posts()).toEqual(['W.C S 11'])
    expect(world.shown()).toBe('W.C 19, Y.C 19, W.E 5')
    const { items } = (await ok(test.owner.get('/sync/runs?kind=sku'))).body
    const { body } = await ok(test.owner.get(`/sync/runs/${items[0].id}`))
    const deposit_id = w.deposits['C']?.id
    expect(body.facts.drifts).toEqual([
      { place: expect.stringContaining(deposit_id ?? '-'), from: 19, to: 30, imposed: true },
    ])
    expect(body.writes).toMatchObject([{ deposit_id, before: 30, after: 19, reason: 'external_drift' }])
  })

  it('of which no event came is found by the verification, and is no less an edit (sync 35)', async () => {
    const { w, test } = world
    world.unheard(() => world.set(w, 'C', 30))
    await world.pass(31 * 60_000)
    expect(world.posts()).toEqual(['W.C S 11'])
    const { body } = await ok(test.owner.get(`/sync/skus/${SKU}`))
    expect(body.writes[0]).toMatchObject({ before: 30, after: 19, reason: 'external_drift' })
  })

  it('is only told where the owner wants it so, and stays under suspicion (sync 35)', async () => {
    const { w, test } = world
    await choose('warn')
    world.set(w, 'C', 30)
    await world.settle()
    expect(world.posts()).toEqual([])
    expect(world.balance(w, 'C')).toBe('30/30')
    expect(await sku()).toMatchObject({ suspect_reason: 'EXTERNAL_DRIFT', last_result: 'pending' })
    const alerts = async () => (await ok(test.owner.get('/alerts'))).body.items
    expect(await alerts()).toMatchObject([{ kind: 'external_drift', facts: { sku: SKU, from: 19, to: 30 } }])
    await choose('impose')
    expect(world.posts()).toEqual(['W.C S 11'])
    expect((await sku()).suspect_since).toBeNull()
    expect(await alerts()).toEqual([])
  })
})

describe('something that happens between our reading and our write', () => {
  /** Once, just before a movement of ours on W.C reaches Bling. */
  const beforeTheWrite = (happens: () => void) => {
    meanwhile = ({ method, url, body }) => {
      const isWrite = method === 'POST' && url.endsWith('/estoques')
      if (!isWrite || JSON.parse(body ?? '{}').deposito.id !== world.w.deposits['C']?.bling_id) return
      meanwhile = () => undefined
      happens()
    }
  }

  const differing = async () =>
    (await sku()).writes.filter((write: { read_back: string }) => write.read_back === 'differs').length

  it('a draw of one, is found by reading back, and the virtuals end equal to what there is (sync 36)', async () => {
    const { w, control } = world
    const before = await differing()
    beforeTheWrite(() => {
      const deposit_id = w.deposits['C']?.bling_id ?? 0
      control.move(w.company_id, { product_id: w.product_id, deposit_id, operation: 'S', quantity: 1 })
    })
    world.set(w, 'P1', 7)
    await world.settle()
    expect((await differing()) - before).toBe(1)
    await world.pass(40_000)
    expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
    expect((await sku()).suspect_since).toBeNull()
  })

  it('a sale of one out of it, is not lost: it leaves the real stock and every virtual (sync 36)', async () => {
    const { w, control } = world
    await world.reserveIn(w, 'shared')
    const before = await differing()
    beforeTheWrite(() => {
      const order_id = world.order(w, 1)
      control.ship(w.company_id, order_id)
      control.patchOrder(w.company_id, order_id, { situation_id: 9 })
    })
    world.set(w, 'P1', 7)
    await world.settle()
    expect((await differing()) - before).toBe(1)
    await world.pass(40_000)
    await world.pass(40_000)
    expect(world.balance(w, 'P1')).toBe('6/6')
    expect(world.shown()).toBe('W.C 15, Y.C 15, W.E 5')
    expect((await sku()).suspect_since).toBeNull()
    expect(world.posts().filter((post) => post.startsWith('W.P1'))).toEqual(['W.P1 S 1'])
    await world.reserveIn(w, 'main')
  })
})
