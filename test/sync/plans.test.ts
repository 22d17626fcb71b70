import { afterEach, describe, expect, it } from 'vitest'
import { ok, openSyncWorld, SKU, type SyncWorld } from '../support/sync-world.ts'

let world: SyncWorld
afterEach(() => world.close())

const plan = async () => (await ok(world.test.owner.post('/sync/plans', { pool_id: world.pool_id }))).body
const rows = (made: { lines: readonly Record<string, unknown>[] }) =>
  made.lines.map(({ sku, deposit_id, current, target, difference }) => [
    sku,
    deposit_id,
    current,
    target,
    difference,
  ])

describe('the first time', () => {
  it('everything is shown line by line and nothing is written before a person agrees (sync 67)', async () => {
    world = await openSyncWorld({ stock: { 'W.C': 18, 'Y.C': 25, 'W.E': 0 }, active: false })
    const { w, y } = world
    const [wc, we, yc] = [w.deposits['C']?.id, w.deposits['E']?.id, y.deposits['C']?.id]
    world.posts()
    world.set(w, 'P2', 4)
    await world.settle()
    await world.pass(31 * 60_000)
    expect(world.posts()).toEqual([])
    const first = await plan()
    expect(rows(first).toSorted()).toEqual(
      [
        [SKU, wc, 18, 19, 1],
        [SKU, yc, 25, 19, -6],
        [SKU, we, 0, 5, 5],
      ].toSorted(),
    )
    expect(first).toMatchObject({
      kind: 'dry_run',
      state: 'open',
      oversell_bound: 19,
      pending: [],
      skipped: [],
    })
    const alerts = await ok(world.test.owner.get('/alerts'))
    expect(alerts.body.items).toMatchObject([
      { kind: 'approval_waiting', facts: { lines: 3, causes: [{ code: 'FIRST_ACTIVATION' }] } },
    ])
    const { pools } = (await ok(world.test.owner.get('/sync/status'))).body
    expect(pools).toMatchObject([{ is_active: false, waiting_plan_id: alerts.body.items[0].facts.plan_id }])
    expect(world.posts()).toEqual([])
    await ok(world.test.owner.post(`/sync/plans/${first.id}/apply`))
    await world.settle()
    expect(world.posts().toSorted()).toEqual(['W.C B 19', 'W.E B 5', 'Y.C B 19'])
    expect(world.shown()).toBe('W.C 19, Y.C 19, W.E 5')
    const applied = await ok(world.test.owner.get(`/sync/plans/${first.id}`))
    expect(applied.body.outcome.map((line: { result: string }) => line.result)).toEqual(
      Array(3).fill('applied'),
    )
    expect((await world.test.owner.post(`/sync/plans/${first.id}/apply`)).body.code).toBe('PLAN_NOT_OPEN')
  })

  it('is taken up again within seconds when whoever applied it stumbled, and nothing is written twice', async () => {
    world = await openSyncWorld({ stock: { 'W.C': 18 }, active: false })
    world.posts()
    const first = await plan()
    await world.query(`create function stumble() returns trigger language plpgsql as $$
      begin raise exception 'no'; end $$`)
    await world.query(`create trigger stumbling before update on sync_plans for each row
      when (new.state = 'applied') execute function stumble()`)
    await ok(world.test.owner.post(`/sync/plans/${first.id}/apply`))
    await expect(world.settle()).rejects.toThrow('no')
    const at = async () => (await ok(world.test.owner.get(`/sync/plans/${first.id}`))).body.state
    expect(await at()).toBe('applying')
    await world.query('drop trigger stumbling on sync_plans')
    await world.pass(6_000)
    expect(await at()).toBe('applied')
    expect(world.posts()).toEqual(['W.C B 19'])
    expect(world.shown()).toBe(`W.C 19, Y.C 19, W.E 5`)
  })

  it('leaves out, by name, every line whose balance changed since it was shown (sync 67)', async () => {
    world = await openSyncWorld({ stock: { 'W.C': 18, 'Y.C': 25 }, active: false })
    const { w, y } = world
    world.posts()
    const first = await plan()
    world.set(w, 'C', 17)
    await world.settle()
    await ok(world.test.owner.post(`/sync/plans/${first.id}/apply`))
    await world.settle()
    const { outcome } = (await ok(world.test.owner.get(`/sync/plans/${first.id}`))).body
    expect(outcome).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          sku: SKU,
          deposit_id: w.deposits['C']?.id,
          result: 'skipped',
          planned: 19,
          now: 17,
        }),
        expect.objectContaining({ deposit_id: y.deposits['C']?.id, result: 'applied', planned: 19 }),
      ]),
    )
    expect(world.posts()).toContain('Y.C B 19')
  })
})

describe('the list of plans', () => {
  it('is read a page at a time, from the newest back, and each plan once', async () => {
    world = await openSyncWorld({ active: false })
    const made: string[] = []
    for (let n = 0; n < 5; n += 1) made.unshift((await plan()).id)
    const seen: string[] = []
    for (let cursor = '', isMore = true; isMore; ) {
      const { body } = await ok(
        world.test.owner.get(`/sync/plans?pool_id=${world.pool_id}&limit=2${cursor && `&cursor=${cursor}`}`),
      )
      seen.push(...body.items.map(({ id }: { id: string }) => id))
      isMore = body.next_cursor !== null
      cursor = body.next_cursor ?? ''
    }
    expect(seen.slice(0, 5)).toEqual(made)
    expect(new Set(seen).size).toBe(seen.length)
    expect((await world.test.owner.get('/sync/plans?cursor=nonsense')).status).toBe(422)
  })
})

describe('a plan over chosen SKUs', () => {
  const planOf = (skus: readonly string[]) =>
    world.test.owner.post('/sync/plans', { pool_id: world.pool_id, skus })
  const hold = (until: Date) =>
    world.query('update sync_skus set claimed_by = gen_random_uuid(), claimed_until = $1 where sku = $2', [
      until,
      SKU,
    ])

  it('names at once those that the catalogue does not have', async () => {
    world = await openSyncWorld({ active: false })
    const before = [world.calls(), world.clock.now()]
    const refused = await planOf(['CANECA-02', SKU, 'caneca-01'])
    expect([refused.status, refused.body.code, refused.body.fields]).toEqual([
      422,
      'INVALID_VALUES',
      [
        { path: 'skus.0', message: 'nenhum produto tem o SKU CANECA-02' },
        { path: 'skus.2', message: 'nenhum produto tem o SKU caneca-01' },
      ],
    ])
    // Nobody was asked, and nothing waited for.
    expect([world.calls(), world.clock.now()]).toEqual(before)
    expect((await ok(planOf([SKU, SKU]))).body).toMatchObject({ looked_skus: 1, busy: [] })
  })

  it('waits for one that another verification is at, and names it when that never lets go', async () => {
    world = await openSyncWorld({ stock: { 'W.C': 18 }, active: false })
    await hold(new Date(world.clock.now().getTime() + 5_000))
    const waited = (await ok(planOf([SKU]))).body
    expect(waited).toMatchObject({ looked_skus: 1, lines: [{ sku: SKU, current: 18, target: 19 }], busy: [] })
    await hold(new Date(world.clock.now().getTime() + 3_600_000))
    const held = (await ok(planOf([SKU]))).body
    expect(held).toMatchObject({ looked_skus: 0, lines: [], pending: [], busy: [SKU] })
  })
})
