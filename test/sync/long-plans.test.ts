import { afterEach, expect, it } from 'vitest'
import type { HttpAnswer, HttpRequest } from '../../src/server/kernel/http-client.ts'
import { eventually } from '../support/eventually.ts'
import { addSkus } from '../support/many-skus.ts'
import { ok, openSyncWorld, type SyncWorld } from '../support/sync-world.ts'

/** A write in a crowd waits so long for its turn; eight of them outlast what a run is believed without a sign. */
const TURN_MS = 40_000
const NAMES = Array.from({ length: 12 }, (_, n) => `SKU-${String(n).padStart(2, '0')}`)

let world: SyncWorld
/** Told of every write that Bling answered, before the product hears of the answer. */
let onWrite: () => Promise<void>
afterEach(() => world.close())

/** A pool whose first plan waits for a person: one deposit is wrong for each SKU, so that one account takes all the writes. */
async function openPlan(): Promise<string> {
  onWrite = async () => {}
  world = await openSyncWorld({
    active: false,
    async through(request: HttpRequest, next: (request: HttpRequest) => Promise<HttpAnswer>) {
      const answer = await next(request)
      if (request.method === 'POST' && request.url.endsWith('/estoques')) await onWrite()
      return answer
    },
  })
  await addSkus(world, NAMES, () => ({ 'W.P1': 5, 'W.C': 4, 'Y.C': 5 }))
  const { body } = await ok(world.test.owner.post('/sync/plans', { pool_id: world.pool_id }))
  expect(body.lines).toHaveLength(NAMES.length)
  return body.id
}

const runs = () =>
  world.query<{ state: string; result: string | null; leased_until: Date }>(
    `select state, result, leased_until from sync_runs where kind = 'plan'`,
  )
const resultsOf = async (plan_id: string) =>
  (await ok(world.test.owner.get(`/sync/plans/${plan_id}`))).body.outcome.map(
    (line: { result: string }) => line.result,
  )
const eachOnce = NAMES.map(() => 'W.C B 5')

it('a plan whose writes take longer than a run is believed without a sign stays with whoever applies it (sync 67)', async () => {
  const plan_id = await openPlan()
  const twin = await world.test.twin()
  const free: number[] = []
  const offers: Promise<void>[] = []
  let writes = 0
  onWrite = async () => {
    writes += 1
    world.control.advance(TURN_MS)
    const [run] = await runs()
    if (run !== undefined && run.leased_until <= world.clock.now()) free.push(writes)
    if (writes === 9) offers.push(twin.sync.engine.rest())
  }
  await ok(world.test.owner.post(`/sync/plans/${plan_id}/apply`))
  await world.settle()
  await Promise.all(offers)
  expect(free).toEqual([])
  expect(offers).toHaveLength(1)
  expect(world.posts()).toEqual(eachOnce)
  expect(await resultsOf(plan_id)).toEqual(NAMES.map(() => 'applied'))
  expect(await runs()).toMatchObject([{ state: 'done', result: 'success' }])
})

it('whoever was believed dead and lost a plan to another leaves its end to that one, and no line is told of wrongly (sync 67)', async () => {
  const plan_id = await openPlan()
  const twin = await world.test.twin()
  const others: Promise<void>[] = []
  const heldByAnother = async () => {
    const now = world.clock.now()
    const [run] = await runs()
    const held = await world.query('select 1 from sync_skus where claimed_until > $1', [now])
    return run !== undefined && run.leased_until > now && held.length > 0 ? true : undefined
  }
  onWrite = async () => {
    if (others.length > 0) return
    // Bling took the write; whoever sent it stands still before it hears so.
    world.control.advance(400_000)
    others.push(twin.sync.engine.rest())
    await eventually('another takes the plan up', heldByAnother)
  }
  await ok(world.test.owner.post(`/sync/plans/${plan_id}/apply`))
  await world.settle()
  await Promise.all(others)
  await world.settle()
  expect(world.posts()).toEqual(eachOnce)
  expect(await resultsOf(plan_id)).toEqual(NAMES.map(() => 'applied'))
  expect(await runs()).toMatchObject([{ state: 'done', result: 'success' }])
})

it('what is written only when a plan is taken up again is of that plan as well, and can be taken back with it (sync 67)', async () => {
  const plan_id = await openPlan()
  const { control } = world
  await world.query(`create function stumble() returns trigger language plpgsql as $$
    begin raise exception 'no'; end $$`)
  await world.query(`create trigger stumbling before update on sync_plans for each row
    when (new.state = 'applied') execute function stumble()`)
  control.setFaults([{ kind: 'server_error_before', operation: 'POST /estoques' }])
  await ok(world.test.owner.post(`/sync/plans/${plan_id}/apply`))
  await expect(world.settle()).rejects.toThrow('no')
  control.setFaults()
  await world.query('drop trigger stumbling on sync_plans')
  world.posts()
  await world.pass(6_000)
  expect(world.posts()).toEqual(eachOnce)
  expect(await resultsOf(plan_id)).toEqual(NAMES.map(() => 'applied'))
  const back = await ok(world.test.owner.post(`/sync/plans/${plan_id}/undo`))
  expect(back.body.lines.map((line: { sku: string; target: number }) => [line.sku, line.target])).toEqual(
    NAMES.toReversed().map((sku) => [sku, 4]),
  )
})

it('a plan does not end while somebody else has one of its SKUs in hands: that line is neither applied nor skipped yet (sync 67)', async () => {
  const plan_id = await openPlan()
  const until = new Date(world.clock.now().getTime() + 120_000)
  await world.query(
    'update sync_skus set claimed_by = gen_random_uuid(), claimed_until = $1 where sku = $2',
    [until, NAMES[3]],
  )
  await ok(world.test.owner.post(`/sync/plans/${plan_id}/apply`))
  await world.settle()
  const planned = async () => (await ok(world.test.owner.get(`/sync/plans/${plan_id}`))).body
  expect(await planned()).toMatchObject({ state: 'applying', outcome: null })
  expect(world.posts()).toEqual(eachOnce.slice(1))
  await world.pass(120_000)
  expect(world.posts()).toEqual(eachOnce.slice(0, 1))
  expect(await resultsOf(plan_id)).toEqual(NAMES.map(() => 'applied'))
})

it('a plan skips by name the SKU that is called otherwise since it was shown, and ends (sync 61, 67)', async () => {
  const plan_id = await openPlan()
  const [product] = await world.query<{ id: string }>('select id from products where sku = $1', [NAMES[3]])
  await ok(world.test.owner.patch(`/products/${product?.id}`, { sku: 'SKU-NEW' }))
  await ok(world.test.owner.post(`/sync/plans/${plan_id}/apply`))
  await world.settle()
  const { state, outcome } = (await ok(world.test.owner.get(`/sync/plans/${plan_id}`))).body
  expect(state).toBe('applied')
  expect(outcome[3]).toMatchObject({ sku: NAMES[3], result: 'skipped', now: null })
  expect(outcome.filter(({ result }: { result: string }) => result === 'applied')).toHaveLength(
    NAMES.length - 1,
  )
})
