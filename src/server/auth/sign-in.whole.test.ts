import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { addUser, OWNER, PASSWORD, setUp, startTestApp, type TestApp, tokenOf } from './identity.fixture.ts'

let database: TestDatabase
let app: TestApp
let other: TestApp
let owner: string
let ownerId: string
let nextAddress = 1

beforeAll(async () => {
  database = await cloneDatabase()
  app = await startTestApp(database.connection)
  other = await startTestApp(database.connection, 'https://estoque.bar.com.br')
  const made = await setUp(app)
  owner = made.token
  ownerId = made.user_id
})

afterAll(async () => {
  await app.close()
  await other.close()
  await database.drop()
})

const newAddress = () => `198.51.100.${nextAddress++}`
const attempt = (email: string, password: string, remoteAddress: string, at = app) =>
  at.call('POST', '/auth/sign-in', { body: { email, password }, remoteAddress })

it('opens a session, whatever the case of the e-mail', async () => {
  const { status, body } = await attempt(' Ze@BAR.com.br ', OWNER.password, newAddress())
  expect(status).toBe(200)
  expect(body.user).toEqual({ id: ownerId, name: 'Zé', email: 'ze@bar.com.br', kind: 'person' })
  expect(Date.parse(body.expires_at)).toBeGreaterThan(Date.now() + 29 * 24 * 3_600_000)
  expect((await app.call('GET', '/me', { as: body.token })).body.user.id).toBe(ownerId)
})

it('answers the same for an unknown e-mail, a wrong password and a deactivated person', async () => {
  const person = await addUser(app, owner, { email: 'saiu@bar.com.br', role: 'viewer' })
  await app.call('PATCH', `/users/${person.id}`, { as: owner, body: { is_active: false } })
  const ip = newAddress()
  const answers = [
    await attempt('ninguem@bar.com.br', OWNER.password, ip),
    await attempt(OWNER.email, 'senha errada', ip),
    await attempt('saiu@bar.com.br', PASSWORD, ip),
  ]
  expect(answers.map((one) => one.status)).toEqual([401, 401, 401])
  expect(new Set(answers.map((one) => one.text)).size).toBe(1)
})

it('spends as much time on an unknown e-mail as on a wrong password', async () => {
  const time = async (email: string) => {
    const startedAt = performance.now()
    await attempt(email, 'senha errada', newAddress())
    return performance.now() - startedAt
  }
  const fastest = async (email: string) => {
    let best = Number.POSITIVE_INFINITY
    for (let i = 0; i < 5; i++) best = Math.min(best, await time(email))
    return best
  }
  const unknown = await fastest('ninguem@bar.com.br')
  const wrong = await fastest(OWNER.email)
  expect(unknown).toBeGreaterThan(wrong / 2)
  expect(wrong).toBeGreaterThan(unknown / 2)
})

it('refuses further tries after ten failures of one account from one address, in every process', async () => {
  const ip = newAddress()
  for (let i = 0; i < 10; i++)
    expect((await attempt(OWNER.email, 'errada', ip, i % 2 === 0 ? app : other)).status).toBe(401)
  const refused = await attempt(OWNER.email, OWNER.password, ip, other)
  expect(refused.status).toBe(429)
  expect(refused.body.code).toBe('TOO_MANY_REQUESTS')
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(900)
  expect((await attempt(OWNER.email, OWNER.password, newAddress())).status).toBe(200)
})

it('lets no more than ten of many guesses at once through', async () => {
  const ip = newAddress()
  const answers = await Promise.all(Array.from({ length: 25 }, () => attempt(OWNER.email, 'errada', ip)))
  expect(answers.filter((one) => one.status === 401)).toHaveLength(10)
  expect(answers.filter((one) => one.status === 429)).toHaveLength(15)
})

it('forgets the failures of who then enters', async () => {
  const ip = newAddress()
  for (let i = 0; i < 9; i++) await attempt(OWNER.email, 'errada', ip)
  expect((await attempt(OWNER.email, OWNER.password, ip)).status).toBe(200)
  for (let i = 0; i < 9; i++) expect((await attempt(OWNER.email, 'errada', ip)).status).toBe(401)
})

