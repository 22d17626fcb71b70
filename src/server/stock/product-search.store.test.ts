import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { type Database, openDatabase } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../kernel/ids.ts'
import { searchProducts } from './product-search.queries.ts'

const [ours, theirs] = [newId(), newId()]
let test: TestDatabase
let database: Database

beforeAll(async () => {
  test = await cloneDatabase()
  const client = new pg.Client(test.connection)
  await client.connect()
  for (const tenantId of [ours, theirs]) {
    await client.query(`select set_config('app.tenant_id', $1, false)`, [tenantId])
    await client.query(`insert into tenants (id, name) values ($1, 'Bar')`, [tenantId])
    await client.query(
      `insert into products (tenant_id, id, sku, name, gtin)
       select $1, gen_random_uuid(), 'S' || n, 'Água de coco ' || n, '789' || lpad(n::text, 10, '0') from generate_series(1, 2100) n`,
      [tenantId],
    )
  }
  await client.end()
  database = openDatabase(test.connection, () => undefined)
})
afterAll(async () => {
  await database.close()
  await test.drop()
})

const search = (words: string) => database.tenant(ours, (tx) => searchProducts(tx, words))

it('finds only what is the company’s own', async () => {
  const found = await search('agua de COCO 2100')
  const [own] = await database.tenant(ours, (tx) =>
    tx.query<{ id: string }>(sql`select id from products where tenant_id = ${ours} and sku = 'S2100'`),
  )
  expect(found).toEqual({ kind: 'few', product_ids: [own?.id] })
  expect(await database.global(sql`select search_products('agua', 10)`)).toEqual([])
})

it('finds bar codes and single letters, and takes signs for what they are', async () => {
  expect(await search('7890000000042')).toMatchObject({ kind: 'few', product_ids: [expect.any(String)] })
  expect(await search('%')).toEqual({ kind: 'few', product_ids: [] })
  expect(await search('_')).toEqual({ kind: 'few', product_ids: [] })
  expect(await search('\\')).toEqual({ kind: 'few', product_ids: [] })
})

it('names no more than can be walked one by one', async () => {
  expect(await search('a')).toEqual({ kind: 'many', words: 'a' })
  expect(await search('')).toBeNull()
})
