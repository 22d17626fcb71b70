import { createHash, createPublicKey, verify } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { addCompany, addUser, OWNER, setUp, startTestApp, type TestApp, tokenOf } from './identity.fixture.ts'
import { principalOf } from './principal.ts'

let database: TestDatabase
let app: TestApp
let other: TestApp
let admin: pg.Client
let owner: string
let tenantId: string

/** A route as the stock room has it: its command asks for the credential again inside its own transaction. */
const withRecheckedRoute = (http: TestApp['http']) => {
  http.post(
    '/api/v1/test-sale',
    { config: { access: 'stock.sell', rechecked: 'in_batch' } },
    async (request) => {
      const { credential, role } = principalOf(request)
      return { credential, role }
    },
  )
}

beforeAll(async () => {
  database = await cloneDatabase()
  app = await startTestApp(database.connection, undefined, withRecheckedRoute)
  other = await startTestApp(database.connection)
  admin = new pg.Client(database.connection)
  await admin.connect()
  const made = await setUp(app)
  owner = made.token
  tenantId = made.tenant_id
})

afterAll(async () => {
  await admin.end()
  await app.close()
  await other.close()
  await database.drop()
})

const statusIn = async (one: TestApp, token: string) => (await one.call('GET', '/me', { as: token })).status
const part = (jwt: string, index: number) =>
  JSON.parse(Buffer.from(jwt.split('.')[index] ?? '', 'base64url').toString())

it('knows nobody without a credential, and nobody by a made-up one', async () => {
  expect((await app.call('GET', '/me')).status).toBe(401)
  for (const token of ['es_x', 'eu_x', 'a.b.c', "es_' or true --"])
    expect(await statusIn(app, token)).toBe(401)
  const basic = await app.call('GET', '/me', { headers: { authorization: 'Basic emU6emU=' } })
  expect(basic.status).toBe(401)
})

it('ends a deactivated person at once, in every process', async () => {
  const { id, token } = await addUser(app, owner, { email: 'fora@bar.com.br', role: 'manager' })
  expect(await statusIn(other, token)).toBe(200)
  await app.call('PATCH', `/users/${id}`, { as: owner, body: { is_active: false } })
  expect(await statusIn(app, token)).toBe(401)
  expect(await statusIn(other, token)).toBe(401)
})

it('applies a changed role and changed branches at once, in every process', async () => {
  const { id, token } = await addUser(app, owner, { email: 'muda@bar.com.br', role: 'manager' })
  expect((await other.call('GET', '/audit', { as: token })).status).toBe(200)
  const branch = (await app.call('GET', '/me', { as: owner })).body.branches[0].id
  await app.call('PATCH', `/users/${id}`, { as: owner, body: { role: 'viewer', branch_ids: [branch] } })
  expect((await other.call('GET', '/audit', { as: token })).status).toBe(403)
  const me = await other.call('GET', '/me', { as: token })
  expect(me.body).toMatchObject({ role: 'viewer', all_branches: false, branches: [{ id: branch }] })
})

it('does not let an expired session in', async () => {
  const token = await tokenOf(app, OWNER.email, OWNER.password)
  expect(await statusIn(app, token)).toBe(200)
  const hash = createHash('sha256').update(token).digest('hex')
  await admin.query(`update auth.sessions set expires_at = now() - interval '1 second' where token = $1`, [
    hash,
  ])
  expect(await statusIn(app, token)).toBe(401)
})