it('counts the failures of one address over all accounts', async () => {
  const ip = newAddress()
  await attempt('p1@x.com', 'errada', ip)
  // 96 more failures, without hashing a password for each.
  const client = new pg.Client(database.connection)
  await client.connect()
  const { rowCount } = await client.query(
    `update auth.attempts set points = points + 96 where points = 1 and key = 'address:' || encode(sha256($1::text::bytea), 'hex')`,
    [ip],
  )
  await client.end()
  expect(rowCount).toBe(1)
  const answers = await Promise.all([2, 3, 4, 5].map((n) => attempt(`p${n}@x.com`, 'errada', ip)))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([401, 401, 401, 429])
  expect((await attempt('outra@x.com', 'errada', ip)).status).toBe(429)
})

it('keeps neither e-mails nor addresses in the counters', async () => {
  const client = new pg.Client(database.connection)
  await client.connect()
  const { rows } = await client.query<{ key: string }>('select key from auth.attempts')
  await client.end()
  expect(rows.length).toBeGreaterThan(0)
  for (const { key } of rows) expect(key).toMatch(/^(account|address):[0-9a-f]{64}$/)
})

it('gives a browser a cookie that no script reads and no other site sends', async () => {
  const plain = await attempt(OWNER.email, OWNER.password, newAddress())
  expect(plain.headers['set-cookie']).toMatch(
    /^estoqueuni=es_[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
  )
  expect(plain.headers['cache-control']).toBe('no-store')
  const secure = await attempt(OWNER.email, OWNER.password, newAddress(), other)
  expect(secure.headers['set-cookie']).toMatch(
    /^__Host-estoqueuni=es_[^;]+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
  )
})

it('ends the session at sign-out, everywhere, and takes the cookie back', async () => {
  const token = await tokenOf(app, OWNER.email, OWNER.password)
  expect((await other.call('GET', '/me', { as: token })).status).toBe(200)
  const out = await app.call('POST', '/auth/sign-out', { as: token })
  expect(out.status).toBe(204)
  expect(out.headers['set-cookie']).toMatch(/^estoqueuni=;/)
  expect((await app.call('GET', '/me', { as: token })).status).toBe(401)
  expect((await other.call('GET', '/me', { as: token })).status).toBe(401)
  expect((await app.call('GET', '/me', { as: owner })).status).toBe(200)
})

it('takes a sign-out that names the type of a body and has none', async () => {
  const headers = { 'content-type': 'application/json' }
  for (const body of [undefined, '']) {
    const token = await tokenOf(app, OWNER.email, OWNER.password)
    const out = await app.call('POST', '/auth/sign-out', { as: token, headers, body })
    expect(out.status).toBe(204)
    expect((await app.call('GET', '/me', { as: token })).status).toBe(401)
  }
  // What needs a body says so, as it does without a type.
  const signIn = await app.call('POST', '/auth/sign-in', { headers, body: '' })
  expect([signIn.status, signIn.body.code]).toEqual([422, 'INVALID_VALUES'])
})

it('changes one’s own password by the current one, and ends all sessions', async () => {
  const { token } = await addUser(app, owner, { email: 'troca@bar.com.br', role: 'cashier' })
  const change = (current_password: string, new_password: string) =>
    app.call('POST', '/auth/password', { as: token, body: { current_password, new_password } })
  expect((await change('não é esta', 'rolha nova 2026')).status).toBe(401)
  expect((await change(PASSWORD, 'troca@bar.com.br')).body.fields[0].path).toBe('new_password')
  expect((await change(PASSWORD, 'rolha nova 2026')).status).toBe(204)
  expect((await app.call('GET', '/me', { as: token })).status).toBe(401)
  expect(await tokenOf(app, 'troca@bar.com.br')).toBeUndefined()
  expect(await tokenOf(app, 'troca@bar.com.br', 'rolha nova 2026')).toMatch(/^es_/)
})

it('does not let the old password in while a reset is on its way', async () => {
  const { id } = await addUser(app, owner, { email: 'corrida@bar.com.br', role: 'cashier' })
  const admin = new pg.Client(database.connection)
  await admin.connect()
  await admin.query('begin')
  await admin.query('select from memberships where user_id = $1 for update', [id])
  const entering = attempt('corrida@bar.com.br', PASSWORD, newAddress())
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  while (
    (await admin.query(`select pg_stat_clear_snapshot()`)) &&
    (await admin.query(waiting)).rowCount === 0
  );
  await admin.query(`update auth.accounts set password = 'outro' where user_id = $1`, [id])
  await admin.query('commit')
  await admin.end()
  expect((await entering).status).toBe(401)
})

it('refuses what is not an e-mail and a password without trying', async () => {
  for (const body of [{}, { email: OWNER.email }, { email: OWNER.email, password: 'x'.repeat(201) }])
    expect((await app.call('POST', '/auth/sign-in', { body })).status).toBe(422)
})
