import { afterAll, beforeAll, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { addCompany, addUser, setUp, startTestApp, type TestApp } from './identity.fixture.ts'

let database: TestDatabase
let app: TestApp
let other: TestApp
let owner: string

beforeAll(async () => {
  database = await cloneDatabase()
  app = await startTestApp(database.connection)
  other = await startTestApp(database.connection)
  owner = (await setUp(app)).token
})

afterAll(async () => {
  await app.close()
  await other.close()
  await database.drop()
})

const make = async (body: object, as = owner) => app.call('POST', '/api-keys', { as, body })

it('shows the key once and lists it by its first characters', async () => {
  const { status, body } = await make({ name: 'Site da adega', role: 'cashier' })
  expect(status).toBe(201)
  expect(body.key).toMatch(/^eu_[A-Za-z]{64}$/)
  const listed = (await app.call('GET', '/api-keys', { as: owner })).body.items
  expect(listed).toMatchObject([
    { id: body.id, start: body.key.slice(0, 8), role: 'cashier', last_used_at: null },
  ])
  expect(JSON.stringify(listed)).not.toContain(body.key)
})

it('is taken as a bearer token and as X-API-Key, many more times than ten', async () => {
  const { key, id } = (await make({ name: 'caixa', role: 'cashier' })).body
  const me = await app.call('GET', '/me', { as: key })
  expect(me.body).toMatchObject({
    role: 'cashier',
    user: { id, name: 'caixa', email: null, kind: 'api_key' },
  })
  for (let i = 0; i < 30; i++)
    expect((await other.call('GET', '/me', { headers: { 'x-api-key': key } })).status).toBe(200)
  const listed = (await app.call('GET', '/api-keys', { as: owner })).body.items
  expect(listed.find((one: { id: string }) => one.id === id).last_used_at).not.toBeNull()
})

it('may do what its role may, and reaches its branches only', async () => {
  const branch = (await app.call('GET', '/me', { as: owner })).body.branches[0].id
  const { key } = (await make({ name: 'balcão', branch_ids: [branch] })).body
  const me = await app.call('GET', '/me', { as: key })
  expect(me.body).toMatchObject({ role: 'viewer', all_branches: false, branches: [{ id: branch }] })
  expect((await app.call('GET', '/audit', { as: key })).status).toBe(403)
  expect((await app.call('POST', '/auth/sign-out', { as: key })).status).toBe(403)
})

it('is never an owner', async () => {
  expect((await make({ name: 'tudo', role: 'owner' })).status).toBe(422)
})

it('ends at once when revoked, in every process, with the tokens signed by it', async () => {
  const { key, id } = (await make({ name: 'breve', role: 'manager' })).body
  const { jwt } = (await other.call('POST', '/auth/jwt', { as: key })).body
  expect((await other.call('GET', '/audit', { as: jwt })).status).toBe(200)
  expect((await app.call('DELETE', `/api-keys/${id}`, { as: owner })).status).toBe(204)
  for (const one of [app, other])
    for (const as of [key, jwt]) expect((await one.call('GET', '/me', { as })).status).toBe(401)
  expect((await app.call('DELETE', `/api-keys/${id}`, { as: owner })).status).toBe(404)
})

it('ends with the power of who made it', async () => {
  const partner = await addUser(app, owner, { email: 'socia@bar.com.br', role: 'owner' })
  const first = (await make({ name: 'dela 1', role: 'manager' }, partner.token)).body.key
  await app.call('PATCH', `/users/${partner.id}`, { as: owner, body: { role: 'manager' } })
  expect((await other.call('GET', '/me', { as: first })).status).toBe(401)
  expect((await make({ name: 'dela 2' }, partner.token)).status).toBe(403)
})

it('is out of reach for another company', async () => {
  const { id } = (await make({ name: 'nossa' })).body
  const outside = await addCompany(app, 'ana@outra.com.br')
  expect((await app.call('GET', '/api-keys', { as: outside.token })).body.items).toEqual([])
  expect((await app.call('DELETE', `/api-keys/${id}`, { as: outside.token })).status).toBe(404)
  const foreign = await make({ name: 'x', branch_ids: [outside.branch_id] })
  expect(foreign.status).toBe(404)
})
