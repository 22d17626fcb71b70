import { afterAll, beforeEach, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { OWNER, startTestApp, type TestApp } from './identity.fixture.ts'

const STRANGER = '203.0.113.9'
const opened: { app: TestApp; database: TestDatabase }[] = []
let app: TestApp
let database: TestDatabase

beforeEach(async () => {
  database = await cloneDatabase()
  app = await startTestApp(database.connection)
  opened.push({ app, database })
})

afterAll(async () => {
  for (const one of opened) {
    await one.app.close()
    await one.database.drop()
  }
})

it('makes the company, its first branch and its owner, who is signed in', async () => {
  const { status, body } = await app.call('POST', '/setup', { body: OWNER })
  expect(status).toBe(201)
  const me = await app.call('GET', '/me', { as: body.token })
  expect(me.body).toMatchObject({ role: 'owner', all_branches: true, tenant: { name: 'Bar do Zé' } })
  expect(me.body.branches).toMatchObject([{ name: 'Matriz', is_active: true }])
  const ledger = await app.db.tenant(body.tenant.id, (tx) =>
    tx.prepared<{ last_seq: number }>('ledger', 'select last_seq from ledgers', []),
  )
  expect(ledger).toEqual([{ last_seq: 0 }])
})

it('is done only once', async () => {
  expect((await app.call('GET', '/setup')).body).toEqual({ is_needed: true, needs_code: false })
  await app.call('POST', '/setup', { body: OWNER })
  const again = await app.call('POST', '/setup', { body: { ...OWNER, email: 'outro@bar.com.br' } })
  expect([again.status, again.body.code]).toEqual([409, 'SETUP_DONE'])
  expect((await app.call('GET', '/setup')).body).toEqual({ is_needed: false, needs_code: false })
})

it('lets exactly one of many at once win, over two processes', async () => {
  const other = await startTestApp(database.connection)
  const answers = await Promise.all(
    [app, other, app, other].map((one, i) =>
      one.call('POST', '/setup', { body: { ...OWNER, email: `dono${i}@bar.com.br` } }),
    ),
  )
  await other.close()
  expect(answers.map((one) => one.status).sort()).toEqual([201, 409, 409, 409])
  const winner = answers.find((one) => one.status === 201)
  const users = await app.call('GET', '/users', { as: winner?.body.token })
  expect(users.body.items).toHaveLength(1)
})

it('asks who comes from elsewhere for the code shown at start', async () => {
  const from = { remoteAddress: STRANGER }
  expect((await app.call('GET', '/setup', from)).body.needs_code).toBe(true)
  const without = await app.call('POST', '/setup', { body: OWNER, ...from })
  expect([without.status, without.body.code]).toEqual([403, 'SETUP_CODE_REQUIRED'])
  const wrong = await app.call('POST', '/setup', { body: { ...OWNER, setup_code: 'x' }, ...from })
  expect(wrong.status).toBe(403)
  const headers = { 'x-setup-code': app.identity.setupCode }
  expect((await app.call('POST', '/setup', { body: OWNER, headers, ...from })).status).toBe(201)
})

it('does not take a proxy or a name that points here for this machine', async () => {
  for (const headers of [
    { 'x-forwarded-for': '127.0.0.1' },
    { host: 'atacante.example' },
    { 'x-real-ip': '1.2.3.4' },
  ]) {
    const refused = await app.call('POST', '/setup', { body: OWNER, headers })
    expect(refused.body.code).toBe('SETUP_CODE_REQUIRED')
  }
})

it('slows down who guesses the code', async () => {
  const guess = () =>
    app.call('POST', '/setup', { body: { ...OWNER, setup_code: 'palpite' }, remoteAddress: STRANGER })
  for (let i = 0; i < 10; i++) expect((await guess()).status).toBe(403)
  expect((await guess()).status).toBe(429)
})

it.each([
  ['short', 'curta'],
  ['the e-mail', 'ZE@bar.com.br'],
  ['the company', 'Bar do  Ze!'],
])('refuses a password that is %s', async (_why, password) => {
  const { status, body } = await app.call('POST', '/setup', { body: { ...OWNER, password } })
  expect(status).toBe(422)
  expect(body.fields[0].path).toBe('password')
  expect((await app.call('GET', '/setup')).body.is_needed).toBe(true)
})
