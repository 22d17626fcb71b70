import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/server/db/database.ts'
import { sql } from '../../src/server/db/sql.ts'
import { newId } from '../../src/server/kernel/ids.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { openOwner } from './stock/world.ts'

const tenantId = newId()
let test: TestDatabase
let database: Database

beforeAll(async () => {
  test = await cloneDatabase()
  database = openDatabase(test.connection, () => {}, 4)
  const owner = await openOwner(test.connection)
  await owner.query(`insert into tenants (id, name) values ($1, 'Bar')`, [tenantId])
  for (const name of ['um', 'dois'])
    await owner.query('insert into branches (tenant_id, id, name) values ($1, $2, $3)', [
      tenantId,
      newId(),
      name,
    ])
  await owner.end()
})
afterAll(async () => {
  await database.close()
  await test.drop()
})

it('carries out both of two transactions that waited for each other', async () => {
  let arrived = 0
  let letGo = () => {}
  const bothHoldOne = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const rename = (first: string, second: string) =>
    database.tenant(tenantId, async (tx) => {
      const lock = (name: string) =>
        tx.query(sql`select id from branches where tenant_id = ${tenantId} and name = ${name} for update`)
      await lock(first)
      arrived += 1
      if (arrived === 2) letGo()
      await bothHoldOne
      await lock(second)
      return first
    })
  expect(await Promise.all([rename('um', 'dois'), rename('dois', 'um')])).toEqual(['um', 'dois'])
  // Whoever was turned away may be so again before the other gets its turn.
  expect(arrived).toBeGreaterThanOrEqual(3)
})
