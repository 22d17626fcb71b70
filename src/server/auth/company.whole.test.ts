import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { recordAudit } from './audit.store.ts'
import { addCompany, addUser, OWNER, setUp, startTestApp, type TestApp } from './identity.fixture.ts'

let database: TestDatabase
let app: TestApp
let owner: string
let ownerId: string
let tenantId: string

beforeAll(async () => {
  database = await cloneDatabase()
  app = await startTestApp(database.connection)
  const made = await setUp(app)
  owner = made.token
  ownerId = made.user_id
  tenantId = made.tenant_id
})

afterAll(async () => {
  await app.close()
  await database.drop()
})

const audit = async (query = '', as = owner) => (await app.call('GET', `/audit${query}`, { as })).body

it('leaves a trace of who did what, when and from where', async () => {
  const { id } = await addUser(app, owner, { email: 'bia@bar.com.br', role: 'cashier' })
  await app.call('PATCH', `/users/${id}`, {
    as: owner,
    body: { role: 'manager', password: 'rolha nova 2026' },
  })
  await app.call('POST', '/auth/sign-in', { body: { email: OWNER.email, password: 'errada' } })
  const key = (await app.call('POST', '/api-keys', { as: owner, body: { name: 'site' } })).body
  await app.call('DELETE', `/api-keys/${key.id}`, { as: owner })
  await app.call('POST', '/invitations', { as: owner, body: { email: 'c@bar.com.br', role: 'viewer' } })
  await app.identity.settle()
  const { items } = await audit('?limit=200')
  const actions = items.map((item: { action: string }) => item.action)
  for (const action of [
    'company.created',
    'session.opened',
    'person.created',
    'person.changed',
    'session.refused',
    'api_key.made',
    'api_key.revoked',
    'invitation.made',
  ])
    expect(actions).toContain(action)
  const changed = items.find((item: { action: string }) => item.action === 'person.changed')
  expect(changed).toMatchObject({
    actor: { id: ownerId, name: 'Zé', kind: 'person' },
    target: id,
    facts: { role: { before: 'cashier', after: 'manager' }, password_reset: true },
    ip: '127.0.0.1',
  })
  expect(JSON.stringify(items)).not.toMatch(/tampinha|rolha|errada|eu_|es_|ei_/)
})

it('is read newest first, page by page, and by action, person and time', async () => {
  const all = (await audit('?limit=200')).items
  const first = await audit('?limit=3')
  const second = await audit(`?limit=3&cursor=${first.next_cursor}`)
  expect([...first.items, ...second.items]).toEqual(all.slice(0, 6))
  const opened = (await audit('?action=session.opened')).items
  expect(opened.length).toBeGreaterThan(0)
  expect(opened.every((item: { action: string }) => item.action === 'session.opened')).toBe(true)
  expect((await audit(`?actor_id=${tenantId}`)).items).toEqual([])
  expect((await audit(`?to=${all.at(-1).at}`)).items).toEqual([])
  expect((await audit(`?from=${all.at(-1).at}&limit=200`)).items).toEqual(all)
})

it('cannot be changed or deleted by the application, nor by the owner of the tables', async () => {
  for (const text of ['update audit_log set ip = null', 'delete from audit_log', 'truncate audit_log'])
    await expect(app.db.tenant(tenantId, (tx) => tx.prepared(text, text, []))).rejects.toThrow(
      /permission denied/,
    )
  const client = new pg.Client(database.connection)
  await client.connect()
  for (const text of ['update audit_log set ip = null', 'delete from audit_log', 'truncate audit_log'])
    await expect(client.query(text)).rejects.toThrow(/only ever inserted/)
  await client.end()
})

it('is written with the change or not at all', async () => {
  const entry = {
    actor: { id: ownerId, kind: 'person' },
    action: 'test',
    target: null,
    facts: {},
    ip: null,
  } as const
  const work = app.db.tenant(tenantId, async (tx) => {
    await recordAudit(tx, entry)
    throw new Error('the change failed')
  })
  await expect(work).rejects.toThrow('the change failed')
  expect((await audit('?action=test')).items).toEqual([])
})

it('is for owners and managers of its own company', async () => {
  const outside = await addCompany(app, 'ana@outra.com.br')
  const { items } = await audit('?limit=200', outside.token)
  expect(items.map((item: { action: string }) => item.action)).toEqual(['session.opened'])
  const cashier = await addUser(app, owner, { email: 'caixa@bar.com.br', role: 'cashier' })
  expect((await app.call('GET', '/audit', { as: cashier.token })).status).toBe(403)
})

it('starts every company with the default settings and lets its owner change some', async () => {
  const before = (await app.call('GET', '/settings', { as: owner })).body
  expect(before).toMatchObject({ target_days: 15, regroup: 'correct', muntu_label: 'Combo (Muntu)' })
  const change = { target_days: 20, min_margin_percent: 12 }
  const { status, body } = await app.call('PATCH', '/settings', { as: owner, body: change })
  expect([status, body]).toEqual([200, { ...before, ...change }])
  const [entry] = (await audit('?action=settings.changed')).items
  expect(entry.facts).toEqual({
    target_days: { before: 15, after: 20 },
    min_margin_percent: { before: null, after: 12 },
  })
})

it('refuses settings that are unknown or impossible, and anybody but the owner', async () => {
  for (const body of [{ target_days: 0 }, { time_zone: 'Lua/Mar' }, { cor: 'azul' }, { muntu_label: '' }])
    expect((await app.call('PATCH', '/settings', { as: owner, body })).status).toBe(422)
  const manager = await addUser(app, owner, { email: 'gerente@bar.com.br', role: 'manager' })
  const refused = await app.call('PATCH', '/settings', { as: manager.token, body: { target_days: 5 } })
  expect(refused.status).toBe(403)
  expect((await app.call('GET', '/settings', { as: manager.token })).body.target_days).toBe(20)
})
