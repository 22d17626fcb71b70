import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { branchId, inventCompany, personId, productId, TENANT_ID } from '../../bench/support/large-company.ts'
import { movementQuery } from '../../src/contract/movements.ts'
import { type Database, openDatabase, type Tx } from '../../src/server/db/database.ts'
import { sql } from '../../src/server/db/sql.ts'
import { listMovements } from '../../src/server/stock/movement-list.queries.ts'
import { pastLevels } from '../../src/server/stock/past-levels.queries.ts'
import { readSnapshot } from '../../src/server/stock/read-snapshot.queries.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'

let test: TestDatabase
let database: Database

beforeAll(async () => {
  test = await cloneDatabase()
  const client = new pg.Client(test.connection)
  await client.connect()
  await inventCompany(client, { movements: 60_000, products: 3_000, people: 12 }, () => undefined)
  await client.end()
  database = openDatabase(test.connection, () => undefined)
})
afterAll(async () => {
  await database.close()
  await test.drop()
})

/** The plans of every statement of `work` that reads the ledger, as the database would run them for the app. */
async function plansOf(work: (tx: Tx) => Promise<unknown>): Promise<string> {
  const plans: string[] = []
  await readSnapshot(database, { tenant_id: TENANT_ID }, (tx) =>
    work({
      ...tx,
      async query<Row extends object>(statement: Parameters<Tx['query']>[0]) {
        if (!statement.text.includes('stock_movements')) return tx.query<Row>(statement)
        const lines = await tx.query<{ 'QUERY PLAN': string }>(sql`explain ${statement}`)
        plans.push(lines.map((line) => line['QUERY PLAN']).join('\n'))
        return tx.query<Row>(statement)
      },
    }),
  )
  return plans.join('\n')
}

const movementPlans = (filter: string, branches: readonly string[] | null = null) => {
  const query = movementQuery.parse(Object.fromEntries(new URLSearchParams(filter)))
  return plansOf((tx) => listMovements(tx, query, branches))
}

const month = 'from=2025-06-01T00:00:00Z&to=2025-07-01T00:00:00Z'
const filters = [
  '',
  `product_id=${productId(1)}`,
  `product_id=${productId(2_900)}`,
  'type=sale',
  'type=loss',
  'type=box_opening',
  'type=loss,breakage,sale',
  'auto_opened=true',
  'auto_opened=false',
  `responsible=${personId(1)}`,
  `responsible=${personId(12)}`,
  'from=2025-06-01T00:00:00Z',
  'to=2025-06-01T00:00:00Z',
  month,
  'search=SKU-000123',
  'search=SKU-0001',
  'search=maca',
  'search=SKU',
  'search=SKU&type=box_opening',
  'search=pessoa 3',
  `product_id=${productId(1)}&type=loss`,
  `product_id=${productId(1)}&type=sale&${month}`,
  `product_id=${productId(1)}&auto_opened=true`,
  `type=loss&${month}`,
  `type=sale&${month}`,
  `auto_opened=true&${month}`,
  `responsible=${personId(3)}&type=return`,
  `responsible=${personId(3)}&${month}`,
  `search=SKU-0001&type=sale&${month}`,
]

describe('movements are found by index', () => {
  it.each(filters)('in all branches under "%s"', async (filter) => {
    const plans = await movementPlans(filter)
    expect(plans).toContain('stock_movements')
    expect(plans).not.toContain('Seq Scan on stock_movements')
  })

  it.each(filters)('in one branch under "%s"', async (filter) => {
    expect(await movementPlans(filter, [branchId(2)])).not.toContain('Seq Scan on stock_movements')
  })

  it('leads every rare value through an index that begins with it', async () => {
    expect(await movementPlans('type=box_opening')).toContain('stock_movements_kind')
    expect(await movementPlans(`responsible=${personId(12)}`)).toContain('stock_movements_person')
    expect(await movementPlans('type=sale')).toContain('stock_movements_person')
    expect(await movementPlans(`product_id=${productId(2_900)}`)).toContain('stock_movements_item')
    expect(await movementPlans('auto_opened=true')).toContain('stock_movements_auto_opened')
    expect(await movementPlans('', [branchId(7)])).toContain('stock_movements_branch')
    expect(await movementPlans(month)).toContain('stock_movements_misdated')
  })

  it.each(['', 'type=loss', month, `product_id=${productId(3)}`, `responsible=${personId(12)}`])(
    'gives under "%s" the same with words that fit every product as without',
    async (filter) => {
      const list = (text: string) =>
        readSnapshot(database, { tenant_id: TENANT_ID }, (tx) =>
          listMovements(tx, movementQuery.parse(Object.fromEntries(new URLSearchParams(text))), null),
        )
      const plain = await list(filter)
      expect(plain.items.length).toBeGreaterThan(0)
      expect(await list(`${filter}&search=SKU`)).toEqual(plain)
    },
  )

  it('finds a level at an instant without reading the ledger', async () => {
    const plans = await plansOf((tx) =>
      pastLevels(tx, branchId(1), [productId(1)], { instant: new Date('2025-06-01T00:00:00Z') }),
    )
    expect(plans).toContain('stock_movements_item')
    expect(plans).not.toContain('Seq Scan on stock_movements')
  })
})
