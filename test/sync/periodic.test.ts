import { afterEach, describe, expect, it } from 'vitest'
import { addSkus, setOne } from '../support/many-skus.ts'
import { ok, openSyncWorld, SKU, START_MS, type SyncWorld } from '../support/sync-world.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

let world: SyncWorld
const open = async () => {
  world = await openSyncWorld()
  return world
}
afterEach(() => world.close())

const sweeps = async () => (await ok(world.test.owner.get('/sync/runs?kind=sweep&limit=200'))).body.items
const minutesOfSweeps = async () =>
  (await sweeps())
    .map((run: { started_at: string }) => (Date.parse(run.started_at) - START_MS) / MINUTE)
    .toReversed()
const alerts = async () => (await ok(world.test.owner.get('/alerts'))).body.items
const suspects = async () => (await ok(world.test.owner.get('/sync/skus?suspects=true'))).body.items
const statusOf = async (account_id: string) =>
  (await ok(world.test.owner.get('/sync/status'))).body.accounts.find(
    (one: { account_id: string }) => one.account_id === account_id,
  )

describe('the periodic verification', () => {
  it('runs every thirty minutes, not every minute, and once after a downtime (sync 69)', async () => {
    const { control } = await open()
    const [first] = await minutesOfSweeps()
    const before = (await minutesOfSweeps()).length
    for (let minute = 0; minute < 95; minute += 1) await world.pass(MINUTE)
    const usual = (await minutesOfSweeps()).slice(before - 1)
    expect(usual).toHaveLength(4)
    const gaps = usual.slice(1).map((at: number, index: number) => at - usual[index])
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(30)
    for (const gap of gaps) expect(gap).toBeLessThan(32)
    expect(first).toBeLessThan(1)
    // Nobody is there for five hours.
    control.advance(5 * HOUR)
    for (let minute = 0; minute < 29; minute += 1) await world.pass(MINUTE)
    expect(await minutesOfSweeps()).toHaveLength(before + 4)
    await world.pass(2 * MINUTE)
    expect(await minutesOfSweeps()).toHaveLength(before + 5)
  })

  it('is begun by one process only, however many find it due (sync 69)', async () => {
    const { control, test } = await open()
    const others = [await test.twin(), await test.twin()]
    const before = (await sweeps()).length
    control.advance(31 * MINUTE)
    await Promise.all([test.app, ...others].map((app) => app.sync.engine.rest()))
    expect(await sweeps()).toHaveLength(before + 1)
  })

  it('goes on while it would empty a fifth of the SKUs, and waits for a person beyond that (sync 68)', async () => {
    const { control, w } = await open()
    const names = ['A', 'B', 'C', 'D']
    const amounts = { 'W.P1': 5, 'W.C': 5, 'Y.C': 5 }
    const [a, b, c] = await addSkus(world, names, () => amounts)
    if (a === undefined || b === undefined || c === undefined) throw new Error('no SKUs')
    control.setFaults([{ kind: 'webhook_drop' }])
    setOne(world, a, 'W.P1', 0)
    await world.pass(31 * MINUTE)
    expect(world.posts().toSorted()).toEqual(['W.? S 5', 'Y.? S 5'].map((post) => post.replace('?', 'C')))
    setOne(world, b, 'W.P1', 0)
    setOne(world, c, 'W.P1', 0)
    await world.pass(31 * MINUTE)
    expect(world.posts()).toEqual([])
    const [alert] = await alerts()
    expect(alert).toMatchObject({
      kind: 'approval_waiting',
      subject: world.pool_id,
      sentence: 'Estoque único: um plano com 4 alterações espera aprovação',
      facts: {
        causes: [{ code: 'TOO_MANY_ZEROED', affected_skus: 2, total_skus: 5, limit_percent: 20 }],
      },
    })
    const { plan_id } = alert.facts
    const plan = await ok(world.test.owner.get(`/sync/plans/${plan_id}`))
    expect(
      plan.body.lines.map((line: { sku: string; current: number; target: number }) => [
        line.sku,
        line.current,
        line.target,
      ]),
    ).toEqual(['B', 'B', 'C', 'C'].map((sku) => [sku, 5, 0]))
    await ok(world.test.owner.post(`/sync/plans/${plan_id}/apply`))
    await world.settle()
    expect(world.posts().toSorted()).toEqual(['W.C S 5', 'W.C S 5', 'Y.C S 5', 'Y.C S 5'])
    expect(await alerts()).toEqual([])
    // Another limit: no more than a fifth of the SKUs may change at all.
    await ok(world.test.owner.patch(`/pools/${world.pool_id}`, { changed_limit_percent: 20 }))
    await world.settle()
    setOne(world, b, 'W.P1', 8)
    setOne(world, c, 'W.P1', 8)
    await world.pass(31 * MINUTE)
    expect(world.posts()).toEqual([])
    expect((await alerts())[0].facts.causes).toEqual([
      { code: 'TOO_MANY_CHANGED', affected_skus: 2, total_skus: 5, limit_percent: 20 },
    ])
    expect(world.balance(w, 'C')).toBe('19/19')
  })

  it('learns that a deposit was switched off in Bling: it stops for it alone, and says so (sync 64)', async () => {
    const { control, w } = await open()
    const bling_id = w.deposits['C']?.bling_id ?? 0
    control.patchDeposit(w.company_id, bling_id, { is_active: false })
    await world.pass(31 * MINUTE)
    world.posts()
    world.set(w, 'P1', 7)
    await world.settle()
    expect(world.posts()).toEqual(['Y.C S 3'])
    expect([world.balance(w, 'C'), world.shown()]).toEqual(['19/19', 'W.C 19, Y.C 16, W.E 5'])
    const [run] = (await ok(world.test.owner.get('/sync/runs?kind=sku'))).body.items
    expect(run.facts.skipped).toEqual([
      { place: expect.stringContaining(w.deposits['C']?.id ?? 'none'), code: 'DEPOSIT_INACTIVE' },
    ])
    const pool = await ok(world.test.owner.get(`/pools/${world.pool_id}`))
    expect(pool.body.warnings).toMatchObject([{ code: 'DEPOSIT_INACTIVE', place_id: w.deposits['C']?.id }])
    control.patchDeposit(w.company_id, bling_id, { is_active: true })
    await world.pass(31 * MINUTE)
    expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
  })

  it('learns that a deposit was switched off though the products of the account cannot be read (sync 64)', async () => {
    const { control, w } = await open()
    control.patchDeposit(w.company_id, w.deposits['C']?.bling_id ?? 0, { is_active: false })
    control.setFaults([{ kind: 'server_error_before', operation: 'GET /produtos' }])
    await world.pass(31 * MINUTE)
    const pool = await ok(world.test.owner.get(`/pools/${world.pool_id}`))
    expect(pool.body.warnings).toMatchObject([{ code: 'DEPOSIT_INACTIVE', place_id: w.deposits['C']?.id }])
  })
})

