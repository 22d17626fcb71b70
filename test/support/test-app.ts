import { randomBytes, randomUUID } from 'node:crypto'
import { type App, type AppOptions, createApp } from '../../src/server/app.ts'
import type { Clock } from '../../src/server/kernel/clock.ts'
import { createLogger, type Logger } from '../../src/server/kernel/logger.ts'
import { cloneDatabase, type TestDatabase } from './database.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape; a wrong look fails the test
type Json = any

/** An answer as a test looks at it. */
export type Reply = {
  readonly status: number
  readonly body: Json
  readonly headers: Record<string, unknown>
}

/** Calls the API as one person. Writes get a fresh Idempotency-Key unless one is given. */
export type Caller = {
  readonly token: string
  get(path: string): Promise<Reply>
  post(path: string, body?: unknown, key?: string): Promise<Reply>
  patch(path: string, body: unknown, key?: string): Promise<Reply>
  put(path: string, body: unknown, key?: string): Promise<Reply>
  remove(path: string): Promise<Reply>
}

/** The whole product on a database of its own, with a company in it. */
export type TestApp = {
  readonly app: App
  readonly database: TestDatabase
  readonly owner: Caller
  readonly tenant_id: string
  readonly branch_id: string
  readonly encryptionKey: Buffer
  /** A second app on the same database, as another process would be. */
  twin(): Promise<App>
  /** The same person's calls, answered by another app. */
  through(app: App): Caller
  as(token: string): Caller
  close(): Promise<void>
}

/** A clock that stands still until it is moved. */
export type TestClock = Clock & { set(instant: string): void; advance(ms: number): void }

/** Makes a clock that shows `instant`. */
export function clockAt(instant: string): TestClock {
  let now = new Date(instant)
  return {
    now: () => now,
    set: (next) => {
      now = new Date(next)
    },
    advance: (ms) => {
      now = new Date(now.getTime() + ms)
    },
  }
}

/** Starts the app on a fresh database and sets a company up. */
export async function startTestApp(
  options: {
    clock?: Clock
    bling?: AppOptions['bling']
    logger?: Logger | undefined
    teller?: AppOptions['teller']
  } = {},
): Promise<TestApp> {
  const database = await cloneDatabase()
  const encryptionKey = randomBytes(32)
  const clock = options.clock ?? { now: () => new Date() }
  const bling = options.bling ?? { apiUrl: 'http://127.0.0.1:9', authUrl: 'http://127.0.0.1:9' }
  const apps: App[] = []
  const open = async () => {
    const app = await createApp({
      connection: database.connection,
      encryptionKey,
      appUrl: undefined,
      trustedProxies: 0,
      clock,
      logger: options.logger ?? createLogger('silent'),
      bling,
      ...(options.teller === undefined ? {} : { teller: options.teller }),
      defaultMetrics: false,
    })
    await app.http.ready()
    apps.push(app)
    return app
  }
  const app = await open()
  const setup = await callerOf(app, '').post('/setup', {
    company_name: 'Bar do Teste',
    owner_name: 'Dona Ana',
    email: 'ana@bar.example',
    password: 'uma senha bem longa',
  })
  if (setup.status !== 201 && setup.status !== 200)
    throw new Error(`setup failed: ${JSON.stringify(setup.body)}`)
  const owner = callerOf(app, setup.body.token)
  const me = await owner.get('/me')
  return {
    app,
    database,
    owner,
    tenant_id: me.body.tenant.id,
    branch_id: me.body.branches[0].id,
    encryptionKey,
    twin: open,
    through: (other) => callerOf(other, setup.body.token),
    as: (token) => callerOf(app, token),
    async close() {
      for (const one of apps) await one.close()
      await database.drop()
    },
  }
}

/** Calls of one app with one token; an empty token calls as a stranger. */
export function callerOf(app: App, token: string): Caller {
  const call = async (
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    key?: string,
  ): Promise<Reply> => {
    const response = await app.http.inject({
      method,
      url: `/api/v1${path}`,
      remoteAddress: '127.0.0.1',
      headers: {
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(method === 'GET' ? {} : { 'idempotency-key': key ?? randomUUID() }),
      },
      ...(body === undefined ? {} : { payload: body as object }),
    })
    const text = response.body
    return {
      status: response.statusCode,
      body: text === '' ? null : JSON.parse(text),
      headers: response.headers,
    }
  }
  return {
    token,
    get: (path) => call('GET', path),
    post: (path, body, key) => call('POST', path, body, key),
    patch: (path, body, key) => call('PATCH', path, body, key),
    put: (path, body, key) => call('PUT', path, body, key),
    remove: (path) => call('DELETE', path),
  }
}
