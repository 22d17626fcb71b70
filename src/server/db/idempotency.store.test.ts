import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { AppError } from '../kernel/app-error.ts'
import { newId } from '../kernel/ids.ts'
import { type Database, openDatabase } from './database.ts'
import { idempotently, type StoredAnswer } from './idempotency.ts'

const tenant_id = newId()
let test: TestDatabase
let database: Database
let other: pg.Client
beforeAll(async () => {
  test = await cloneDatabase()
  database = openDatabase(test.connection, () => undefined)
  other = new pg.Client(test.connection)
  await other.connect()
  await other.query(`select set_config('app.tenant_id', $1, false)`, [tenant_id])
  await other.query(`insert into tenants (id, name) values ($1, 'Bar')`, [tenant_id])
})
afterAll(async () => {
  await database.close()
  await other.end()
  await test.drop()
})

/** A write under a key that a stock command, which takes no turn with it, answers to while the write is at work. */
function writeOvertaken(key: string, fingerprint: string): Promise<StoredAnswer> {
  let isOvertaken = false
  return database.tenant(tenant_id, (tx) =>
    idempotently(tx, { key, fingerprint }, async () => {
      if (!isOvertaken)
        await other.query(
          `insert into idempotency_keys (tenant_id, key, fingerprint, status, response) values ($1, $2, 'same', 201, '{"by":"other"}')`,
          [tenant_id, key],
        )
      isOvertaken = true
      return { status: 200, body: { by: 'us' } }
    }),
  )
}

it('gives the first answer when somebody else answered to the key meanwhile', async () => {
  expect(await writeOvertaken('one', 'same')).toEqual({ status: 201, body: '{"by":"other"}', replayed: true })
})

it('refuses the key when what somebody else did meanwhile was something else', async () => {
  const refusal = await writeOvertaken('two', 'another').catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(AppError)
  expect(refusal).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })
})