describe('a source that was switched off in Bling', () => {
  it('counts as nothing and says so, while everything else goes on, and counts again with it (sync 64)', async () => {
    const { control, test, w, y } = await open()
    await ok(test.owner.post('/products', { sku: 'SO-NA-Y', name: 'Só na Y' }))
    const P3 = y.deposits['P3']?.bling_id ?? 0
    const stock = [{ deposit_id: P3, quantity: 3 }]
    const { product_id } = control.addProduct(y.company_id, { name: 'Só na Y', sku: 'SO-NA-Y', stock })
    await world.pass(31 * MINUTE)
    const switchP2 = async (is_active: boolean) => {
      control.patchDeposit(w.company_id, w.deposits['P2']?.bling_id ?? 0, { is_active })
      await world.pass(31 * MINUTE)
    }
    const stateOf = async (sku: string) => {
      const { body } = await ok(test.owner.get(`/sync/skus/${sku}`))
      const [{ available, why }] = body.pools
      const notes = why.terms.flatMap(({ kind, note }: { kind: string; note?: string | null }) =>
        kind === 'source' ? [note] : [],
      )
      return [body.suspect_reason, available, notes]
    }
    await switchP2(false)
    expect(world.shown()).toBe('W.C 15, Y.C 15, W.E 5')
    expect(await stateOf(SKU)).toEqual([null, 15, [null, 'inactive', null]])
    const pool = async () => (await ok(test.owner.get(`/pools/${world.pool_id}`))).body
    expect((await pool()).warnings).toMatchObject([
      { code: 'DEPOSIT_INACTIVE', place_id: w.deposits['P2']?.id },
    ])
    world.posts()
    world.set(w, 'P1', 7)
    control.move(y.company_id, { product_id, deposit_id: P3, operation: 'B', quantity: 2 })
    await world.settle()
    expect(world.posts().toSorted()).toEqual(['W.C S 3', 'Y.C S 1', 'Y.C S 3'])
    expect(world.shown()).toBe('W.C 12, Y.C 12, W.E 5')
    expect(await stateOf('SO-NA-Y')).toEqual([null, 2, ['absent', 'inactive', null]])
    await switchP2(true)
    expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
    expect((await pool()).warnings).toEqual([])
  })
})

