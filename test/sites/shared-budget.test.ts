import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/server/db/database.ts'
import { newId } from '../../src/server/kernel/ids.ts'
import type { Pace } from '../../src/server/kernel/token-bucket.ts'
import { createSiteBudgets } from '../../src/server/sites/site-budgets.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'

let cloned: TestDatabase
let database: Database

beforeAll(async () => {
  cloned = await cloneDatabase()
  database = openDatabase(cloned.connection, () => undefined)
})
afterAll(async () => {
  await database.close()
  await cloned.drop()
})

/** A time that moves on to whatever is waited for. */
function leapingPace(): Pace {
  let now = Date.UTC(2026, 10, 24, 15)
  return {
    now: () => now,
    sleep: async (ms) => {
      now = Math.max(now, now + ms)
    },
  }
}
const PER_SECOND = 4
const CALLS = 12

/** Two processes on one database that call the same site. */
function twoProcesses() {
  const pace = leapingPace()
  const site = { tenant_id: newId(), site_id: newId(), requests_per_second: PER_SECOND }
  const [one, other] = [1, 2].map(() => createSiteBudgets({ database, pace, is_simulated: true }).of(site))
  if (one === undefined || other === undefined) throw new Error('no processes')
  return { pace, one, other }
}

it('lets two processes together ask a site no more than it takes in a second, and gives each its turn', async () => {
  const { pace, one, other } = twoProcesses()
  const left: number[] = []
  const call = async (budget: typeof one) => {
    await budget.take('GET /products')
    left.push(pace.now())
  }
  await Promise.all([one, other].flatMap((budget) => Array.from({ length: CALLS }, () => call(budget))))
  expect(left).toHaveLength(2 * CALLS)
  const times = left.toSorted((a, b) => a - b)
  const tooNear = times.filter((at, index) => at - (times[index - PER_SECOND] ?? 0) < 1000)
  expect(tooNear).toEqual([])
})

it('has every process leave a site alone that refused one of them, and says so to who would wait for long', async () => {
  const { pace, one, other } = twoProcesses()
  await one.take('GET /products')
  const rested = pace.now() + 3000
  await one.block(new Date(rested))
  await other.take('GET /orders')
  expect(pace.now()).toBeGreaterThanOrEqual(rested)
  const until = new Date(pace.now() + 60_000)
  await other.block(until)
  await expect(one.take('PUT /orders/{id}')).rejects.toMatchObject({
    ...{ kind: 'rate_limited', operation: 'PUT /orders/{id}', retry_at: until },
  })
})
