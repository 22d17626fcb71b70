import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from './database.ts'

let databases: readonly TestDatabase[]

beforeAll(async () => {
  databases = await Promise.all([cloneDatabase(), cloneDatabase()])
})

afterAll(async () => {
  for (const database of databases) await database.drop()
})

it('gives every caller a migrated database of its own', async () => {
  const names: string[] = []
  for (const { connection } of databases) {
    const client = new pg.Client(connection)
    await client.connect()
    const { rows } = await client.query<{ name: string; tables: number }>(
      `select current_database() as name, count(*)::int as tables from pg_tables where schemaname = 'public'`,
    )
    await client.end()
    expect(rows[0]?.tables).toBeGreaterThan(1)
    names.push(rows[0]?.name ?? '')
  }
  expect(new Set(names).size).toBe(2)
})
