import { createHash, randomUUID } from 'node:crypto'
import pg from 'pg'
import { ROLE_PERMISSIONS } from '../../../src/contract/permissions.ts'
import type { Principal } from '../../../src/server/auth/principal.ts'
import type { CatalogDeps } from '../../../src/server/catalog/catalog-deps.ts'
import { type Connection, type Database, openDatabase } from '../../../src/server/db/database.ts'
import type { Clock } from '../../../src/server/kernel/clock.ts'
import { newId } from '../../../src/server/kernel/ids.ts'
import { createLogger } from '../../../src/server/kernel/logger.ts'
import { createStockQueue, type StockQueue } from '../../../src/server/stock/batch/batch-queue.ts'
import { repackThrough } from '../../../src/server/stock/repack-product.ts'
import { retuneLevels } from '../../../src/server/stock/retune-levels.store.ts'
import { factsWaitingFor } from '../../../src/server/stock/waiting-facts.queries.ts'
import type { ProductSpec, Script } from './script.ts'

/** One process of the product as far as stock goes: its own connections, its own queue, its own clock. */
export type Process = {
  readonly database: Database
  readonly queue: StockQueue
  readonly catalog: CatalogDeps
  /** Moves this process's clock. */
  setClock(ms: number): void
  clock(): Date
  close(): Promise<void>
}

/** A company made for one run. */
export type Company = {
  readonly principal: Principal
  readonly branch_ids: readonly [string, string]
  readonly products: readonly (ProductSpec & { readonly id: string })[]
}

/** Opens one process on a database. */
export function openProcess(connection: Connection): Process {
  let now = new Date()
  const clock: Clock = { now: () => now }
  const database = openDatabase(connection, () => {}, 4)
  const queue = createStockQueue({ database, clock, logger: createLogger('silent') })
  return {
    database,
    queue,
    catalog: {
      database,
      clock,
      repack: repackThrough(queue),
      retune: retuneLevels,
      waitingFor: factsWaitingFor,
    },
    setClock: (ms) => {
      now = new Date(ms)
    },
    clock: () => now,
    close: async () => {
      await queue.drain()
      await database.close()
    },
  }
}

/** Makes a company with an owner who is signed in, two branches and the script's products. */
export async function foundCompany(owner: pg.Client, script: Script): Promise<Company> {
  const [tenant, user, session] = [newId(), newId(), newId()]
  const branch_ids = [newId(), newId()] as const
  const products = script.products.map((spec) => ({ ...spec, id: newId() }))
  await owner.query('begin')
  await owner.query(`select set_config('app.tenant_id', $1, true)`, [tenant])
  await owner.query('insert into tenants (id, name, settings) values ($1, $2, $3)', [
    tenant,
    'Bar da Prova',
    JSON.stringify(script.settings),
  ])
  await owner.query('insert into ledgers (tenant_id) values ($1)', [tenant])
  await owner.query(`insert into auth.users (id, name, email) values ($1, 'Prova', $2)`, [
    user,
    `${user}@bar.example`,
  ])
  await owner.query(
    `insert into memberships (tenant_id, user_id, name, role) values ($1, $2, 'Prova', 'owner')`,
    [tenant, user],
  )
  await owner.query(
    `insert into auth.sessions (id, user_id, token, expires_at) values ($1, $2, $3, '2100-01-01')`,
    [session, user, createHash('sha256').update(randomUUID()).digest('hex')],
  )
  for (const [index, id] of branch_ids.entries())
    await owner.query('insert into branches (tenant_id, id, name) values ($1, $2, $3)', [
      tenant,
      id,
      `Filial ${index}`,
    ])
  for (const [index, product] of products.entries()) await insertProduct(owner, tenant, product, index)
  if (script.levels_exist) await makeLevels(owner, tenant)
  await owner.query('commit')
  const principal: Principal = {
    tenant_id: tenant,
    user_id: user,
    user_name: 'Prova',
    role: 'owner',
    permissions: ROLE_PERMISSIONS.owner,
    branch_ids: null,
    credential: { kind: 'session', id: session },
  }
  return { principal, branch_ids, products }
}

async function insertProduct(
  owner: pg.Client,
  tenant: string,
  product: ProductSpec & { readonly id: string },
  index: number,
): Promise<void> {
  await owner.query(
    `insert into products (tenant_id, id, sku, name, unit_price_cents, box_price_cents, dose_price_cents, box_tracking, units_per_box,
                           dose_enabled, doses_per_bottle, dose_mode, muntu_enabled, muntu_quantity, muntu_price_cents, low_stock_alert)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      tenant,
      product.id,
      `SKU-${index}`,
      `Produto ${index}`,
      product.unit_price_cents,
      product.box_price_cents,
      product.dose_price_cents,
      product.units_per_box !== null,
      product.units_per_box,
      product.doses_per_bottle !== null,
      product.doses_per_bottle,
      product.dose_mode,
      product.muntu !== null,
      product.muntu?.quantity ?? null,
      product.muntu?.price_cents ?? null,
      product.low_stock_alert,
    ],
  )
}

async function makeLevels(owner: pg.Client, tenant: string): Promise<void> {
  await owner.query(
    `insert into inventory_items (tenant_id, branch_id, product_id, units_per_box, doses_per_bottle, low_stock_alert)
     select $1, b.id, p.id, p.units_per_box, p.doses_per_bottle, p.low_stock_alert
       from products p join branches b on b.tenant_id = p.tenant_id where p.tenant_id = $1`,
    [tenant],
  )
}

/** Opens a connection that owns the tables, for making companies. */
export async function openOwner(connection: Connection): Promise<pg.Client> {
  const client = new pg.Client(connection)
  await client.connect()
  return client
}
