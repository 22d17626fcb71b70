import { afterEach, describe, expect, it } from 'vitest'
import { ok, openSyncWorld, SKU, type SyncWorld, type WorldOptions } from '../support/sync-world.ts'

let world: SyncWorld
const open = async (options?: WorldOptions) => {
  world = await openSyncWorld(options)
  return world
}
afterEach(() => world.close())

const sku = async () => (await ok(world.test.owner.get(`/sync/skus/${SKU}`))).body
const alerts = async () => (await ok(world.test.owner.get('/alerts'))).body.items
const patchAccount = (account_id: string, body: object) =>
  world.test.owner.patch(`/bling/accounts/${account_id}`, body)

describe('what cannot be read', () => {
  it.each(['server_error_before', 'rate_limit_second'] as const)(
    'freezes the SKU as it is, until it can be read again by itself: %s (sync 17)',
    async (kind) => {
      const { w, y, control } = await open()
      control.setFaults([{ kind, company_id: y.company_id, operation: 'GET /estoques/saldos' }])
      world.set(w, 'P1', 7)
      await world.settle()
      expect(world.posts()).toEqual([])
      expect(world.shown()).toBe('W.C 19, Y.C 19, W.E 5')
      expect(await sku()).toMatchObject({ last_result: 'pending', suspect_reason: 'SOURCE_UNKNOWN' })
      control.setFaults()
      await world.pass(60_000)
      expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
      expect((await sku()).suspect_since).toBeNull()
    },
  )
})

describe('a write that fails', () => {
  it('holds up nobody else, is tried again alone, and stays under suspicion until it is right (sync 18)', async () => {
    const { w, control } = await open()
    const where = { company_id: w.company_id, operation: 'POST /estoques' }
    control.setFaults([{ kind: 'server_error_before', times: 3, ...where }])
    world.set(w, 'P1', 7)
    await world.settle()
    expect(world.shown()).toBe('W.C 19, Y.C 16, W.E 5')
    expect(await sku()).toMatchObject({ last_result: 'partial', suspect_reason: 'WRITE_UNCLEAR' })
    for (let round = 0; round < 6; round += 1) {
      await world.pass(40_000)
      expect((await sku()).suspect_since === null).toBe(world.balance(w, 'C') === '16/16')
    }
    expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
    expect(world.posts().filter((post) => post.startsWith('Y.C'))).toEqual(['Y.C S 3'])
  })

  it('is never doubled when only its answer was lost (sync 18)', async () => {
    const { w, control } = await open()
    control.setFaults([{ kind: 'server_error_after', times: 2, operation: 'POST /estoques' }])
    world.set(w, 'P1', 7)
    for (let round = 0; round < 4; round += 1) await world.pass(40_000)
    expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
    expect(world.posts().toSorted()).toEqual(['W.C S 3', 'Y.C S 3'])
    expect((await sku()).suspect_since).toBeNull()
  })
})

describe('an event that could not be dealt with', () => {
  it('is dealt with when it is delivered again (sync 19)', async () => {
    const { w, control } = await open()
    await world.reserveIn(w, 'nowhere')
    control.setFaults([{ kind: 'server_error_before', operation: 'GET /pedidos/vendas/{idPedidoVenda}' }])
    world.order(w, 2)
    await world.settle()
    const before = await world.query("select state, attempts from bling_inbox where event = 'order.created'")
    expect(before).toEqual([{ state: 'failed', attempts: 1 }])
    control.setFaults()
    const event = world.sandbox.webhooks().findLast((one) => one.event === 'order.created')
    expect(await world.deliver(event?.body ?? '')).toBe(200)
    await world.settle()
    const after = await world.query("select state, deliveries from bling_inbox where event = 'order.created'")
    expect(after).toEqual([{ state: 'done', deliveries: 2 }])
    expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
  })
})

describe('limits', () => {
  it('of one account hold up no other (sync 22)', async () => {
    const { w, y, control } = await open()
    control.setFaults([{ kind: 'rate_limit_day', company_id: w.company_id, operation: 'POST /estoques' }])
    world.set(w, 'P1', 7)
    await world.settle()
    expect([world.balance(w, 'C'), world.balance(y, 'C')]).toEqual(['19/19', '16/16'])
    control.setFaults()
    await world.pass(24 * 3_600_000)
    expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
  })

  it('near the end of the day pause sweeps, not events, and say so (sync 23)', async () => {
    const { w } = await open()
    await world.query(
      "update bling_rate_budgets set day = '2026-11-24', used = 108000 where account_id = $1",
      [w.account_id],
    )
    const sweeps = async () => (await world.query("select 1 from sync_runs where kind = 'sweep'")).length
    const before = await sweeps()
    await world.pass(31 * 60_000)
    expect(await sweeps()).toBe(before)
    expect(await alerts()).toMatchObject([{ kind: 'budget', subject: w.account_id }])
    world.set(w, 'P1', 7)
    await world.settle()
    expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
    await world.pass(24 * 3_600_000)
    expect(await sweeps()).toBeGreaterThan(before)
    expect(await alerts()).toEqual([])
  })
})

describe('an account that is not there', () => {
  it('because its access was lost freezes what depends on it, until a person reconnects it (sync 26)', async () => {
    const { w, y, control } = await open()
    control.revokeTokens({ company_id: y.company_id })
    world.set(w, 'P1', 7)
    await world.settle()
    world.set(w, 'P1', 6)
    await world.settle()
    expect(world.posts()).toEqual([])
    expect(world.shown()).toBe('W.C 19, Y.C 19, W.E 5')
    expect(await alerts()).toMatchObject([{ kind: 'reauthorize', subject: y.account_id }])
    await world.reconnect(y)
    await world.settle()
    expect(world.shown()).toBe('W.C 15, Y.C 15, W.E 5')
    expect(await alerts()).toEqual([])
  })

  it('because a person left it out is not counted and not written (sync 27)', async () => {
    const { w, y } = await open()
    await ok(patchAccount(y.account_id, { state: 'excluded' }))
    await world.settle()
    expect(world.balance(w, 'C')).toBe('14/14')
    expect(world.balance(y, 'C')).toBe('19/19')
    expect(world.posts()).toEqual(['W.C S 5'])
  })

  it('because a person froze it keeps everything that depends on it as it is (sync 27)', async () => {
    const { w, y } = await open()
    await ok(patchAccount(y.account_id, { state: 'frozen' }))
    world.set(w, 'P1', 7)
    await world.settle()
    expect(world.posts()).toEqual([])
    expect(await sku()).toMatchObject({ suspect_reason: 'ACCOUNT_FROZEN' })
  })

  it('stays as a person left it, whatever runs (sync 28)', async () => {
    const { y } = await open()
    await ok(patchAccount(y.account_id, { state: 'frozen' }))
    await world.pass(61 * 60_000)
    await ok(world.test.owner.post('/sync/runs', {}))
    await world.settle()
    await ok(world.test.owner.get('/sync/status'))
    const account = await ok(world.test.owner.get('/bling/accounts'))
    const states = account.body.items.map((one: { id: string; state: string }) => [one.id, one.state])
    expect(states).toContainEqual([y.account_id, 'frozen'])
  })
})
