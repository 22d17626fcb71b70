import type { InjectOptions } from 'fastify'
import { pino } from 'pino'
import { type Connection, type Database, openDatabase } from '../db/database.ts'
import { createHttp, type Http } from '../http/server.ts'
import { newId } from '../kernel/ids.ts'
import { createCompany } from './company.store.ts'
import { identityRoutes } from './identity.routes.ts'
import { type Identity, openIdentity } from './identity.ts'
import { createLogin, hashPassword } from './logins.ts'
import { addMembership } from './memberships.store.ts'
import { wellKnownRoutes } from './well-known.routes.ts'

/** The owner that tests set up. */
export const OWNER = {
  company_name: 'Bar do Zé',
  owner_name: 'Zé',
  email: 'ze@bar.com.br',
  password: 'tampinha azul 42',
}
export const PASSWORD = 'garrafa verde 77'

/** One process of the product as far as identity goes. */
export type TestApp = {
  readonly http: Http
  readonly identity: Identity
  readonly db: Database
  /** Sends a request; a string as `as` is a bearer token. */
  call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, options?: CallOptions): Promise<Answer>
  close(): Promise<void>
}
export type CallOptions = {
  as?: string
  body?: object | string | undefined
  headers?: Record<string, string>
  remoteAddress?: string
}
// biome-ignore lint/suspicious/noExplicitAny: tests read answers freely, as any client would
type Answer = { status: number; body: any; text: string; headers: Record<string, unknown> }

/** Starts one process on a database; several on the same one are several processes as far as state goes. */
export async function startTestApp(
  connection: Connection,
  appUrl?: string,
  more: (http: Http) => void = () => {},
): Promise<TestApp> {
  const logger = pino({ level: 'silent' })
  const identity = openIdentity({
    connection,
    encryptionKey: Buffer.alloc(32, 7),
    appUrl,
    logger,
  })
  const db = openDatabase(connection, () => {}, 4)
  const http = await createHttp({ logger, authenticate: identity.authenticate, trustedProxies: 0 })
  await http.register(identityRoutes({ identity, db }), { prefix: '/api/v1' })
  await http.register(wellKnownRoutes(identity))
  more(http)
  return {
    http,
    identity,
    db,
    call: (method, url, options = {}) => call(http, method, url, options),
    close: async () => {
      await http.close()
      await identity.close()
      await db.close()
    },
  }
}

async function call(http: Http, method: string, url: string, options: CallOptions): Promise<Answer> {
  const bearer = options.as === undefined ? {} : { authorization: `Bearer ${options.as}` }
  const request: InjectOptions = {
    method: method as 'GET',
    url: url.startsWith('/.') ? url : `/api/v1${url}`,
    headers: { ...bearer, ...options.headers },
    ...(options.body === undefined ? {} : { payload: options.body }),
    ...(options.remoteAddress === undefined ? {} : { remoteAddress: options.remoteAddress }),
  }
  const reply = await http.inject(request)
  const isJson = String(reply.headers['content-type'] ?? '').includes('json')
  return {
    status: reply.statusCode,
    body: isJson ? reply.json() : null,
    text: reply.body,
    headers: reply.headers,
  }
}

/** Sets the company up and gives the owner's token and ids. */
export async function setUp(app: TestApp): Promise<{ token: string; user_id: string; tenant_id: string }> {
  const { body } = await app.call('POST', '/setup', { body: OWNER })
  return { token: body.token, user_id: body.user.id, tenant_id: body.tenant.id }
}

/** Creates a person through the API and signs them in. */
export async function addUser(
  app: TestApp,
  owner: string,
  person: { email: string; role: string; branch_ids?: string[] },
): Promise<{ id: string; token: string }> {
  const made = await app.call('POST', '/users', {
    as: owner,
    body: { name: person.email, password: PASSWORD, ...person },
  })
  return { id: made.body.id, token: await tokenOf(app, person.email) }
}

/** Signs a person in and gives the token. */
export async function tokenOf(app: TestApp, email: string, password = PASSWORD): Promise<string> {
  const signedIn = await app.call('POST', '/auth/sign-in', { body: { email, password } })
  return signedIn.body.token
}

/** A second company on the same database, with an owner, which the API itself never makes. */
export async function addCompany(
  app: TestApp,
  email: string,
): Promise<{ token: string; user_id: string; tenant_id: string; branch_id: string }> {
  const { library, db } = app.identity
  const tenantId = newId()
  const passwordHash = await hashPassword(library, PASSWORD)
  const userId = await db.tenant(tenantId, async (tx) => {
    await createCompany(tx, 'Outra Ltda')
    const id = await createLogin(library, { name: 'Ana', email, password_hash: passwordHash })
    await addMembership(tx, { user_id: id, name: 'Ana', role: 'owner', branch_ids: null })
    return id
  })
  const token = await tokenOf(app, email)
  const me = await app.call('GET', '/me', { as: token })
  return { token, user_id: userId, tenant_id: tenantId, branch_id: me.body.branches[0].id }
}
