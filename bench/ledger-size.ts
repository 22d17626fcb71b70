import { parseArgs } from 'node:util'
import pg from 'pg'
import { inventoryQuery } from '../src/contract/inventory.ts'
import { movementQuery } from '../src/contract/movements.ts'
import { type Connection, type Database, openDatabase } from '../src/server/db/database.ts'
import { sql } from '../src/server/db/sql.ts'
import { dashboardOf } from '../src/server/insight/dashboard.ts'
import { recomputeConsumption } from '../src/server/insight/recompute-consumption.ts'
import { encodeCursor } from '../src/server/kernel/cursor.ts'
import { listInventory } from '../src/server/stock/inventory-list.queries.ts'
import { listMovements } from '../src/server/stock/movement-list.queries.ts'
import { pastLevels } from '../src/server/stock/past-levels.queries.ts'
import { readSnapshot } from '../src/server/stock/read-snapshot.queries.ts'
import { verifyLedger } from '../src/server/stock/verify-ledger.ts'
import { openBenchDatabase } from './support/bench-database.ts'
import {
  branchId,
  type CompanySize,
  FIRST_DAY,
  inventCompany,
  LAST_DAY,
  productId,
  TENANT_ID,
} from './support/large-company.ts'
import { INVENTORY_ORDERS, movementQuestions, ONE_BRANCH } from './support/ledger-questions.ts'
import { SEALED_TENANT_ID, writeSealedLedger } from './support/sealed-ledger.ts'
import { lineOf, type Timing, timed } from './support/timings.ts'

/*
 * How fast stock is read when a company is large. Every figure is the whole read as its route does it, from the transaction's
 * begin to its end, names of products and people included, without HTTP. The large ledger is invented by SQL and its seals are
 * not real; the rate of verification is measured on a smaller one, sealed for real, beside it in the same tables.
 */
const { values } = parseArgs({
  options: {
    movements: { type: 'string', default: '10000000' },
    products: { type: 'string', default: '50000' },
    people: { type: 'string', default: '25' },
    sealed: { type: 'string', default: '300000' },
    rounds: { type: 'string', default: '40' },
  },
})
const size: CompanySize = {
  movements: Number(values.movements),
  products: Number(values.products),
  people: Number(values.people),
}
const rounds = Number(values.rounds)

const bench = await openBenchDatabase()
try {
  await prepare(bench.connection)
  const database = openDatabase(bench.connection, (error) => console.error(error.message))
  try {
    await measure(database)
  } finally {
    await database.close()
  }
} finally {
  await bench.close()
}

async function prepare(connection: Connection): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  const { rowCount } = await client.query('select from schema_versions where version = 4')
  const { rows } = await client.query<{ made: boolean }>(
    `select exists (select from tenants where id = $1) as made`,
    [SEALED_TENANT_ID],
  )
  if (rowCount === 1 && rows[0]?.made !== true) {
    await inventCompany(client, size, (line) => console.error(`… ${line}`))
    await writeSealedLedger(connection, Number(values.sealed))
  }
  const sizes = await client.query<{ heap: string; indexes: string; version: string }>(`
    select pg_size_pretty(pg_table_size('stock_movements')) as heap, current_setting('server_version') as version,
           pg_size_pretty(pg_indexes_size('stock_movements')) as indexes`)
  await client.end()
  const { heap, indexes, version } = sizes.rows[0] ?? { heap: '?', indexes: '?', version: '?' }
  console.log(`PostgreSQL ${version}: ${size.movements} movements, heap ${heap}, indexes ${indexes}`)
}

async function measure(database: Database): Promise<void> {
  await measureMachine(database)
  const movements = await measureMovements(database)
  const inventory = await measureInventory(database)
  const past = await timed(rounds, () => levelAsOf(database))
  console.log(lineOf('one item as it was', past))
  const glance = await timed(Math.min(10, rounds), () =>
    readSnapshot(database, { tenant_id: TENANT_ID }, (tx) => dashboardOf(tx, null, LAST_DAY)),
  )
  console.log(lineOf('dashboard', glance))
  console.log(`worst p95 of movements: ${movements.toFixed(1)} ms`)
  console.log(`worst p95 of inventory: ${inventory.toFixed(1)} ms`)
  await measureWholes(database)
  await measureMachine(database)
}

async function measureMovements(database: Database): Promise<number> {
  let worst = 0
  for (const { name, filter, inOneBranch } of movementQuestions(size)) {
    const ask = (more: Record<string, string>) =>
      readSnapshot(database, { tenant_id: TENANT_ID }, (tx) => {
        const query = movementQuery.parse({ ...filter(Math.random), ...more })
        return listMovements(tx, query, inOneBranch === true ? [ONE_BRANCH] : null)
      })
    const first = await timed(rounds, () => ask({}))
    const deep = await timed(rounds, () =>
      ask({ cursor: encodeCursor([Math.floor(size.movements * Math.random())]) }),
    )
    console.log(lineOf(`movements, ${name}, first page`, first))
    console.log(lineOf(`movements, ${name}, deep page`, deep))
    worst = Math.max(worst, first.p95_ms, deep.p95_ms)
  }
  return worst
}

async function measureInventory(database: Database): Promise<number> {
  let worst = 0
  for (const sort of INVENTORY_ORDERS) {
    const ask = (more: Record<string, unknown>) =>
      readSnapshot(database, { tenant_id: TENANT_ID }, (tx) =>
        listInventory(tx, inventoryQuery.parse({ sort, ...more }), null),
      )
    const first = await timed(rounds, () => ask({}))
    let cursor: string | undefined
    for (let page = 0; page < 20; page += 1) {
      const { next_cursor } = await ask({ limit: 200, ...(cursor === undefined ? {} : { cursor }) })
      cursor = next_cursor ?? cursor
    }
    const deep = await timed(rounds, () => ask({ cursor }))
    console.log(lineOf(`inventory by ${sort}, first page`, first))
    console.log(lineOf(`inventory by ${sort}, page 80`, deep))
    worst = Math.max(worst, first.p95_ms, deep.p95_ms)
  }
  return worst
}

function levelAsOf(database: Database) {
  const instant = new Date(FIRST_DAY.getTime() + Math.random() * (LAST_DAY.getTime() - FIRST_DAY.getTime()))
  const product = productId(1 + Math.floor(size.products * Math.random() ** 3))
  return readSnapshot(database, { tenant_id: TENANT_ID }, (tx) =>
    pastLevels(tx, branchId(1), [product], { instant }),
  )
}

/** What the machine gives at this moment: nothing of ours, so that runs on a busy machine can be compared. */
async function measureMachine(database: Database): Promise<void> {
  const counting = await timed(rounds, () =>
    database.global(sql`select count(*) from generate_series(1, 100000) as number where number % 7 > 1`),
  )
  console.log(lineOf('reference, counting to 100,000 in SQL', counting))
}

/** What reads or writes a whole company: once each, in seconds. */
async function measureWholes(database: Database): Promise<void> {
  const scope = { branch_ids: null, product_id: null }
  const consumption = await timed(1, () => recomputeConsumption(database, TENANT_ID, scope, LAST_DAY))
  console.log(`consumption of all ${2 * size.products} items: ${seconds(consumption)} s`)
  const proof = await timed(2, () =>
    verifyLedger(database, SEALED_TENANT_ID, { scope: 'full', now: LAST_DAY }),
  )
  const rate = Number(values.sealed) / (proof.p50_ms / 1000)
  console.log(`verification: ${rate.toFixed(0)} movements a second`)
}

function seconds({ p50_ms }: Timing): string {
  return (p50_ms / 1000).toFixed(1)
}
