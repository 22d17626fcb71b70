import { AsyncLocalStorage } from 'node:async_hooks'
import pg from 'pg'
import { type Connection, endPool, poolSettings, surviveBreaking, type Tx } from '../db/database.ts'
import type { Sql } from '../db/sql.ts'

const MAX_CONNECTIONS = 4
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** A transaction of the role that checks credentials. It may begin without a tenant and be bound to one when it is known. */
export type IdentityTx = Omit<Tx, 'tenant_id'> & { bind(tenantId: string): Promise<Tx> }

/** The part of a pool that the login library uses. */
export type LibraryPool = { connect(): Promise<LibraryClient>; end(): Promise<void> }
type LibraryClient = Pick<pg.PoolClient, 'query' | 'release'>

/**
 * The small pool that alone reaches the schema `auth`. What the login library does while a transaction of ours runs
 * joins that transaction, so that a person, the membership and the audit entry are written together or not at all.
 */
export type IdentityDatabase = {
  transaction<T>(work: (tx: IdentityTx) => Promise<T>): Promise<T>
  /** As `transaction`, bound to the tenant from the start. */
  tenant<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T>
  /** Runs one statement by itself, parsed and planned once per connection under its name. */
  prepared<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]>
  readonly pool: pg.Pool
  readonly libraryPool: LibraryPool
  close(): Promise<void>
}

type Running = { client: pg.PoolClient; isOver: boolean }

/** Opens the pool. `onError` hears of connections that break while idle. */
export function openIdentityDatabase(
  connection: Connection,
  onError: (error: Error) => void,
): IdentityDatabase {
  const pool = new pg.Pool({
    ...poolSettings(connection, 'estoqueuni_auth', MAX_CONNECTIONS),
    options: '-c role=estoqueuni_auth -c search_path=auth,public -c timezone=UTC',
  })
  pool.on('error', onError)
  pool.on('connect', surviveBreaking)
  const running = new AsyncLocalStorage<Running>()
  const transaction = <T>(work: (tx: IdentityTx) => Promise<T>) => inTransaction(pool, running, work)
  return {
    transaction,
    tenant: (tenantId, work) => transaction(async (tx) => work(await tx.bind(tenantId))),
    prepared: async <Row extends object>(name: string, text: string, values: unknown[]) =>
      (await pool.query<Row>({ name, text, values })).rows,
    pool,
    libraryPool: joiningPool(pool, running),
    close: () => endPool(pool),
  }
}

async function inTransaction<T>(
  pool: pg.Pool,
  running: AsyncLocalStorage<Running>,
  work: (tx: IdentityTx) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  const state: Running = { client, isOver: false }
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await running.run(state, () => work(identityTx(client)))
    state.isOver = true
    await client.query('commit')
    return result
  } catch (error) {
    state.isOver = true
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}

function identityTx(client: pg.PoolClient): IdentityTx {
  const statements = {
    query: async <Row extends object>(statement: Sql) => (await client.query<Row>(statement)).rows,
    prepared: async <Row extends object>(name: string, text: string, values: unknown[]) =>
      (await client.query<Row>({ name, text, values })).rows,
  }
  return {
    ...statements,
    bind: async (tenantId) => {
      if (!UUID.test(tenantId)) throw new Error('a tenant is named by its id')
      await client.query(`set local app.tenant_id = '${tenantId}'`)
      return { ...statements, tenant_id: tenantId }
    },
  }
}

/** The library's own transactions become savepoints inside ours. */
const NESTED: Readonly<Record<string, string>> = {
  begin: 'savepoint library',
  commit: 'release savepoint library',
  rollback: 'rollback to savepoint library',
}

function joiningPool(pool: pg.Pool, running: AsyncLocalStorage<Running>): LibraryPool {
  return {
    connect: async () => {
      const state = running.getStore()
      if (state === undefined || state.isOver) return pool.connect()
      const { client } = state
      const query = (text: string, values?: unknown[]) => client.query(NESTED[text] ?? text, values)
      return { query: query as pg.PoolClient['query'], release: () => {} }
    },
    end: async () => {},
  }
}
