import { afterEach, describe, expect, it } from 'vitest'
import { addSkus, setOne } from '../support/many-skus.ts'
import {
  ok,
  openSyncWorld,
  type SyncWorld,
  type WorldOptions,
  type WorldShop,
} from '../support/sync-world.ts'

let world: SyncWorld
const open = async (options?: WorldOptions) => {
  world = await openSyncWorld(options)
  return world
}
afterEach(() => world.close())

const callsOf = (shop: WorldShop, from: number) =>
  world.sandbox
    .calls()
    .slice(from)
    .filter((call) => call.company_id === shop.company_id)
const alerts = async () => (await ok(world.test.owner.get('/alerts'))).body.items

describe('the limit of a second', () => {
  it('is kept by each account while both go on side by side (sync 22)', async () => {
    const { control, w, y } = await open()
    const amounts = { 'W.P1': 5, 'W.C': 5, 'Y.C': 5 }
    const skus = await addSkus(
      world,
      Array.from({ length: 12 }, (_, n) => `SKU-${n}`),
      () => amounts,
    )
    control.advance(10_000)
    control.setLimits({ per_second: 3 })
    const from = world.sandbox.calls().length
    for (const one of skus) setOne(world, one, 'W.P1', 4)
    await world.settle()
    expect(world.posts()).toHaveLength(24)
    const spans = [w, y].map((shop) => {
      const calls = callsOf(shop, from)
      const times = calls.map((call) => call.at)
      expect(calls.map((call) => call.status)).not.toContain(429)
      for (const at of times)
        expect(times.filter((one) => one >= at && one < at + 1000).length).toBeLessThanOrEqual(3)
      return { first: times[0] ?? 0, last: times.at(-1) ?? 0, calls: calls.length }
    })
    const [one, other] = spans
    if (one === undefined || other === undefined) throw new Error('two accounts')
    // One after the other they would share no time at all.
    const together = Math.min(one.last, other.last) - Math.max(one.first, other.first)
    expect(together).toBeGreaterThan(Math.min(one.last - one.first, other.last - other.first) / 2)
  })

  it('that was passed is respected for a second and some chance, without losing anything (sync 22)', async () => {
    const { control, w, y } = await open()
    control.setFaults([
      { kind: 'rate_limit_second', times: 1, company_id: w.company_id, operation: 'GET /estoques/saldos' },
    ])
    const from = world.sandbox.calls().length
    world.set(w, 'P1', 7)
    await world.settle()
    expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
    const calls = callsOf(w, from)
    const refused = calls.findIndex((call) => call.status === 429)
    const [before, after] = [calls[refused], calls[refused + 1]]
    // Half of the chance of 500 ms, by the world's own dice.
    expect((after?.at ?? 0) - (before?.at ?? 0)).toBeGreaterThanOrEqual(1250)
    expect(callsOf(y, from).map((call) => call.status)).not.toContain(429)
  })
})

describe('an answer that asks to be left alone', () => {
  it('is obeyed by every call of that account, and by no other account (sync 22)', async () => {
    const { control, w, y } = await open({
      // Bling's own answers never asked yet.
      async through(request, next) {
        const answer = await next(request)
        if (answer.status !== 429) return answer
        return { ...answer, header: (name) => (name === 'retry-after' ? '40' : answer.header(name)) }
      },
    })
    control.setFaults([
      { kind: 'rate_limit_second', times: 1, company_id: w.company_id, operation: 'GET /estoques/saldos' },
    ])
    const from = world.sandbox.calls().length
    world.set(w, 'P1', 7)
    world.set(y, 'P3', 4)
    await world.settle()
    await world.pass(60_000)
    expect(world.shown()).toBe('W.C 15, Y.C 15, W.E 4')
    const calls = callsOf(w, from)
    const refused = calls.findIndex((call) => call.status === 429)
    const before = calls[refused]?.at ?? 0
    expect(calls.length).toBeGreaterThan(refused + 1)
    for (const { at } of calls.slice(refused + 1)) expect(at - before).toBeGreaterThanOrEqual(40_000)
    expect(callsOf(y, from).some(({ at }) => at < before + 40_000)).toBe(true)
  })
})

describe('the limit of a day', () => {
  it('stops one account until tomorrow, says so, and lets the others work (sync 22)', async () => {
    const { control, w, y } = await open()
    control.setFaults([
      { kind: 'rate_limit_day', times: 1, company_id: w.company_id, operation: 'POST /estoques' },
    ])
    world.set(w, 'P1', 7)
    await world.settle()
    const from = world.sandbox.calls().length
    expect(world.posts().toSorted()).toEqual(['W.C S 3', 'Y.C S 3'])
    expect(world.shown()).toBe('W.C 19, Y.C 16, W.E 5')
    for (let half = 0; half < 10; half += 1) await world.pass(31 * 60_000)
    expect(callsOf(w, from)).toEqual([])
    expect(await alerts()).toMatchObject([
      {
        kind: 'budget',
        subject: w.account_id,
        sentence: 'Loja W: o Bling não aceita mais chamadas hoje; a conta para até amanhã',
      },
    ])
    expect(callsOf(y, from).length).toBeGreaterThan(0)
    // Midnight in São Paulo is three o'clock.
    await world.pass(8 * 3_600_000)
    await world.pass(31 * 60_000)
    expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
    expect(await alerts()).toEqual([])
  })
})