it('keeps nothing in the database that lets anybody in', async () => {
  const key = await app.call('POST', '/api-keys', { as: owner, body: { name: 'site', role: 'viewer' } })
  const invited = await app.call('POST', '/invitations', {
    as: owner,
    body: { email: 'eva@bar.com.br', role: 'viewer' },
  })
  const tables = [
    'auth.sessions',
    'auth.api_keys',
    'auth.accounts',
    'auth.jwks',
    'public.api_keys',
    'public.invitations',
  ]
  const values: string[] = []
  for (const table of tables) {
    const { rows } = await admin.query(`select * from ${table}`)
    values.push(...rows.flatMap((row) => Object.values(row).map(String)))
  }
  const secrets = [owner, key.body.key, invited.body.token, OWNER.password]
  for (const secret of secrets) expect(values.some((value) => value.includes(secret))).toBe(false)
  for (const value of values) expect(value).not.toMatch(/"d":"/)
  const { rows } = await admin.query<{ secret: string }>(
    'select token as secret from auth.sessions union all select key from auth.api_keys',
  )
  expect(rows.length).toBeGreaterThan(1)
  for (const { secret } of rows) {
    for (const shown of [secret, `es_${secret}`, `eu_${secret}`]) {
      expect(await statusIn(app, shown)).toBe(401)
      expect((await app.call('GET', '/me', { headers: { 'x-api-key': shown } })).status).toBe(401)
      expect((await app.call('GET', '/me', { headers: { cookie: `estoqueuni=${shown}` } })).status).toBe(401)
    }
  }
})

it('hides the credentials from the application’s own role', async () => {
  for (const table of ['users', 'sessions', 'accounts', 'api_keys', 'jwks']) {
    const read = app.db.tenant(tenantId, (tx) =>
      tx.prepared(`read_${table}`, `select * from auth.${table}`, []),
    )
    await expect(read).rejects.toThrow(/permission denied/)
  }
})

it('signs short tokens that others verify by the public key and that die with the session', async () => {
  const token = await tokenOf(app, OWNER.email, OWNER.password)
  const { body } = await app.call('POST', '/auth/jwt', { as: token })
  const { keys } = (await app.call('GET', '/.well-known/jwks.json')).body
  expect(part(body.jwt, 0)).toMatchObject({ alg: 'EdDSA', kid: keys[0].kid })
  expect(Object.keys(keys[0])).not.toContain('d')
  const [header, payload, signature = ''] = body.jwt.split('.')
  const publicKey = createPublicKey({ key: keys[0], format: 'jwk' })
  const signed = Buffer.from(`${header}.${payload}`)
  expect(verify(null, signed, publicKey, Buffer.from(signature, 'base64url'))).toBe(true)
  const { exp, iat, tenant_id } = part(body.jwt, 1)
  expect([exp - iat, tenant_id]).toEqual([900, tenantId])
  expect(new Date(body.expires_at).getTime()).toBe(exp * 1000)
  expect(await statusIn(other, body.jwt)).toBe(200)
  await app.call('POST', '/auth/sign-out', { as: token })
  expect(await statusIn(app, body.jwt)).toBe(401)
  expect(await statusIn(other, body.jwt)).toBe(401)
})

it('refuses a signed token that was changed, unsigned, or made elsewhere', async () => {
  const { jwt } = (await app.call('POST', '/auth/jwt', { as: owner })).body
  const [header, , signature] = jwt.split('.')
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { ...part(jwt, 1), role: 'owner', exp: 9_999_999_999 }
  const unsigned = `${encode({ ...part(jwt, 0), alg: 'none' })}.${encode(part(jwt, 1))}.`
  for (const forged of [`${header}.${encode(claims)}.${signature}`, unsigned, `${jwt}x`])
    expect(await statusIn(app, forged)).toBe(401)
  const elsewhere = await startTestApp(database.connection, 'https://outro.example')
  const foreign = (await elsewhere.call('POST', '/auth/jwt', { as: owner })).body.jwt
  await elsewhere.close()
  expect(await statusIn(app, foreign)).toBe(401)
})

it('takes a browser’s cookie for reading, and for writing only from its own pages', async () => {
  const token = await tokenOf(app, OWNER.email, OWNER.password)
  const cookie = `estoqueuni=${token}`
  expect((await app.call('GET', '/me', { headers: { cookie } })).status).toBe(200)
  const write = (headers: Record<string, string>) =>
    app.call('POST', '/auth/jwt', { headers: { cookie, host: 'bar.local:3000', ...headers } })
  for (const headers of [
    {},
    { origin: 'https://atacante.example' },
    { origin: 'null' },
    { origin: 'http://bar.local:3001' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://bar.local:3000' },
    { 'sec-fetch-site': 'none' },
  ]) {
    const refused = await write(headers)
    expect([refused.status, refused.body.code]).toEqual([403, 'CROSS_ORIGIN'])
  }
  expect((await write({ origin: 'http://bar.local:3000' })).status).toBe(200)
  expect((await write({ 'sec-fetch-site': 'same-origin' })).status).toBe(200)
})

it('answers from memory only where the command asks again, and that question sees the end at once', async () => {
  const { id, token } = await addUser(app, owner, { email: 'caixa@bar.com.br', role: 'cashier' })
  const sell = () => app.call('POST', '/test-sale', { as: token })
  const { credential } = (await sell()).body
  const outside = await addCompany(app, 'fora@outra.com.br')
  const outsider = (await app.call('POST', '/test-sale', { as: outside.token })).body.credential
  const live = (tenant: string) =>
    app.db.tenant(tenant, (tx) =>
      tx.prepared('live', 'select * from live_credentials($1)', [[credential.id, outsider.id]]),
    )
  expect(await live(tenantId)).toEqual([
    { credential_id: credential.id, user_id: id, role: 'cashier', branch_ids: null },
  ])
  expect(await live(outside.tenant_id)).toMatchObject([{ credential_id: outsider.id }])
  await app.call('PATCH', `/users/${id}`, { as: owner, body: { is_active: false } })
  expect((await sell()).status).toBe(200)
  expect(await live(tenantId)).toEqual([])
  expect(await statusIn(app, token)).toBe(401)
  expect((await sell()).status).toBe(401)
})

it('lets a better role sell at once', async () => {
  const { id, token } = await addUser(app, owner, { email: 'novo@bar.com.br', role: 'viewer' })
  expect((await app.call('POST', '/test-sale', { as: token })).status).toBe(403)
  await other.call('PATCH', `/users/${id}`, { as: owner, body: { role: 'cashier' } })
  expect((await app.call('POST', '/test-sale', { as: token })).body.role).toBe('cashier')
})
