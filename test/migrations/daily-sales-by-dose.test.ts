import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { BOTTLE, makeProduct, putLevel } from '../support/stock.ts'
import { clockAt, startTestApp, type TestApp } from '../support/test-app.ts'

const MIGRATION = readFileSync(
  fileURLToPath(new URL('../../src/server/db/migrations/039.do.daily-sales-by-dose.sql', import.meta.url)),
  'utf8',
)
/** The table as it was before, with the rows that it would have had. */
const BEFORE = `
  create temporary table old on commit drop as
    select tenant_id, business_day, branch_id, product_id, sum(sold) as sold, sum(returned) as returned,
           sum(muntu_packs) as muntu_packs, sum(muntu_quantity) as muntu_quantity, sum(amount_cents) as amount_cents
      from daily_sales group by tenant_id, business_day, branch_id, product_id;
  delete from daily_sales;
  alter table daily_sales drop column doses_per_bottle;
  alter table daily_sales add primary key (tenant_id, business_day, branch_id, product_id);
  insert into daily_sales select * from old`

const clock = clockAt('2026-11-10T15:00:00Z')
let test: TestApp
let client: pg.Client
beforeAll(async () => {
  test = await startTestApp({ clock })
  client = new pg.Client(test.database.connection)
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await test.close()
})

/** Works as an owner of the tables who is no superuser, as on a server that somebody else operates. */
async function asPlainOwner(work: () => Promise<unknown>): Promise<void> {
  const role = `owner_of_${test.database.connection.database}`
  await client.query(`create role ${role}`)
  await client.query(`grant ${role} to current_user`)
  await client.query(`grant usage, create on schema public to ${role}`)
  for (const table of ['tenants', 'stock_movements', 'daily_sales'])
    await client.query(`alter table ${table} owner to ${role}`)
  await client.query(`set local role ${role}`)
  await work()
  await client.query(
    `reset role; reassign owned by ${role} to current_user; drop owned by ${role}; drop role ${role}`,
  )
}

const sums = async (columns: string) =>
  (
    await client.query(
      `select business_day::text, product_id, doses_per_bottle, ${columns} from daily_sales order by 2, 1, 3`,
    )
  ).rows

it('takes bottles and doses of the days that are there apart, as the ledger wrote them', async () => {
  const { owner, branch_id } = test
  const sell = (product_id: string, quantity: number, sold_as = 'unit') =>
    owner.post('/sales', { branch_id, lines: [{ product_id, sold_as, quantity }] })
  const [beer, gin, rum] = [
    await makeProduct(owner),
    await makeProduct(owner, BOTTLE),
    await makeProduct(owner),
  ]
  for (const product_id of [beer, gin, rum]) await putLevel(owner, branch_id, product_id, 10, 0)
  await sell(beer, 7)
  await sell(gin, 30, 'dose')
  await sell(rum, 5)
  clock.set('2026-11-12T04:00:00Z') // Still the evening of the 11th in the bar.
  const undone = await sell(rum, 2)
  await owner.patch(`/products/${rum}`, BOTTLE)
  await sell(rum, 25, 'dose')
  await owner.post(`/sales/${undone.body.id}/cancel`)

  const apart = await sums('sold, returned')
  expect(apart.filter((row) => row.product_id === rum)).toMatchObject([
    { business_day: '2026-11-10', doses_per_bottle: 0, sold: '5' },
    { business_day: '2026-11-11', doses_per_bottle: 0, sold: '2' },
    { business_day: '2026-11-11', doses_per_bottle: 25, sold: '25', returned: '50' },
  ])
  const money = 'select sum(amount_cents) as cents from daily_sales'
  const cents = (await client.query(money)).rows
  await client.query('begin')
  await client.query(BEFORE)
  await asPlainOwner(() => client.query(MIGRATION))
  await client.query('commit')
  expect((await sums('sold, returned')).filter((row) => row.sold !== '0' || row.returned !== '0')).toEqual(
    apart,
  )
  expect((await client.query(money)).rows).toEqual(cents)
  expect((await owner.get('/ledger/verify?full=true')).body).toMatchObject({ ok: true, differences: [] })
})
