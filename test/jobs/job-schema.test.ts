import pg from 'pg'
import { getRollbackPlans, PgBoss } from 'pg-boss'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrate } from '../../src/server/db/migrate.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { openJobs, PLAIN } from './queue-database.ts'

let database: TestDatabase
let owner: pg.Client
beforeEach(async () => {
  database = await cloneDatabase()
  owner = new pg.Client(database.connection)
  await owner.connect()
})
afterEach(async () => {
  await owner.end()
  await database.drop()
})

const version = async () =>
  (await owner.query<{ version: number }>('select version from pgboss.version')).rows[0]?.version

describe('the tables of the job library', () => {
  it('are made by the migration, as the library wants them', async () => {
    const boss = new PgBoss({ ...database.connection, migrate: false, supervise: false, schedule: false })
    await boss.start()
    const drift = await boss.detectSchemaDrift()
    await boss.stop({ graceful: false })
    expect(drift.ok).toBe(true)
  })

  it('are brought forward from an older version with jobs in them, and the program can go on', async () => {
    const jobs = openJobs(database.connection)
    await jobs.start()
    await jobs.enqueue(PLAIN, { n: 1 })
    await jobs.stop()
    const newest = (await version()) ?? 0
    for (let step = newest; step > newest - 6; step -= 1) await owner.query(getRollbackPlans('pgboss', step))
    expect(await version()).toBe(newest - 6)

    const told: string[] = []
    await migrate(database.connection, (line) => told.push(line))
    expect(told).toEqual([`job schema ${newest}`])
    expect(await version()).toBe(newest)
    const again = openJobs(database.connection)
    const { promise: done, resolve } = Promise.withResolvers<number>()
    again.work(PLAIN, async ({ n }) => resolve(n))
    await again.start()
    expect(await done).toBe(1)
    await again.stop()
  })
})
