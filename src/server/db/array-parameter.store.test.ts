import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { type ArrayType, arrayParameter, type Element } from './array-parameter.ts'

let database: TestDatabase
let client: pg.Client
beforeAll(async () => {
  database = await cloneDatabase()
  client = new pg.Client(database.connection)
  await client.connect()
  await client.query("set timezone = 'UTC'")
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

const cases: readonly (readonly [ArrayType, readonly Element[], readonly (string | null)[]])[] = [
  ['uuid', ['01a20130-8299-7026-8b42-1df033c9b732', null], ['01a20130-8299-7026-8b42-1df033c9b732', null]],
  [
    'bigint',
    [0, 1, -1, 2 ** 40, -(2 ** 40), Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, null],
    ['0', '1', '-1', '1099511627776', '-1099511627776', '9007199254740991', '-9007199254740991', null],
  ],
  ['integer', [0, -1, 2147483647, null], ['0', '-1', '2147483647', null]],
  ['smallint', [201, 422], ['201', '422']],
  ['boolean', [true, false, null], ['true', 'false', null]],
  [
    'timestamptz',
    [new Date('2026-11-22T02:15:19.123Z'), new Date('1999-12-31T23:59:59.999Z'), null],
    ['2026-11-22 02:15:19.123+00', '1999-12-31 23:59:59.999+00', null],
  ],
  ['date', ['2027-01-31', '1999-12-31', null], ['2027-01-31', '1999-12-31', null]],
  ['text', ['', 'a"b\\c{},', 'NULL', 'ação 🍺', null], ['', 'a"b\\c{},', 'NULL', 'ação 🍺', null]],
  ['bytea', ['00ff10', null], ['\\x00ff10', null]],
  ['text', [], []],
]

it.each(cases)('sends %s as PostgreSQL reads it', async (type, values, expected) => {
  const { rows } = await client.query(`select value::text from unnest($1::${type}[]) as value`, [
    arrayParameter(type, values),
  ])
  expect(rows.map((row) => row.value)).toEqual(expected)
})
