import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { poolSettings } from '../../src/server/db/database.ts'
import { makeProduct, putLevel } from '../support/stock.ts'
import { startTestApp, type TestApp } from '../support/test-app.ts'

const STRANGER = '01900000-0000-7000-8000-000000000001'

let test: TestApp
let owner: pg.Client
let app: pg.Client

beforeAll(async () => {
  test = await startTestApp()
  const product_id = await makeProduct(test.owner)
  await putLevel(test.owner, test.branch_id, product_id, 1, 0)
  await test.owner.post('/sales', { branch_id: test.branch_id, lines: [{ product_id, quantity: 1 }] })
  owner = new pg.Client(test.database.connection)
  app = new pg.Client(poolSettings(test.database.connection, 'estoqueuni_app', 1))
  await owner.connect()
  await app.connect()
})
afterAll(async () => {
  await owner.end()
  await app.end()
  await test.close()
})

/** Every table of the product that holds rows of companies, whether it has them under `tenant_id` or is the list of companies. */
async function tenantTables(): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p')
       and (c.relname = 'tenants' or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id'))`)
  return rows.map((row) => row.name)
}

it('forces row-level security with a policy on every table of companies', async () => {
  const { rows } = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relname = any ($1)
        and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid))`,
    [await tenantTables()],
  )
  expect(rows).toEqual([])
})

it('connects as a role that owns nothing, is nobody special and cannot bypass policies', async () => {
  const { rows } = await app.query(`
    select current_user as name, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
           exists (select from pg_class where relowner = r.oid) as owns
      from pg_roles r where rolname = current_user`)
  expect(rows).toEqual([
    {
      name: 'estoqueuni_app',
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      owns: false,
    },
  ])
})

it.each([
  ['no company', ''],
  ['another company', STRANGER],
])('shows %s no row of any table', async (_who, tenantId) => {
  const seen: Record<string, number> = {}
  for (const name of await tenantTables()) {
    const allowed = await owner.query('select has_table_privilege($1, $2, $3) as yes', [
      'estoqueuni_app',
      name,
      'select',
    ])
    if (!allowed.rows[0].yes) continue
    await app.query('begin')
    await app.query(`select set_config('app.tenant_id', $1, true)`, [tenantId])
    const { rows } = await app.query(`select count(*)::integer as rows from ${pg.escapeIdentifier(name)}`)
    await app.query('rollback')
    if (rows[0].rows > 0) seen[name] = rows[0].rows
  }
  expect(seen).toEqual({})
})

it('lets nobody write a row into another company', async () => {
  await app.query('begin')
  await app.query(`select set_config('app.tenant_id', $1, true)`, [STRANGER])
  const written = app.query(
    `insert into branches (tenant_id, id, name) values ($1, gen_random_uuid(), 'intrusa')`,
    [test.tenant_id],
  )
  await expect(written).rejects.toMatchObject({ code: '42501' })
  await app.query('rollback')
})

it('refuses to change or delete what the ledger says, to the app and to the owner', async () => {
  for (const statement of [
    'update stock_movements set quantity = 0',
    'delete from stock_movements',
    'truncate stock_movements',
  ]) {
    await expect(owner.query(statement)).rejects.toMatchObject({ code: 'EU001' })
    await app.query('begin')
    await app.query(`select set_config('app.tenant_id', $1, true)`, [test.tenant_id])
    await expect(app.query(statement)).rejects.toMatchObject({ code: '42501' })
    await app.query('rollback')
  }
})
