import { afterEach, expect, it } from 'vitest'
import type { HttpAnswer, HttpRequest } from '../../src/server/kernel/http-client.ts'
import { eventually } from '../support/eventually.ts'
import { ok, openSyncWorld, type SyncWorld } from '../support/sync-world.ts'

const MINUTE = 60_000
/** An order in a crowd waits so long for its turn; eight of them outlast what a run is believed without a sign. */
const TURN_MS = 40_000
const ORDERS = 12
/** Of calls that take so long, no three fit into what a run is believed without a sign. */
const SLOW_MS = 140_000

let world: SyncWorld
/** Told of every call to Bling, and of every order that is read, before it leaves. */
let onCall: (url: string) => Promise<void>
let onOrder: () => Promise<void>
afterEach(() => world.close())

/** A world in which only the next verification will find so many new orders for one piece each. */
async function openCrowd(): Promise<void> {
  onCall = async () => {}
  onOrder = async () => {}
  world = await openSyncWorld({
    async through(request: HttpRequest, next: (request: HttpRequest) => Promise<HttpAnswer>) {
      await onCall(request.url)
      if (/\/pedidos\/vendas\/\d+$/.test(request.url)) await onOrder()
      return next(request)
    },
  })
  await world.pass(31 * MINUTE)
  world.unheard(() => {
    for (let n = 0; n < ORDERS; n += 1) world.order(world.w, 1)
  })
}

type SweepRun = {
  readonly id: string
  readonly state: string
  readonly result: string | null
  readonly started_at: Date
  readonly leased_until: Date
  readonly facts: Record<string, unknown>
}
const sweeps = () =>
  world.query<SweepRun>(
    `select id, state, result, started_at, leased_until, facts from sync_runs where kind = 'sweep' order by id desc`,
  )
const lastSweepAt = async () =>
  (await ok(world.test.owner.get('/sync/status'))).body.accounts.find(
    (one: { account_id: string }) => one.account_id === world.w.account_id,
  ).last_sweep_at

it('a verification that reads orders for longer than a run is believed without a sign goes on to its end (sync 69, 50)', async () => {
  await openCrowd()
  const twin = await world.test.twin()
  const seen: string[] = []
  const offers: Promise<void>[] = []
  let orders = 0
  onOrder = async () => {
    orders += 1
    world.control.advance(TURN_MS)
    const [run] = await sweeps()
    seen.push(run !== undefined && run.leased_until > world.clock.now() ? run.state : 'free')
    if (orders === 10) {
      offers.push(twin.sync.engine.rest())
    }
  }
  await world.pass(31 * MINUTE)
  await Promise.all(offers)
  onOrder = async () => {}
  expect(seen).toEqual(Array(ORDERS).fill('running'))
  expect(offers).toHaveLength(1)
  const [run] = await sweeps()
  expect(run).toMatchObject({ state: 'done', result: 'success', facts: { looked_skus: 1, unlooked_skus: 0 } })
  expect(await lastSweepAt()).toBe(run?.started_at.toISOString())
  expect(world.shown()).toBe('W.C 7, Y.C 7, W.E 5')
})

it('a verification of slow accounts is believed alive while it reads what they call their products, too (sync 69)', async () => {
  await openCrowd()
  const free: number[] = []
  let calls = 0
  let isAtBalances = false
  onCall = async (url) => {
    isAtBalances ||= url.includes('/estoques/saldos')
    if (isAtBalances) return
    calls += 1
    world.control.advance(SLOW_MS)
    const [run] = await sweeps()
    if (run !== undefined && run.state === 'running' && run.leased_until <= world.clock.now())
      free.push(calls)
  }
  await world.pass(31 * MINUTE)
  expect(calls).toBeGreaterThan(5)
  expect(free).toEqual([])
  expect((await sweeps())[0]).toMatchObject({ state: 'done', facts: { looked_skus: 1, unlooked_skus: 0 } })
})

it('a verification that was believed dead, and in whose place another began, leaves the accounts to that one (sync 69)', async () => {
  await openCrowd()
  const twin = await world.test.twin()
  const [before] = await sweeps()
  const complete_before = await lastSweepAt()
  const others: Promise<void>[] = []
  let between: { readonly states: readonly string[]; readonly last: string } | undefined
  onOrder = async () => {
    if (others.length > 0) return
    world.control.advance(31 * MINUTE)
    others.push(twin.sync.engine.rest())
    await eventually('another begins in its place', async () =>
      (await sweeps()).filter(({ id }) => id > (before?.id ?? '')).length === 2 ? true : undefined,
    )
    between = { states: (await sweeps()).slice(0, 2).map(({ state }) => state), last: await lastSweepAt() }
  }
  await world.pass(31 * MINUTE)
  await Promise.all(others)
  await world.settle()
  const [second, first] = await sweeps()
  expect(between).toEqual({ states: ['running', 'interrupted'], last: complete_before })
  expect(first).toMatchObject({ state: 'interrupted', result: 'failed', facts: {} })
  expect(second).toMatchObject({ state: 'done', facts: { looked_skus: 1, unlooked_skus: 0 } })
  expect(await lastSweepAt()).toBe(second?.started_at.toISOString())
  expect(world.shown()).toBe('W.C 7, Y.C 7, W.E 5')
})

it('a verification that could not have a SKU because others were at it all the time is no complete one (sync 69)', async () => {
  await openCrowd()
  const complete_before = await lastSweepAt()
  const busy = new Date(world.clock.now().getTime() + 60 * MINUTE)
  await world.query(`update sync_skus set claimed_by = gen_random_uuid(), claimed_until = $1`, [busy])
  await world.pass(31 * MINUTE)
  const [run] = await sweeps()
  expect(run).toMatchObject({ state: 'done', facts: { looked_skus: 0, unlooked_skus: 1 } })
  expect(await lastSweepAt()).toBe(complete_before)
})

it('a verification whose process is gone is over once nobody verifies its accounts any more (sync 69)', async () => {
  world = await openSyncWorld()
  await world.pass(31 * MINUTE)
  await world.query(
    `update sync_runs set state = 'running', result = null, finished_at = null, leased_until = $1, facts = '{}'
      where id = (select max(id::text)::uuid from sync_runs where kind = 'sweep')`,
    [world.clock.now()],
  )
  await world.pass(MINUTE)
  // Another of its accounts is to come, and ends it.
  expect((await sweeps())[0]).toMatchObject({ state: 'running' })
  await ok(world.test.owner.remove(`/pools/${world.pool_id}`))
  await world.pass(6 * MINUTE)
  expect((await sweeps())[0]).toMatchObject({ state: 'interrupted', result: 'failed' })
})
