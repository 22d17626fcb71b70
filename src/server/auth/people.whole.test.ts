import { afterAll, beforeAll, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { ROLES } from '../../contract/permissions.ts'
import {
  addCompany,
  addUser,
  PASSWORD,
  setUp,
  startTestApp,
  type TestApp,
  tokenOf,
} from './identity.fixture.ts'

let database: TestDatabase
let app: TestApp
let owner: string
let ownerId: string

beforeAll(async () => {
  database = await cloneDatabase()
  app = await startTestApp(database.connection)
  const made = await setUp(app)
  owner = made.token
  ownerId = made.user_id
})

afterAll(async () => {
  await app.close()
  await database.drop()
})

const change = (id: string, body: object, as = owner) => app.call('PATCH', `/users/${id}`, { as, body })

it('creates people and lists them page by page, without anything secret', async () => {
  for (const name of ['bia', 'caio', 'davi'])
    await addUser(app, owner, { email: `${name}@bar.com.br`, role: 'counter' })
  const seen: string[] = []
  let cursor = ''
  do {
    const { body } = await app.call('GET', `/users?limit=2${cursor}`, { as: owner })
    for (const item of body.items) {
      seen.push(item.email)
      expect(Object.keys(item).sort()).toEqual(
        ['branch_ids', 'created_at', 'email', 'id', 'is_active', 'name', 'role'].sort(),
      )
    }
    cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`
  } while (cursor !== '')
  expect(seen).toEqual(['ze@bar.com.br', 'bia@bar.com.br', 'caio@bar.com.br', 'davi@bar.com.br'])
})

it('refuses an e-mail that somebody has, also of two at once', async () => {
  const body = { name: 'Eva', email: 'eva@bar.com.br', password: PASSWORD, role: 'viewer' }
  const answers = await Promise.all([1, 2].map(() => app.call('POST', '/users', { as: owner, body })))
  expect(answers.map((one) => one.status).sort()).toEqual([201, 409])
  const again = await app.call('POST', '/users', { as: owner, body: { ...body, email: 'EVA@bar.com.br' } })
  expect(again.body.code).toBe('EMAIL_TAKEN')
})

it('lets only an owner edit people: nobody makes themselves or others more', async () => {
  for (const role of ROLES.filter((one) => one !== 'owner')) {
    const { id, token } = await addUser(app, owner, { email: `${role}@bar.com.br`, role })
    for (const [who, body] of [
      [id, { role: 'owner' }],
      [ownerId, { password: PASSWORD }],
      [ownerId, { is_active: false }],
    ] as const)
      expect((await change(who, body, token)).status).toBe(403)
    const made = { name: 'x', email: 'x@bar.com.br', password: PASSWORD, role: 'owner' }
    expect((await app.call('POST', '/users', { as: token, body: made })).status).toBe(403)
    expect((await app.call('GET', '/users', { as: token })).status).toBe(403)
    const invited = { email: 'x@bar.com.br', role: 'owner' }
    expect((await app.call('POST', '/invitations', { as: token, body: invited })).status).toBe(403)
    expect((await app.call('GET', '/me', { as: token })).body.role).toBe(role)
  }
  expect((await app.call('GET', '/me', { as: owner })).body.role).toBe('owner')
})

it('takes nothing that is not a field: no tenant, no hash', async () => {
  const person = await addUser(app, owner, { email: 'campo@bar.com.br', role: 'viewer' })
  for (const body of [{ tenant_id: ownerId }, { id: ownerId }, { email: 'outro@bar.com.br' }, { hash: 'x' }])
    expect((await change(person.id, body)).status).toBe(422)
})

it('ends all sessions when the password is reset', async () => {
  const { id, token } = await addUser(app, owner, { email: 'esqueceu@bar.com.br', role: 'cashier' })
  const second = await tokenOf(app, 'esqueceu@bar.com.br')
  const reset = await change(id, { password: 'rolha nova 2026' })
  expect(reset.status).toBe(200)
  for (const as of [token, second]) expect((await app.call('GET', '/me', { as })).status).toBe(401)
  expect(await tokenOf(app, 'esqueceu@bar.com.br', 'rolha nova 2026')).toMatch(/^es_/)
})

it('keeps sessions ended when somebody deactivated becomes active again', async () => {
  const { id, token } = await addUser(app, owner, { email: 'volta@bar.com.br', role: 'cashier' })
  await change(id, { is_active: false })
  await change(id, { is_active: true })
  expect((await app.call('GET', '/me', { as: token })).status).toBe(401)
  expect(await tokenOf(app, 'volta@bar.com.br')).toMatch(/^es_/)
})

it('keeps the last active owner, also when two owners remove each other at once', async () => {
  for (const body of [{ role: 'manager' }, { is_active: false }]) {
    const refused = await change(ownerId, body)
    expect([refused.status, refused.body.code]).toEqual([409, 'LAST_OWNER'])
  }
  const partner = await addUser(app, owner, { email: 'socio@bar.com.br', role: 'owner' })
  const answers = await Promise.all([
    change(partner.id, { role: 'manager' }),
    change(ownerId, { role: 'manager' }, partner.token),
  ])
  const statuses = answers.map((one) => one.status).sort()
  expect(statuses[0]).toBe(200)
  expect([403, 409]).toContain(statuses[1])
  const [owners, as] = answers[0]?.status === 200 ? [ownerId, owner] : [partner.id, partner.token]
  const { items } = (await app.call('GET', '/users', { as })).body
  const left = items.filter((one: { role: string }) => one.role === 'owner')
  expect(left.map((one: { id: string }) => one.id)).toEqual([owners])
  await change(ownerId, { role: 'owner' }, as)
})

it('gives an owner all branches and refuses to limit one', async () => {
  const branch = (await app.call('GET', '/me', { as: owner })).body.branches[0].id
  const person = await addUser(app, owner, {
    email: 'sobe@bar.com.br',
    role: 'manager',
    branch_ids: [branch],
  })
  expect((await change(person.id, { role: 'owner', branch_ids: [branch] })).status).toBe(422)
  expect((await change(person.id, { role: 'owner' })).body).toMatchObject({ role: 'owner', branch_ids: null })
  await change(person.id, { role: 'viewer' })
})

it('answers 404 for people, branches and invitations of another company (sync scenario 76)', async () => {
  const outside = await addCompany(app, 'ana@outra.com.br')
  expect((await change(outside.user_id, { name: 'Tomada' })).status).toBe(404)
  const viewer = await addUser(app, owner, { email: 'limite@bar.com.br', role: 'viewer' })
  expect((await change(viewer.id, { branch_ids: [outside.branch_id] })).status).toBe(404)
  const invited = await app.call('POST', '/invitations', {
    as: owner,
    body: { email: 'conv@bar.com.br', role: 'viewer' },
  })
  const gone = await app.call('DELETE', `/invitations/${invited.body.id}`, { as: outside.token })
  expect(gone.status).toBe(404)
  const { items } = (await app.call('GET', '/users', { as: outside.token })).body
  expect(items.map((one: { id: string }) => one.id)).toEqual([outside.user_id])
  const injected = await app.call('GET', `/users?tenant_id=${outside.tenant_id}`, { as: owner })
  expect(injected.status).toBe(422)
})
