import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ok, openSyncWorld, SKU, type SyncWorld } from '../support/sync-world.ts'
import type { Reply } from '../support/test-app.ts'

/** "Atendido", as Bling numbers it. */
const SHIPPED = 9

let world: SyncWorld
beforeAll(async () => {
  world = await openSyncWorld({ active: false })
})
afterAll(() => world.close())

/** Writes twice under one key: the second answer must be the first one again. Gives it. */
async function twice(write: (key: string) => Promise<Reply>): Promise<Reply> {
  const key = randomUUID()
  const first = await ok(write(key))
  const second = await write(key)
  expect([second.status, second.body]).toEqual([first.status, first.body])
  expect([first, second].map((one) => one.headers['idempotency-replayed'])).toEqual([undefined, 'true'])
  return first
}
const audited = async (action: string) =>
  (await ok(world.test.owner.get(`/audit?action=${action}`))).body.items

it('begins a run once, and stops it and takes it up again once', async () => {
  const { owner } = world.test
  const key = randomUUID()
  const run = await ok(owner.post('/sync/runs', { skus: [SKU] }, key))
  const other = await owner.post('/sync/runs', { select: 'all' }, key)
  expect([other.status, other.body.code]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED'])
  const again = await owner.post('/sync/runs', { skus: [SKU] }, key)
  expect([again.status, again.body, again.headers['idempotency-replayed']]).toEqual([202, run.body, 'true'])
  await twice((one) => owner.post(`/sync/runs/${run.body.id}/cancel`, undefined, one))
  await twice((one) => owner.post(`/sync/runs/${run.body.id}/resume`, undefined, one))
  expect((await ok(owner.get('/sync/runs?kind=many'))).body.items).toMatchObject([{ id: run.body.id }])
  for (const action of ['sync.run_started', 'sync.run_cancelled', 'sync.run_resumed'])
    expect([action, await audited(action)]).toEqual([action, [expect.anything()]])
  await world.settle()
})

it('applies a plan once and plans its way back once', async () => {
  const { owner } = world.test
  const plan = await ok(owner.post('/sync/plans', { pool_id: world.pool_id }))
  const applied = await twice((key) => owner.post(`/sync/plans/${plan.body.id}/apply`, undefined, key))
  expect(applied.body).toMatchObject({ id: plan.body.id, state: 'applying' })
  expect(await audited('sync.plan_applied')).toHaveLength(1)
  await world.settle()
  const undo = await twice((key) => owner.post(`/sync/plans/${plan.body.id}/undo`, undefined, key))
  const undoing = (await ok(owner.get('/sync/plans'))).body.items.filter(
    ({ kind }: { kind: string }) => kind === 'undo',
  )
  expect(undoing).toMatchObject([{ id: undo.body.id }])
})

it('changes the settings of an account once, whatever was changed since', async () => {
  const { owner } = world.test
  const path = `/sync/accounts/${world.w.account_id}`
  const key = randomUUID()
  const first = await ok(owner.patch(path, { sweep_minutes: 60 }, key))
  await ok(owner.patch(path, { sweep_minutes: 45 }))
  const again = await owner.patch(path, { sweep_minutes: 60 }, key)
  expect([again.status, again.body, again.headers['idempotency-replayed']]).toEqual([200, first.body, 'true'])
  expect((await ok(owner.get(path))).body).toMatchObject({ sweep_minutes: 45 })
})

it('begins the statistics anew once', async () => {
  const { owner } = world.test
  const key = randomUUID()
  const { since } = (await ok(owner.post('/sync/totals/clear', undefined, key))).body
  await world.pass(60_000)
  expect((await ok(owner.post('/sync/totals/clear', undefined, key))).body).toEqual({ since })
  const period = '/sync/totals?from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z'
  expect((await ok(owner.get(period))).body).toMatchObject({ since })
})

it('takes what a person knows about a withdrawal once', async () => {
  const { owner } = world.test
  const { w, control } = world
  await world.reserveIn(w, 'shared')
  const order_id = world.order(w, 2)
  await world.settle()
  control.ship(w.company_id, order_id)
  control.patchOrder(w.company_id, order_id, { situation_id: SHIPPED })
  await world.settle()
  await world.pass(60_000)
  // As if its answer had never come, and nothing had told of it.
  const [draw] = await world.query<{ reference: string }>(
    "update sync_writes set answer = 'unclear', judged = 'unrecognizable' where kind = 'draw' returning reference",
  )
  await world.query('update demand_lines set draw_pending = true where draw_made > 0')
  const path = `/sync/draws/${draw?.reference}/verdict`
  const reply = await twice((key) => owner.post(path, { happened: true }, key))
  expect(reply.status).toBe(204)
  expect((await owner.post(path, { happened: true })).status).toBe(404)
  expect(await audited('sync.draw_resolved')).toHaveLength(1)
})

it('has an event dealt with again once, and not again when the answer is asked for later', async () => {
  const { owner } = world.test
  world.set(world.w, 'FULL', 3)
  await world.settle()
  const [event] = (await ok(owner.get('/inbox'))).body.items
  const key = randomUUID()
  const path = `/inbox/${event.id}/reprocess`
  const first = await ok(owner.post(path, undefined, key))
  expect(first.body).toMatchObject({ id: event.id, state: 'received' })
  await world.settle()
  const again = await ok(owner.post(path, undefined, key))
  expect([again.body, again.headers['idempotency-replayed']]).toEqual([first.body, 'true'])
  const now = (await ok(owner.get('/inbox'))).body.items.find(({ id }: { id: string }) => id === event.id)
  expect(now).toMatchObject({ state: 'done' })
  expect(await audited('bling.event_reprocessed')).toHaveLength(1)
})
