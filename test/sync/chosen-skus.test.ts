import { afterEach, expect, it } from 'vitest'
import { ok, openSyncWorld, SKU, type SyncWorld } from '../support/sync-world.ts'

const HOUR = 3_600_000
const ZONE = process.env['TZ']

let world: SyncWorld
afterEach(async () => {
  if (ZONE === undefined) delete process.env['TZ']
  else process.env['TZ'] = ZONE
  await world.close()
})

it.each([
  ['UTC', 'UTC', 0],
  ['Pacific/Auckland', 'America/Los_Angeles', -780],
] as const)(
  'counts "the last two hours" the same with the server in %s and its database in %s (sync 71)',
  async (server, database, offset) => {
    world = await openSyncWorld()
    const { test, w } = world
    for (const { account_id } of [world.w, world.y])
      await ok(test.owner.patch(`/sync/accounts/${account_id}`, { sweep_minutes: 1440 }))
    await world.settle()
    process.env['TZ'] = server
    expect(new Date(world.clock.now()).getTimezoneOffset()).toBe(offset)
    await world.query(`alter database "${test.database.connection.database}" set timezone to '${database}'`)
    // Another process, whose connections have the database's new zone.
    const owner = test.through(await test.twin())
    world.set(w, 'P1', 7)
    await world.settle()
    const recent = async () =>
      (await ok(owner.get('/sync/skus?recent_hours=2'))).body.items.map((one: { sku: string }) => one.sku)
    await world.pass(HOUR)
    expect(await recent()).toEqual([SKU])
    const run = await ok(owner.post('/sync/runs', { select: 'recent', hours: 2 }))
    expect(run.body).toMatchObject({ facts: { asked: 1, select: 'recent' }, progress: { total: 1 } })
    await ok(owner.post(`/sync/runs/${run.body.id}/cancel`))
    await world.pass(1.1 * HOUR)
    expect(await recent()).toEqual([])
  },
)

it('reads a pasted text as SKUs, each once, in its order (sync 72)', async () => {
  world = await openSyncWorld()
  const { owner } = world.test
  for (const sku of ['CANECA-nova', 'ABC', 'DEF', 'GHI'])
    await ok(owner.post('/products', { sku, name: `Produto ${sku}` }))
  const text = 'CANECA-nova, ABC\nDEF; GHI'
  const chosen = async (pasted: string) => {
    const { body } = await ok(owner.post('/sync/runs', { text: pasted }))
    const rows = await world.query<{ sku: string }>(
      'select sku from sync_run_skus where run_id = $1 order by position',
      [body.id],
    )
    return [body.progress.total, rows.map((row) => row.sku)]
  }
  const four = [4, ['CANECA-nova', 'ABC', 'DEF', 'GHI']]
  expect(await chosen(text)).toEqual(four)
  expect(await chosen(`${text}, ABC;\r\n\r\nCANECA-nova`)).toEqual(four)
  expect(await chosen('GHI; ABC')).toEqual([2, ['GHI', 'ABC']])
})

it('takes of what is suspect or recent what belongs to the pool, and no pool that there is not', async () => {
  world = await openSyncWorld()
  const { owner, branch_id } = world.test
  const other = await ok(
    owner.post('/pools', { name: 'Do balcão', sources: [{ branch_id, priority: 1 }], targets: [] }),
  )
  await world.settle()
  world.control.setFaults([{ kind: 'missing_rows', company_id: world.w.company_id }])
  world.set(world.w, 'P1', 7)
  await world.settle()
  const asked = async (body: object) => (await ok(owner.post('/sync/runs', body))).body.facts['asked']
  for (const select of ['suspects', 'recent', 'all']) {
    expect([select, await asked({ select })]).toEqual([select, 1])
    expect([select, await asked({ select, pool_id: world.pool_id })]).toEqual([select, 1])
    expect([select, await asked({ select, pool_id: other.body.id })]).toEqual([select, 0])
  }
  const before = (await ok(owner.get('/sync/runs?kind=many'))).body
  for (const body of [{}, { skus: [SKU] }, { text: SKU }, { select: 'suspects' }, { select: 'recent' }]) {
    const refused = await owner.post('/sync/runs', { ...body, pool_id: world.test.tenant_id })
    expect([body, refused.status]).toEqual([body, 404])
  }
  expect((await ok(owner.get('/sync/runs?kind=many'))).body).toEqual(before)
})
