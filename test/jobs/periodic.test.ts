import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Job } from '../../src/server/jobs/job.ts'
import { CONSUMPTION, LEDGER_AUDIT, PERIODIC_ROUND, PRUNING } from '../../src/server/jobs/periodic-jobs.ts'
import { newId } from '../../src/server/kernel/ids.ts'
import { eventually } from '../support/eventually.ts'
import { makeProduct, putLevel } from '../support/stock.ts'
import { clockAt, startTestApp, type TestApp } from '../support/test-app.ts'

const clock = clockAt('2026-11-20T15:00:00Z')
let test: TestApp
let owner: pg.Pool
beforeAll(async () => {
  test = await startTestApp({ clock })
  owner = new pg.Pool({ ...test.database.connection, max: 2 })
  owner.on('error', () => undefined)
  test.app.background.start()
})
afterAll(async () => {
  await owner.end()
  await test.close()
})

const ask = async <Row extends object>(text: string, values: unknown[] = []) =>
  (await owner.query<Row>(text, values)).rows

/** Asks for a job with an empty payload and waits until it and all it asked for have ended. */
async function run(job: Job<Record<string, never>>): Promise<void> {
  await test.app.background.jobs.enqueue(job, {})
  await eventually(
    `${job.name} and what it asked for have ended`,
    async () => {
      const open = await ask(`select from pgboss.job where state < 'completed' and name not like '\\_\\_%'`)
      return open.length === 0 ? true : undefined
    },
    30_000,
  )
  expect(await ask(`select name, output from pgboss.job where state = 'failed'`)).toEqual([])
}

const done = async (job: Job<{ tenant_id: string }>): Promise<number> =>
  (await ask(`select from pgboss.job where name = $1 and state = 'completed'`, [job.name])).length

describe('periodic work', () => {
  let beer: string
  beforeAll(async () => {
    beer = await makeProduct(test.owner)
    await putLevel(test.owner, test.branch_id, beer, 5, 8)
    const line = { product_id: beer, sold_as: 'unit', quantity: 14 }
    expect((await test.owner.post('/sales', { branch_id: test.branch_id, lines: [line] })).status).toBe(201)
  })

  it('measures consumption and proves the ledger, and the dashboard tells how far', async () => {
    clock.advance(24 * 3600_000)
    await run(PERIODIC_ROUND)
    const { body: item } = await test.owner.get(`/inventory/${beer}?branch_id=${test.branch_id}`)
    expect(item.consumption_avg_15d).toBe(14)
    expect(item.days_until_stockout).toBe(3)
    const { body: dashboard } = await test.owner.get(`/dashboard?branch_id=${test.branch_id}`)
    const [{ seq }] = (await ask<{ seq: number }>('select last_seq::int as seq from ledgers')) as [
      { seq: number },
    ]
    expect(dashboard.verified).toEqual({ up_to_seq: seq, at: clock.now().toISOString() })
  })

  it('audits once a night, however often the round comes by, and measures each time', async () => {
    const before = { audits: await done(LEDGER_AUDIT), measured: await done(CONSUMPTION) }
    await run(PERIODIC_ROUND)
    expect(await done(LEDGER_AUDIT)).toBe(before.audits)
    expect(await done(CONSUMPTION)).toBe(before.measured + 1)
    clock.set('2026-11-22T06:45:00Z')
    await run(PERIODIC_ROUND)
    expect(await done(LEDGER_AUDIT)).toBe(before.audits)
    clock.set('2026-11-22T07:00:00Z')
    await run(PERIODIC_ROUND)
    expect(await done(LEDGER_AUDIT)).toBe(before.audits + 1)
  })

  it('tells of a difference in the audit trail and corrects nothing', async () => {
    await ask(
      'update inventory_items set closed_boxes = closed_boxes + 1, qty_units = qty_units + 12, total_bottles = total_bottles + 12',
    )
    const wrong = await ask('select closed_boxes, qty_units from inventory_items')
    clock.advance(24 * 3600_000)
    await run(PERIODIC_ROUND)
    const { body } = await test.owner.get('/audit?action=ledger.difference')
    expect(body.items).toHaveLength(1)
    expect(body.items[0]).toMatchObject({ actor: { kind: 'system' } })
    expect(body.items[0].facts.differences[0]).toMatchObject({ product_id: beer })
    expect(await ask('select closed_boxes, qty_units from inventory_items')).toEqual(wrong)
    await ask(
      'update inventory_items set closed_boxes = closed_boxes - 1, qty_units = qty_units - 12, total_bottles = total_bottles - 12',
    )
  })
})

