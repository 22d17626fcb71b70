import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { type Database, openDatabase, type Tx } from '../../db/database.ts'
import { type Sql, sql } from '../../db/sql.ts'
import { newId } from '../../kernel/ids.ts'
import { forgetProducts, unsettledCodes } from '../products/copies.store.ts'
import { skusNotMet } from '../products/unmet.store.ts'
import { releaseDeadLinks } from './account-links.store.ts'
import { skusOfCodes, skusOfProducts } from './links.store.ts'

const tenant_id = newId()
const account_id = newId()
const PRODUCTS = 400
const ASKED = 100
let test: TestDatabase
let database: Database

/** A company that read its products since the database last looked at its statistics: by them its tables are nearly empty. */
beforeAll(async () => {
  test = await cloneDatabase()
  const client = new pg.Client(test.connection)
  await client.connect()
  await client.query(`select set_config('app.tenant_id', $1, false)`, [tenant_id])
  // Accounts and applications are of no matter here.
  await client.query(`set session_replication_role = 'replica'`)
  for (const table of ['products', 'bling_products', 'product_links'])
    await client.query(`alter table ${table} set (autovacuum_enabled = false)`)
  await client.query('analyze')
  await client.query(`insert into tenants (id, name) values ($1, 'Bar')`, [tenant_id])
  await client.query(
    `insert into products (tenant_id, id, sku, name)
     select $1, gen_random_uuid(), 'SKU-' || n, 'Produto ' || n from generate_series(1, ${PRODUCTS}) n`,
    [tenant_id],
  )
  await client.query(
    `insert into bling_products (tenant_id, account_id, product_id, code, code_form, name, kind, status, price_cents, seen_at)
     select $1, $2, n::text, 'SKU-' || n, 'SKU-' || n, 'Produto ' || n, 'simple', 'active', 0, now()
       from generate_series(1, ${PRODUCTS}) n`,
    [tenant_id, account_id],
  )
  // All but the last one asked for are linked, each to the product after the one of its code.
  await client.query(
    `insert into product_links (tenant_id, account_id, product_id, bling_product_id, origin, linked_at, linked_by)
     select $1, $2, p.id, n::text, 'code', now(), $3
       from generate_series(1, ${PRODUCTS}) n join products p on p.tenant_id = $1 and p.sku = 'SKU-' || n + 1
      where n <> ${ASKED}`,
    [tenant_id, account_id, newId()],
  )
  // The last one has nobody on either side.
  await client.query(`delete from product_links where bling_product_id = '${PRODUCTS - 1}'`)
  await client.end()
  database = openDatabase(test.connection, () => undefined)
})
afterAll(async () => {
  await database.close()
  await test.drop()
})

/** What a question answers, and how many rows it read only to leave them. */
async function planned<Answer>(
  ask: (tx: Tx) => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly wasted: number }> {
  const plans: string[] = []
  const answer = await database.tenant(tenant_id, (tx) =>
    ask({
      ...tx,
      async query<Row extends object>(statement: Sql) {
        await tx.query(sql`savepoint as_it_is`)
        const lines = await tx.query<{ 'QUERY PLAN': string }>(
          sql`explain (analyze, timing off) ${statement}`,
        )
        await tx.query(sql`rollback to as_it_is`)
        plans.push(lines.map((line) => line['QUERY PLAN']).join('\n'))
        return tx.query<Row>(statement)
      },
    }),
  )
  expect(plans).not.toEqual([])
  const left = plans.flatMap((plan) => [...plan.matchAll(/Rows Removed by (?:Join )?Filter: (\d+)/g)])
  return { answer, wasted: left.reduce((sum, [, rows]) => sum + Number(rows), 0) }
}

it('finds SKUs of products by link, by keys alone while the statistics still say that there are none', async () => {
  const linked = Array.from({ length: ASKED - 1 }, (_, n) => String(n + 1))
  const { answer, wasted } = await planned((tx) => skusOfProducts(tx, account_id, linked))
  expect(answer).toEqual(
    linked
      .map((id) => ({ bling_product_id: id, sku: `SKU-${Number(id) + 1}` }))
      .toSorted((one, other) => (one.bling_product_id < other.bling_product_id ? -1 : 1)),
  )
  expect(wasted).toBe(0)
})

it('finds SKUs of the codes of an account by link, by keys alone while the statistics still say that there are none', async () => {
  const { answer, wasted } = await planned((tx) => skusOfCodes(tx, account_id, ['SKU-1', 'SKU-2']))
  expect(answer).toEqual([
    { code: 'SKU-1', sku: 'SKU-2' },
    { code: 'SKU-2', sku: 'SKU-3' },
  ])
  expect(wasted).toBe(0)
})

it('finds codes without a link, reading each side once while the statistics still say that there are none', async () => {
  const { answer, wasted } = await planned((tx) => unsettledCodes(tx, account_id))
  // Of all others the product of the code or our product of that SKU has a link.
  expect(answer).toEqual([`SKU-${PRODUCTS}`])
  expect(wasted).toBeLessThanOrEqual(2 * PRODUCTS)
})

it('finds the SKUs that nothing was met of, reading each side once while the statistics still say that there are none', async () => {
  const [met, unmet] = [new Date(0), new Date('9999-01-01')]
  const none = await planned((tx) => skusNotMet(tx, account_id, met))
  const all = await planned((tx) => skusNotMet(tx, account_id, unmet))
  expect([none.answer.length, all.answer.length]).toEqual([0, PRODUCTS])
  // The links, their products one by one, and the products once more for their codes.
  expect(Math.max(none.wasted, all.wasted)).toBeLessThanOrEqual(3 * PRODUCTS)
})

it('falls back on the exact code, and leaves out what the copy does not have', async () => {
  const found = await database.tenant(tenant_id, (tx) => skusOfProducts(tx, account_id, [String(ASKED), '0']))
  expect(found).toEqual([{ bling_product_id: String(ASKED), sku: `SKU-${ASKED}` }])
  const byCode = await database.tenant(tenant_id, (tx) =>
    skusOfCodes(tx, account_id, [`SKU-${ASKED}`, 'NOBODY', 'sku-1', '']),
  )
  expect(byCode).toEqual([{ code: `SKU-${ASKED}`, sku: `SKU-${ASKED}` }])
})

it('releases links to products that were deleted there, reading a side once for each question while the statistics still say that there are none', async () => {
  await database.tenant(tenant_id, (tx) => forgetProducts(tx, account_id, ['7', '3']))
  const { answer, wasted } = await planned((tx) => releaseDeadLinks(tx, account_id))
  expect(answer.toSorted()).toEqual(['SKU-4', 'SKU-8'])
  // What was deleted, its links, whose they are, and the links once more to take them away.
  expect(wasted).toBeLessThanOrEqual(4 * PRODUCTS)
})
