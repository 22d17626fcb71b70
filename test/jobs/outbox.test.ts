import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createOutbox, type EventHandler, type Outbox } from '../../src/server/db/outbox.ts'
import { sql } from '../../src/server/db/sql.ts'
import { createLogger } from '../../src/server/kernel/logger.ts'
import { eventually } from '../support/eventually.ts'
import { type OutboxDatabase, openOutboxDatabase } from './outbox-database.ts'
import { startRelay } from './relay-process.ts'

const COUNTED = { name: 'test.counted', payload: z.object({ n: z.int() }) }
type Counted = z.infer<typeof COUNTED.payload>

let db: OutboxDatabase
beforeEach(async () => {
  db = await openOutboxDatabase()
})
afterEach(() => db.close())

/** A relay in this process that writes an effect per event, after `before`. */
function relay(
  before: EventHandler<Counted>,
  pace: { most_attempts?: number; poll_ms?: number } = {},
): Outbox {
  const outbox = createOutbox({
    database: db.database,
    logger: createLogger('silent'),
    pace: { rest_ms: 1, poll_ms: 20, first_delay_ms: 10, ...pace },
  })
  outbox.onEvent(COUNTED, async (tx, event) => {
    await before(tx, event)
    await tx.query(
      sql`insert into effects (tenant_id, event_id, n, made_by) values (${tx.tenant_id}, ${event.id}, ${event.payload.n}, 'here')`,
    )
  })
  return outbox
}

const drained = () =>
  eventually('the outbox is empty', async () => ((await db.waiting()) === 0 ? true : undefined), 40_000)

async function expectEachOnceInOrder(tenants: readonly string[], each: number): Promise<void> {
  const effects = await db.effects()
  for (const tenant of tenants) {
    const numbers = effects.filter((effect) => effect.tenant_id === tenant).map((effect) => effect.n)
    expect(numbers).toEqual(Array.from({ length: each }, (_, index) => index + 1))
  }
}

describe('the outbox relay', () => {
  it('takes every event exactly once and in order, though its process is killed again and again', async () => {
    const tenants = [await db.tenant(), await db.tenant(), await db.tenant()]
    const each = 200
    await Promise.all(tenants.map((tenant) => db.record(tenant, 1, each)))
    let told = 0
    for (const limit of [1, 40, 90, 101, 150]) {
      const process = startRelay(db.connection, 'killed')
      await eventually('it is in the middle of its work', () => (process.taken() >= limit ? true : undefined))
      await process.end('SIGKILL')
      told += process.taken()
    }
    const last = startRelay(db.connection, 'last')
    await drained()
    await last.end('SIGTERM')
    await expectEachOnceInOrder(tenants, each)
    // The kills were felt: some events were handled, forgotten with the process, and handled again.
    expect(told + last.taken()).toBeGreaterThan(tenants.length * each)
  })

  it('shares the tenants among processes without doing anything twice', async () => {
    const tenants = await Promise.all(Array.from({ length: 12 }, () => db.tenant()))
    const each = 60
    const both = [startRelay(db.connection, 'one'), startRelay(db.connection, 'other')]
    await Promise.all(tenants.map((tenant) => db.record(tenant, 1, each)))
    await drained()
    for (const process of both) await process.end('SIGTERM')
    await expectEachOnceInOrder(tenants, each)
    expect(new Set((await db.effects()).map((effect) => effect.made_by))).toEqual(new Set(['one', 'other']))
  })

  it('holds a tenant up for a failing event, tries again later each time, and nobody else waits', async () => {
    const [failing, other] = [await db.tenant(), await db.tenant()]
    const tries: number[] = []
    const outbox = relay(async (tx, { payload }) => {
      if (tx.tenant_id !== failing || payload.n !== 1) return
      tries.push(performance.now())
      if (tries.length < 5) throw new Error('not yet')
    })
    await db.record(failing, 1, 5)
    await db.record(other, 1, 5)
    outbox.start()
    await drained()
    await outbox.stop()
    await expectEachOnceInOrder([failing, other], 5)
    const gaps = tries.slice(1).map((at, index) => at - (tries[index] ?? 0))
    expect(gaps).toHaveLength(4)
    for (const [index, gap] of gaps.entries()) expect(gap).toBeGreaterThanOrEqual(10 * 2 ** index)
    const effects = await db.effects()
    const lastOfOther = effects.findLastIndex((effect) => effect.tenant_id === other)
    expect(lastOfOther).toBeLessThan(effects.findIndex((effect) => effect.tenant_id === failing))
  })

  it('sets an event aside that never succeeds, keeps what went wrong, and goes on', async () => {
    const tenant = await db.tenant()
    const outbox = relay(
      async (_tx, { payload }) => {
        if (payload.n === 2) throw new Error('never')
      },
      { most_attempts: 3 },
    )
    await db.record(tenant, 1, 4)
    outbox.start()
    await eventually('the others are taken', async () => ((await db.waiting()) === 1 ? true : undefined))
    await outbox.stop()
    expect((await db.effects()).map((effect) => effect.n)).toEqual([1, 3, 4])
    const kept = await db.ask(
      'select payload, attempts, error, set_aside_at is not null as is_set_aside from outbox',
    )
    expect(kept).toEqual([{ payload: { n: 2 }, attempts: 3, error: 'Error: never', is_set_aside: true }])
  })

  it('treats an event that says something else than its topic as one that fails', async () => {
    const tenant = await db.tenant()
    const outbox = relay(async () => undefined, { most_attempts: 1 })
    await db.database.tenant(tenant, (tx) =>
      tx.query(
        sql`insert into outbox (tenant_id, id, topic, payload) values (${tx.tenant_id}, gen_random_uuid(), 'test.counted', '{"n": "x"}')`,
      ),
    )
    outbox.start()
    await eventually('it is set aside', async () => {
      const rows = await db.ask('select from outbox where set_aside_at is not null')
      return rows.length === 1 ? true : undefined
    })
    await outbox.stop()
    expect(await db.effects()).toEqual([])
  })

  it('takes an event as soon as it is woken, long before it would look by itself', async () => {
    const tenant = await db.tenant()
    const outbox = relay(async () => undefined, { poll_ms: 60_000 })
    outbox.start()
    await db.record(tenant, 1, 1)
    outbox.wake(tenant)
    await eventually('it is taken', async () => ((await db.waiting()) === 0 ? true : undefined), 1_000)
    await outbox.stop()
  })

  it('leaves events alone that nobody asked for', async () => {
    const tenant = await db.tenant()
    const outbox = relay(async () => undefined)
    await db.record(tenant, 1, 2, 'test.of-a-newer-version')
    await db.record(tenant, 1, 1)
    outbox.start()
    await eventually('its own is taken', async () => ((await db.effects()).length === 1 ? true : undefined))
    await outbox.stop()
    expect(await db.ask('select topic, attempts from outbox')).toEqual([
      { topic: 'test.of-a-newer-version', attempts: 0 },
      { topic: 'test.of-a-newer-version', attempts: 0 },
    ])
  })
})
