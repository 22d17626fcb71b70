import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { apiCalls, type BlingBench, mostInASecond, openBlingBench, type Shop } from './support/bling-bench.ts'

let bench: BlingBench
let shop: Shop

beforeAll(async () => {
  bench = await openBlingBench()
})
afterAll(() => bench.close())
beforeEach(async () => {
  shop = await bench.shop('Loja W')
})

const statuses = () => apiCalls(bench, shop.company_id).map((call) => call.status)

describe('rate budget', () => {
  it('keeps two processes together below three calls in any second, near the most that allows (sync 22)', async () => {
    const clients = [bench.open(), bench.open()].map((bling) => bench.client(bling, shop))
    const CALLS = 30
    const work = clients.flatMap((client) => Array.from({ length: CALLS / 2 }, () => client.company()))
    const began = performance.now()
    await Promise.all(work)
    const took = performance.now() - began
    const times = apiCalls(bench, shop.company_id).map((call) => call.at)
    expect(times).toHaveLength(CALLS)
    expect(mostInASecond(times)).toBe(3)
    expect(statuses().every((status) => status === 200)).toBe(true)
    const floor_ms = (CALLS / 3 - 1) * 1000
    expect(floor_ms / took).toBeGreaterThanOrEqual(0.9)
  }, 60_000)

  it('lets accounts go side by side (sync 22)', async () => {
    const other = await bench.shop('Loja Y')
    const bling = bench.open()
    const began = performance.now()
    const calls = [shop, other].flatMap((one) =>
      Array.from({ length: 6 }, () => bench.client(bling, one).company()),
    )
    await Promise.all(calls)
    expect(performance.now() - began).toBeLessThan(2000)
  })

  it('lets a person pass everybody who waits', async () => {
    const bling = bench.open()
    const order: string[] = []
    const call = (lane: 'person' | 'webhook' | 'sweep') =>
      bench
        .client(bling, shop, lane)
        .company()
        .then(() => order.push(lane))
    const sweeps = Array.from({ length: 5 }, () => call('sweep'))
    const events = Array.from({ length: 2 }, () => call('webhook'))
    await sweeps[2]
    await Promise.all([...sweeps, ...events, call('person')])
    expect(order.indexOf('person')).toBeLessThanOrEqual(order.length - 2)
    expect(order.at(-1)).toBe('sweep')
  })

  it('waits at least a second after a refusal of the second, and then succeeds (sync 22)', async () => {
    bench.sandbox.control.setFaults([
      { kind: 'rate_limit_second', company_id: shop.company_id, times: 1, operation: 'GET *' },
    ])
    await bench.client(bench.open(), shop).company()
    const [first, second] = apiCalls(bench, shop.company_id)
    expect(first?.status).toBe(429)
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1000)
  })

  it('stops an account until tomorrow after a refusal of the day, in every process (sync 22)', async () => {
    bench.sandbox.control.setFaults([
      { kind: 'rate_limit_day', company_id: shop.company_id, times: 1, operation: 'GET *' },
    ])
    const refused = { kind: 'rate_limited', code: 'day_spent' }
    await expect(bench.client(bench.open(), shop).company()).rejects.toMatchObject(refused)
    await expect(bench.client(bench.open(), shop).company()).rejects.toMatchObject({ kind: 'rate_limited' })
    expect(statuses()).toEqual([429])
  })

  it('pauses sweeps at 90 % of the day and lets events work (sync 23)', async () => {
    await bench.client(bench.open(), shop).company()
    await bench.query('update bling_rate_budgets set used = 108000 where account_id = $1', [shop.account_id])
    const bling = bench.open()
    await expect(bench.client(bling, shop, 'sweep').company()).rejects.toMatchObject({
      code: 'sweeps_paused',
    })
    await expect(bench.client(bling, shop, 'webhook').company()).resolves.toMatchObject({ name: 'Loja W' })
  })

  it('counts the calls of the day exactly', async () => {
    const client = bench.client(bench.open(), shop)
    for (let call = 0; call < 4; call += 1) await client.company()
    const [row] = await bench.query('select used from bling_rate_budgets where account_id = $1', [
      shop.account_id,
    ])
    expect(row).toEqual({ used: 4 })
  })
})
