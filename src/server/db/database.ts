import pg from 'pg'
import type { Sql } from './sql.ts'

/** Where a database is and who asks. */
export type Connection = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

/** A transaction of one tenant: row-level security lets it see and write that tenant's rows only. */
export type Tx = {
  readonly tenant_id: string
  /** Runs a statement and gives its rows. The caller names the row's shape; the column names are the fields. */
  query<Row extends object>(statement: Sql): Promise<Row[]>
  /** Runs a statement under a name, so that the server parses and plans it once per connection. */
  prepared<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]>
}

/** A transaction that can also send without waiting. */
export type SendingTx = Tx & {
  /** Sends a statement whose rows nobody needs. The transaction waits for it before it is over; if it fails, so does all. */
  send(name: string, text: string, values: unknown[]): void
}

/**
 * How statements are planned. `by_key`: every row is found by its key, so an index is used also while the statistics of a young,
 * fast growing table still say that it is empty.
 */
export type Planning = 'free' | 'by_key'

const BEGIN = { free: '', by_key: '; set local enable_seqscan = off' } as const satisfies Record<
  Planning,
  string
>

/** The application's database. It connects as a role that owns nothing and cannot bypass row-level security. */
export type Database = {
  /**
   * Runs `work` in one transaction scoped to the tenant: commits when it resolves, rolls back when it throws. One that the server
   * gives up for others, because they waited crosswise or used the same key first, is run again: `work` changes nothing but what its transaction holds.
   */
  tenant<T>(tenantId: string, work: (tx: SendingTx) => Promise<T>, planning?: Planning): Promise<T>
  /** Runs one statement outside any tenant; rows of tenants are invisible to it. */
  global<Row extends object>(statement: Sql): Promise<Row[]>
  /** Whether the database answers. */
  answers(): Promise<boolean>
  close(): Promise<void>
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const INT8 = 20
const DATE = 1082
const NUMERIC = 1700

/** int8 and numeric come as numbers (refused beyond 2^53), dates as `YYYY-MM-DD`, timestamps as `Date`. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8) return safeInteger
    if (oid === NUMERIC) return Number
    if (oid === DATE) return (text: string) => text
    return pg.types.getTypeParser(oid, format as 'text')
  },
} as pg.CustomTypesConfig

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value))
    throw new Error(`the number ${text} from the database is beyond what can be counted`)
  return value
}

/** Settings shared by every pool of the process. `role` is the role in which all its statements run. */
export function poolSettings(connection: Connection, role: string, max: number): pg.PoolConfig {
  return {
    ...connection,
    max,
    types,
    options: `-c role=${role} -c search_path=public -c timezone=UTC`,
    application_name: 'estoqueuni',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  }
}

/** Opens the application's pool. `onError` hears of connections that break while idle. */
export function openDatabase(connection: Connection, onError: (error: Error) => void, max = 10): Database {
  // Statements that do not wait for each other's answers travel together: `begin` with the first reads, the last write with `commit`.
  const pool = new pg.Pool({ ...poolSettings(connection, 'estoqueuni_app', max), pipeline: true })
  pool.on('error', onError)
  pool.on('connect', surviveBreaking)
  return {
    tenant: (tenantId, work, planning = 'free') =>
      untilNotGivenUp(() => inTransaction(pool, tenantId, work, planning)),
    global: async <Row extends object>(statement: Sql) => (await pool.query<Row>(statement)).rows,
    answers: () =>
      pool.query('select 1').then(
        () => true,
        () => false,
      ),
    close: () => endPool(pool),
  }
}

/** What runs on a connection that breaks fails by itself; but an error event that nobody listens for would end the process. */
export function surviveBreaking(client: pg.PoolClient): void {
  client.on('error', () => {})
}

/**
 * Ends a pool and waits until its connections are gone. The pool's own `end` answers while they are still saying goodbye, and a
 * server that is stopped then cuts them off, which looks like a failure.
 */
export async function endPool(pool: pg.Pool): Promise<void> {
  let left = pool.totalCount
  const gone = new Promise<void>((resolve) => {
    if (left === 0) resolve()
    pool.on('remove', () => {
      left -= 1
      if (left === 0) resolve()
    })
  })
  await pool.end()
  await gone
}

/** Deadlock and serialization failure: nothing was kept, and the same again succeeds. */
const GIVEN_UP: ReadonlySet<unknown> = new Set(['40P01', '40001'])
/** Somebody answered to the same key between our look and our own answer: again, we find theirs. */
const KEY_TAKEN = 'idempotency_keys_pkey'
const MAX_ATTEMPTS = 5

async function untilNotGivenUp<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction()
    } catch (error) {
      if (!isOvertaken(error) || attempt === MAX_ATTEMPTS) throw error
    }
  }
}

function isOvertaken(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (GIVEN_UP.has(error.code) || error.constraint === KEY_TAKEN)
}

async function inTransaction<T>(
  pool: pg.Pool,
  tenantId: string,
  work: (tx: SendingTx) => Promise<T>,
  planning: Planning,
): Promise<T> {
  if (!UUID.test(tenantId)) throw new Error('a tenant is named by its id')
  const client = await pool.connect()
  const sent: Promise<unknown>[] = []
  const send = (query: string | pg.QueryConfig) => {
    const answered = client.query(query)
    answered.catch(() => {}) // awaited below, with the others
    sent.push(answered)
  }
  let broken: Error | undefined
  try {
    send(`begin; set local app.tenant_id = '${tenantId}'${BEGIN[planning]}`)
    const result = await work({
      tenant_id: tenantId,
      query: async <Row extends object>(statement: Sql) => (await client.query<Row>(statement)).rows,
      prepared: async <Row extends object>(name: string, text: string, values: unknown[]) =>
        (await client.query<Row>({ name, text, values })).rows,
      send: (name, text, values) => send({ name, text, values }),
    })
    send('commit')
    await Promise.all(sent)
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}
