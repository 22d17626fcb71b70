import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMPANY_NAME, emailOf, PLACES } from '../../src/demo/company.ts'
import { enterCompany } from '../../src/demo/enter-company.ts'
import { liveThrough } from '../../src/demo/history.ts'
import { DEMO_SEED, seedDemo } from '../../src/demo/seed-demo.ts'
import { openWorld } from '../../src/demo/world.ts'
import { isGtin } from '../../src/domain/catalog/gtin.ts'
import type { App } from '../../src/server/app.ts'
import { createLogger } from '../../src/server/kernel/logger.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { type Caller, callerOf } from '../support/test-app.ts'
import { openApp } from './support/open-app.ts'

const PASSWORD = 'uma senha bem longa'
const DAYS = 28
/** A Saturday night, half past nine in São Paulo. */
const UNTIL = new Date('2026-05-17T00:30:00Z')

const encryptionKey = randomBytes(32)
const logger = createLogger('silent')
let database: TestDatabase
let client: pg.Client
let app: App
let owner: Caller
let commands: number

beforeAll(async () => {
  database = await cloneDatabase()
  const { connection } = database
  commands = await seedDemo({
    connection,
    encryptionKey,
    logger,
    password: PASSWORD,
    days: DAYS,
    until: UNTIL,
  })
  client = new pg.Client(connection)
  await client.connect()
  app = await openApp({ connection, encryptionKey, clock: { now: () => UNTIL } })
  const { body } = await callerOf(app, '').post('/auth/sign-in', {
    email: emailOf('marina'),
    password: PASSWORD,
  })
  owner = callerOf(app, body.token)
}, 120_000)

afterAll(async () => {
  await client.end()
  await app.close()
  await database.drop()
})

async function rows<Row extends object>(text: string): Promise<Row[]> {
  return (await client.query<Row>(text)).rows
}

describe('the demonstration company', () => {
  it('has two branches and at least 40 products with valid codes in the range for examples', async () => {
    const me = await owner.get('/me')
    expect(me.body.tenant.name).toBe(COMPANY_NAME)
    expect(me.body.branches.map((branch: { name: string }) => branch.name)).toEqual(
      PLACES.map((place) => place.name),
    )
    const { body } = await owner.get('/products?limit=200')
    expect(body.items.length).toBeGreaterThanOrEqual(40)
    for (const { gtin, box_gtin, units_per_box, cost_cents, unit_price_cents } of body.items) {
      expect(gtin).toMatch(/^952/)
      expect(isGtin(gtin)).toBe(true)
      expect(box_gtin === null).toBe(units_per_box === null)
      expect(unit_price_cents).toBeGreaterThan(cost_cents)
    }
    const kinds = (field: string) => body.items.filter((one: Record<string, unknown>) => one[field] === true)
    expect(kinds('dose_enabled').length).toBeGreaterThan(10)
    expect(kinds('muntu_enabled').length).toBeGreaterThan(3)
    expect(kinds('box_tracking').length).toBeLessThan(body.items.length)
  })

  it('lets everybody of the staff in, each to what is theirs', async () => {
    const enter = async (email: string) =>
      (await callerOf(app, '').post('/auth/sign-in', { email, password: PASSWORD })).body.token
    const cashier = callerOf(app, await enter(emailOf('jonas')))
    expect((await cashier.get('/me')).body).toMatchObject({
      role: 'cashier',
      branches: [{ name: PLACES[1].name }],
    })
  })
})

describe('its history', () => {
  it('is a ledger that verifies', async () => {
    const { body } = await owner.get('/ledger/verify?full=true')
    expect(body).toMatchObject({ ok: true, differences: [] })
    expect(body.verified_up_to_seq).toBeGreaterThan(commands)
  })

  it('is in the past, seen from the ledger too, and comes up to now', async () => {
    const [span] = await rows<{ first: Date; last: Date; late_minutes: number }>(
      `select min(recorded_at) as first, max(recorded_at) as last, extract(epoch from max(recorded_at - occurred_at))::int / 60 as late_minutes from stock_movements`,
    )
    const day = 24 * 3600 * 1000
    expect(UNTIL.getTime() - (span?.first.getTime() ?? 0)).toBeGreaterThan((DAYS - 1) * day)
    expect(span?.last).toEqual(UNTIL)
    expect(span?.late_minutes).toBeLessThanOrEqual(30)
  })

  it('sells most on Fridays and Saturdays, in both branches, between six and two', async () => {
    const sold = await rows<{ name: string; weekday: number; sales: number; earliest: number }>(`
      select b.name, extract(isodow from local)::int as weekday, count(*)::int as sales,
             min(extract(hour from local))::int as earliest
        from (select branch_id, (occurred_at at time zone 'America/Sao_Paulo') - interval '6 hours' as local from sales) s
        join branches b on b.id = s.branch_id
       group by 1, 2`)
    for (const { name } of PLACES) {
      const on = (...days: number[]) =>
        sold
          .filter((row) => row.name === name && days.includes(row.weekday))
          .reduce((sum, row) => sum + row.sales, 0)
      expect(on(5, 6)).toBeGreaterThan(2 * on(1, 2))
    }
    expect(Math.min(...sold.map((row) => row.earliest))).toBe(12)
  })

  it('holds every kind of movement that a bar has', async () => {
    const kinds = await rows<{ type: string }>(`select distinct movement_type as type from stock_movements`)
    expect(kinds.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'sale',
        'sale_muntu',
        'purchase',
        'loss',
        'breakage',
        'courtesy',
        'count',
        'transfer_out',
        'transfer_in',
        'return',
      ]),
    )
    expect(commands).toBeGreaterThan(2_000)
  })

  it('shows on the dashboard a bar that is alive', async () => {
    const { body } = await owner.get('/dashboard')
    expect(body.daily.filter((day: { sold: number }) => day.sold > 0).length).toBeGreaterThanOrEqual(DAYS)
    expect(body.sold_today.amount_cents).toBeGreaterThan(0)
    expect(body.velocity_per_day).toBeGreaterThan(50)
    expect(body.stockouts_ahead.length).toBeGreaterThan(0)
    expect(body.reorder.products).toBeGreaterThan(0)
    expect(body.divergences_open).toBe(0)
  })

  it('never shows less than nothing, and leaves something to worry about', async () => {
    const [negative] = await rows<{ count: number }>(
      `select count(*)::int from stock_movements where quantity_after < 0 or open_box_after < 0 or closed_boxes_after < 0`,
    )
    expect(negative?.count).toBe(0)
    const levels = await rows<{ status: string; count: number }>(
      `select status, count(*)::int from inventory_items group by 1`,
    )
    const count = (status: string) => levels.find((one) => one.status === status)?.count ?? 0
    expect(count('divergent')).toBe(0)
    expect(count('low')).toBeGreaterThan(0)
    expect(count('ok')).toBeGreaterThan(count('low'))
  })

  it('goes on from where it stopped', async () => {
    const until = new Date(UNTIL.getTime() + 2 * 24 * 3600 * 1000)
    const { connection } = database
    const world = openWorld({ connection, encryptionKey, logger, startsAt: UNTIL })
    const company = await enterCompany(world, PASSWORD)
    const missed = await liveThrough(world, company, { from: UNTIL, until, seed: DEMO_SEED, isNew: false })
    await world.close()
    expect(missed).toBeGreaterThan(100)
    expect((await owner.get('/ledger/verify?full=true')).body.ok).toBe(true)
  })
})
