import { afterAll, beforeAll, expect, it } from 'vitest'
import { addSkus, type OneOfMany, setOne } from '../support/many-skus.ts'
import { ok, openSyncWorld, type SyncWorld } from '../support/sync-world.ts'

/** Told of every call to Bling before it leaves. */
let onCall = async (_url: string): Promise<void> => {}
let world: SyncWorld
let skus: OneOfMany[]

beforeAll(async () => {
  world = await openSyncWorld({
    async through(request, next) {
      await onCall(request.url)
      return next(request)
    },
  })
  const names = Array.from({ length: 999 }, (_, index) => `SKU-${String(index).padStart(4, '0')}`)
  skus = await addSkus(world, names, () => ({
    'W.P1': 3,
    'W.P2': 1,
    'Y.P3': 2,
    'W.C': 6,
    'Y.C': 6,
    'W.E': 2,
  }))
}, 120_000)
afterAll(() => world.close())

const run = async (id: string) => (await ok(world.test.owner.get(`/sync/runs/${id}`))).body

it('finds exactly the three of a thousand SKUs that nobody told of, for no more calls than batches and writes (sync 70)', async () => {
  const { control } = world
  // What is new in the catalogue is read again for an hour.
  await world.pass(62 * 60_000)
  world.posts()
  control.setFaults([{ kind: 'webhook_drop' }])
  for (const index of [7, 500, 998]) setOne(world, skus[index] as OneOfMany, 'W.P1', 1)
  await world.settle()
  expect(world.posts()).toEqual([])
  const from = world.sandbox.calls().length
  await world.pass(31 * 60_000)
  control.setFaults()
  const [posted, three] = [world.posts().toSorted(), [1, 2, 3]]
  expect(posted).toEqual([...three.map(() => 'W.C S 2'), ...three.map(() => 'Y.C S 2')])
  const [sweep] = (await ok(world.test.owner.get('/sync/runs?kind=sweep&limit=1'))).body.items
  expect(sweep.facts).toMatchObject({ looked_skus: 1000, to_write: 3, missed_events: 3 })
  expect(sweep.progress).toEqual({ total: 3, done: 3, results: { success: 3 } })
  const period = `from=${new Date(world.clock.now().getTime() - 60_000).toISOString()}&to=2027-01-01T00:00:00Z`
  expect((await ok(world.test.owner.get(`/sync/totals?${period}`))).body).toMatchObject({
    missed_events: 3,
    writes: 6,
  })
  const operations = world.sandbox
    .calls()
    .slice(from)
    .map((call) => call.operation)
  const count = (name: string) => operations.filter((operation) => operation === name).length
  // Ten batches in each of two accounts; then one look and one read-back over the three together.
  expect(count('GET /estoques/saldos')).toBe(20 + 2 + 2)
  expect(count('POST /estoques')).toBe(6)
  // What changed among products and deposits is asked once in each account, the orders once for each five hundred SKUs.
  expect(count('GET /produtos') + count('GET /depositos') + count('GET /pedidos/vendas')).toBe(2 + 4 + 4)
  expect(operations).toHaveLength(24 + 6 + 10)
})

it('synchronises all thousand with progress, stops at 300, and goes on at 301 (sync 74)', async () => {
  const { owner } = world.test
  const begun = await ok(owner.post('/sync/runs', {}))
  expect(begun.body).toMatchObject({ kind: 'many', state: 'running', progress: { total: 1000, done: 0 } })
  const { id } = begun.body
  const seen: number[] = []
  let reads = 0
  onCall = async (url) => {
    if (!url.includes('/estoques/saldos')) return
    reads += 1
    const turn = reads
    if (turn % 2 === 1) seen.push((await run(id)).progress.done)
    // The third hundred is being looked at when a person stops it.
    if (turn === 5) await ok(owner.post(`/sync/runs/${id}/cancel`))
  }
  await world.settle()
  expect(seen).toEqual([0, 100, 200])
  const stopped = await run(id)
  expect([stopped.state, stopped.progress]).toEqual([
    'cancelled',
    { total: 1000, done: 300, results: { unchanged: 300 } },
  ])
  await world.pass(5 * 60_000)
  expect((await run(id)).progress.done).toBe(300)
  const resumed = await ok(owner.post(`/sync/runs/${id}/resume`))
  expect(resumed.body).toMatchObject({ state: 'running', progress: { total: 1000, done: 300 } })
  await world.settle()
  onCall = async () => {}
  expect(seen.slice(3)).toEqual([300, 400, 500, 600, 700, 800, 900])
  const ended = await run(id)
  expect([ended.state, ended.result, ended.progress]).toEqual([
    'done',
    'unchanged',
    { total: 1000, done: 1000, results: { unchanged: 1000 } },
  ])
  const [after] = await world.query(
    `select min(s.position) as first, count(*)::int as looks, count(distinct s.sku)::int as skus
       from sync_run_skus s join sync_runs r on r.tenant_id = s.tenant_id and r.parent_id = s.run_id and r.sku = s.sku
      where s.run_id = $1 and r.started_at > $2`,
    [id, stopped.finished_at],
  )
  expect(after).toEqual({ first: 301, looks: 700, skus: 700 })
  expect(world.posts()).toEqual([])
})