describe('a SKU under suspicion', () => {
  it('stays so for as long as it takes, longer than a day, until a complete run succeeds (sync 73)', async () => {
    const { control, w, y } = await open()
    control.setFaults([
      { kind: 'server_error_before', company_id: y.company_id, operation: 'GET /estoques/saldos' },
    ])
    world.set(w, 'P1', 7)
    await world.settle()
    const [since] = await suspects()
    expect(since).toMatchObject({ sku: SKU, suspect_reason: 'SOURCE_UNKNOWN' })
    for (let passed = 0; passed < 30; passed += 5) {
      await world.pass(5 * HOUR)
      expect((await suspects())[0]).toMatchObject({ sku: SKU, suspect_since: since.suspect_since })
    }
    expect((await ok(world.test.owner.get('/sync/status'))).body.backlog.suspects).toBe(1)
    expect(world.posts()).toEqual([])
    control.setFaults()
    await world.pass(10 * MINUTE)
    expect(await suspects()).toEqual([])
    expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
  })
})

describe('an account that sends no events', () => {
  it('is told of when verifications find what events should have told, until one comes again (sync 75)', async () => {
    const { control, w, y } = await open()
    for (const { account_id } of [w, y])
      await ok(world.test.owner.patch(`/sync/accounts/${account_id}`, { silence_hours: 2 }))
    world.set(w, 'P1', 10)
    world.set(y, 'P3', 5)
    await world.settle()
    expect((await statusOf(w.account_id)).webhooks).toBe('ok')
    control.setFaults([{ kind: 'webhook_drop', company_id: w.company_id }])
    world.set(w, 'P1', 7)
    await world.pass(31 * MINUTE)
    expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
    expect(await alerts()).toEqual([])
    for (let half = 0; half < 4; half += 1) await world.pass(31 * MINUTE)
    expect(await alerts()).toMatchObject([
      {
        kind: 'webhook_silent',
        subject: w.account_id,
        sentence: 'Loja W: webhook possivelmente desligado no Bling',
      },
    ])
    expect((await statusOf(w.account_id)).webhooks).toBe('silent')
    expect((await statusOf(y.account_id)).webhooks).toBe('ok')
    control.setFaults()
    world.set(w, 'P1', 9)
    await world.pass(31 * MINUTE)
    expect(await alerts()).toEqual([])
    expect((await statusOf(w.account_id)).webhooks).toBe('ok')
  })

  it('is no alarm while nothing happened there (sync 75)', async () => {
    const { control, w } = await open()
    control.setFaults([{ kind: 'webhook_drop', company_id: w.company_id }])
    for (let half = 0; half < 20; half += 1) await world.pass(31 * MINUTE)
    expect(await alerts()).toEqual([])
  })
})
