import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/server.ts'
import { insertAccount } from '../../../src/server/bling/accounts.store.ts'
import { insertApp } from '../../../src/server/bling/apps.store.ts'
import type { BlingClient } from '../../../src/server/bling/client/bling-client.ts'
import { type Bling, type BlingOptions, openBling } from '../../../src/server/bling/open-bling.ts'
import type { Lane } from '../../../src/server/bling/rate/lane.ts'
import { sealAppSecret, sealTokens } from '../../../src/server/bling/sealed-tokens.ts'
import { type Database, openDatabase } from '../../../src/server/db/database.ts'
import type { Clock } from '../../../src/server/kernel/clock.ts'
import { newId } from '../../../src/server/kernel/ids.ts'
import { createLogger } from '../../../src/server/kernel/logger.ts'
import { createSecretBox } from '../../../src/server/kernel/secret-box.ts'
import { cloneDatabase, type TestDatabase } from '../../support/database.ts'

/** A company in the sandbox, connected as an account of the tenant. */
export type Shop = { readonly account_id: string; readonly company_id: string; readonly deposit_id: string }

/** A sandbox, a database with one tenant, and as many processes' worth of the Bling room as asked for. */
export type BlingBench = {
  readonly sandbox: Sandbox
  readonly database: TestDatabase
  readonly db: Database
  readonly tenant_id: string
  readonly client_id: string
  readonly clock: Clock
  /** Another process on the same database. */
  open(options?: Partial<BlingOptions>): Bling
  /** Founds a company and connects it with tokens, without the browser. */
  shop(name: string): Promise<Shop>
  client(bling: Bling, shop: Shop, lane?: Lane): BlingClient
  /** Looks into the database as its owner. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  close(): Promise<void>
}

/** Starts it all. The sandbox's clock and ours are the same, so both move together. */
export async function openBlingBench(options: SandboxOptions = {}): Promise<BlingBench> {
  const sandbox = await startSandbox(options)
  const database = await cloneDatabase()
  const db = openDatabase(database.connection, () => {})
  const owner = new pg.Client(database.connection)
  await owner.connect()
  const tenant_id = newId()
  const encryptionKey = randomBytes(32)
  const clock: Clock = { now: () => new Date(sandbox.control.clock().now_ms) }
  const app = sandbox.control.addApp({ name: 'EstoqueUni', redirect_uri: 'http://127.0.0.1:9/callback' })
  const app_id = newId()
  const opened: Bling[] = []
  const open = (more: Partial<BlingOptions> = {}) => {
    const bling = openBling({
      connection: database.connection,
      database: db,
      encryptionKey,
      apiUrl: `${sandbox.url}/Api/v3`,
      authUrl: `${sandbox.url}/Api/v3`,
      clock,
      logger: createLogger('silent'),
      timeouts: { read_ms: 1000, write_ms: 1500 },
      appUrl: undefined,
      authenticate: async () => null,
      ...more,
    })
    opened.push(bling)
    return bling
  }
  const box = createSecretBox(encryptionKey)
  await owner.query('insert into tenants (id, name) values ($1, $2)', [tenant_id, 'Bar do Teste'])
  await db.tenant(tenant_id, (tx) =>
    insertApp(tx, {
      id: app_id,
      name: 'EstoqueUni',
      client_id: app.client_id,
      client_secret: sealAppSecret(box, app_id, app.client_secret),
      created_at: clock.now(),
    }),
  )
  return {
    sandbox,
    database,
    db,
    tenant_id,
    client_id: app.client_id,
    clock,
    open,
    async shop(name) {
      const { company_id, deposit_id } = sandbox.control.addCompany({ name })
      const issued = sandbox.control.connect({ client_id: app.client_id, company_id, jwt: true })
      const account_id = newId()
      await db.tenant(tenant_id, (tx) =>
        insertAccount(tx, {
          id: account_id,
          app_id,
          company_id,
          name,
          ...sealTokens(box, account_id, issued),
          token_expires_at: new Date(clock.now().getTime() + issued.expires_in * 1000),
          scopes: issued.scope,
          connected_at: clock.now(),
          connected_by: newId(),
        }),
      )
      return { account_id, company_id, deposit_id: String(deposit_id) }
    },
    client: (bling, shop, lane = 'webhook') => bling.clients.forAccount(tenant_id, shop.account_id, lane),
    query: async (text, values) => (await owner.query(text, values)).rows,
    async close() {
      for (const bling of opened) await bling.close()
      await db.close()
      await owner.end()
      await sandbox.close()
      await database.drop()
    },
  }
}

/** Calls that reached the API (not the token endpoint), as the sandbox noted them. */
export function apiCalls(bench: BlingBench, company_id: string) {
  return bench.sandbox
    .calls()
    .filter((call) => call.company_id === company_id && !call.operation.includes('/oauth/'))
}

/** Calls to the token endpoint. */
export function tokenCalls(bench: BlingBench) {
  return bench.sandbox.calls().filter((call) => call.operation === 'POST /oauth/token')
}

/** The most calls that any window of a second holds. */
export function mostInASecond(times: readonly number[]): number {
  const sorted = [...times].sort((one, other) => one - other)
  return Math.max(0, ...sorted.map((at, index) => index + 1 - sorted.findIndex((other) => other > at - 1000)))
}