describe('pruning', () => {
  it('deletes what is too old, in chunks, of every company, and nothing younger', async () => {
    const other = newId()
    await ask(`insert into tenants (id, name) values ($1, 'Outra')`, [other])
    const answer = (tenant: string, days: number, from: number, to: number) =>
      ask(
        `insert into idempotency_keys (tenant_id, key, fingerprint, status, response, created_at)
         select $1, 'k' || $2 || '-' || n, '', 201, '{}', now() - make_interval(days => $2::int) from generate_series($3::int, $4::int) n`,
        [tenant, days, from, to],
      )
    await ask('delete from idempotency_keys')
    await answer(test.tenant_id, 91, 1, 6_000)
    await answer(other, 91, 1, 10)
    await answer(test.tenant_id, 89, 1, 7)
    const event = (days: number, aside: number | null) =>
      ask(
        `insert into outbox (tenant_id, id, topic, payload, created_at, set_aside_at)
         values ($1, $2, 'test.nobody', '{}', now() - make_interval(days => $3::int), now() - make_interval(days => $4::int))`,
        [test.tenant_id, newId(), days, aside],
      )
    await event(31, null)
    await event(29, null)
    await event(100, 91)
    await event(100, 89)
    const sessions = async () => (await ask('select from auth.sessions')).length
    const alive = await sessions()
    const session = (days: number) =>
      ask(
        `insert into auth.sessions (id, user_id, token, expires_at)
         select $1, id, encode(sha256($2::bytea), 'hex'), now() - make_interval(days => $3::int) from auth.users`,
        [newId(), `session of ${days}`, days],
      )
    await session(8)
    await session(1)

    await run(PRUNING)

    expect(await ask('select count(*)::int as n from idempotency_keys')).toEqual([{ n: 7 }])
    const left = await ask<{ age: number }>(
      `select extract(day from now() - created_at)::int as age from outbox where topic = 'test.nobody' order by 1`,
    )
    expect(left.map(({ age }) => age)).toEqual([29, 100])
    expect(await sessions()).toBe(alive + 1)
    expect((await test.owner.get('/me')).status).toBe(200)
  })

  it('deletes runs over products of a site that are over for a month, or a season where something was left', async () => {
    const site_id = newId()
    const product = await makeProduct(test.owner, { sku: 'ANTIGO', gtin: null })
    await ask(
      `insert into sites (tenant_id, id, kind, name, state, requests_per_second, webhook_version, webhook_token_hash, our_address,
         health, checked_at, created_at, created_by, orders_since)
       values ($1, $2, 'generic', 'Loja', 'active', 5, 1, repeat('0', 64), '', 'ok', now(), now(), $2, now())`,
      [test.tenant_id, site_id],
    )
    const runOf = async (state: string, days: number, lines: number) => {
      const id = newId()
      await ask(
        `insert into site_product_runs (tenant_id, id, site_id, origin, state, started_at, started_by, updated_at, finished_at, next_attempt_at)
         select $1, $2, $3, 'person', $4, at, $2, at, case when $4 <> 'running' then at end, at
           from (select now() - make_interval(days => $5::int) as at) t`,
        [test.tenant_id, id, site_id, state, days],
      )
      await ask(
        `insert into site_product_run_lines (tenant_id, run_id, position, product_id, sku, name, side, kind, fingerprint, changes, state)
         select $1, $2, n, $3, 'A', 'A', 'site', 'update', '', '[]', 'done' from generate_series(1, $4::int) n`,
        [test.tenant_id, id, product, lines],
      )
    }
    await runOf('complete', 31, 6_000)
    await runOf('cancelled', 31, 0)
    await runOf('complete', 29, 2)
    await runOf('partial', 91, 1)
    await runOf('partial', 89, 1)
    await runOf('running', 400, 1)

    await run(PRUNING)

    const left = await ask(
      `select r.state, count(l)::int as lines from site_product_runs r
         left join site_product_run_lines l on l.run_id = r.id group by r.id, r.state order by r.state`,
    )
    expect(left).toEqual([
      { state: 'complete', lines: 2 },
      { state: 'partial', lines: 1 },
      { state: 'running', lines: 1 },
    ])
  })

  it('cannot delete a young answer, even if it were told to: the database hides it from the role that prunes', async () => {
    const client = new pg.Client({ ...test.database.connection, options: '-c role=estoqueuni_jobs' })
    await client.connect()
    try {
      expect((await client.query('delete from idempotency_keys where key is not null')).rowCount).toBe(0)
      await expect(client.query('select payload from outbox')).rejects.toThrow('permission denied')
      await expect(client.query('select name from tenants')).rejects.toThrow('permission denied')
    } finally {
      await client.end()
    }
  })
})
