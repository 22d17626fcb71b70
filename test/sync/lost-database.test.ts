import pg from 'pg'
import { afterEach, expect, it } from 'vitest'
import { openSyncWorld, type SyncWorld } from '../support/sync-world.ts'

let world: SyncWorld
afterEach(() => world.close())

/** Cuts the product's connections to its database and lets no other be made, while `during` goes on. */
async function withoutDatabase(during: () => Promise<void>): Promise<void> {
  const { connection } = world.test.database
  // Ours stays: the product has all the others.
  const [own] = await world.query<{ pid: number }>('select pg_backend_pid() as pid')
  const besides = new pg.Client({ ...connection, database: 'postgres' })
  await besides.connect()
  const allow = (isAllowed: boolean) =>
    besides.query(`alter database "${connection.database}" with allow_connections ${isAllowed}`)
  try {
    await allow(false)
    const cut = await besides.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> $2',
      [connection.database, own?.pid],
    )
    expect(cut.rows.length).toBeGreaterThan(0)
    await during()
  } finally {
    await allow(true)
    await besides.end()
  }
}

it('an event that comes while the database is away is refused, and kept when Bling tries again (sync 21)', async () => {
  world = await openSyncWorld()
  const [event] = world.unheard(() => world.set(world.w, 'P1', 7))
  if (event === undefined) throw new Error('an event')
  await withoutDatabase(async () => {
    expect(await world.deliver(event)).toBe(503)
  })
  const kept = () =>
    world.query('select state, deliveries from bling_inbox where event_id = $1', [JSON.parse(event).eventId])
  expect(await kept()).toEqual([])
  expect(await world.deliver(event)).toBe(200)
  expect(await kept()).toEqual([{ state: 'received', deliveries: 1 }])
  await world.settle()
  expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
})
