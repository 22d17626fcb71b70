import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { openDatabase } from './database.ts'
import { sql } from './sql.ts'

const TENANT = '019ab000-0000-7000-8000-000000000001'
let test: TestDatabase
beforeAll(async () => {
  test = await cloneDatabase()
})
afterAll(() => test.drop())

it('fails one transaction, not the process, when its connection breaks under it', async () => {
  const database = openDatabase(test.connection, () => {}, 1)
  const administrator = new pg.Client(test.connection)
  await administrator.connect()
  const broken = database.tenant(TENANT, async (tx) => {
    const [row] = await tx.query<{ pid: number }>(sql`select pg_backend_pid() as pid`)
    await administrator.query('select pg_terminate_backend($1, 5000)', [row?.pid])
    await tx.query(sql`select 1 as one`)
  })
  await expect(broken).rejects.toThrow()
  const [next] = await database.tenant(TENANT, (tx) => tx.query<{ one: number }>(sql`select 1 as one`))
  expect(next).toEqual({ one: 1 })
  await administrator.end()
  await database.close()
})
