import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { setUp, startTestApp, type TestApp } from './identity.fixture.ts'

let database: TestDatabase
let app: TestApp
let owner: string
let nextAddress = 1

beforeAll(async () => {
  database = await cloneDatabase()
  app = await startTestApp(database.connection, 'https://estoque.bar.com.br')
  owner = (await setUp(app)).token
})

afterAll(async () => {
  await app.close()
  await database.drop()
})

const invite = async (body: object) => (await app.call('POST', '/invitations', { as: owner, body })).body
const accept = (token: string, password = 'garrafa verde 77') =>
  app.call('POST', '/invitations/accept', {
    body: { token, name: 'Bia', password },
    remoteAddress: `198.51.100.${nextAddress++}`,
  })
const stateOf = async (id: string) => {
  const { items } = (await app.call('GET', '/invitations', { as: owner })).body
  return items.find((one: { id: string }) => one.id === id)?.state
}

it('lets the invited person in as what they were invited to be, and shows the token once', async () => {
  const made = await invite({ email: 'Bia@bar.com.br', role: 'counter' })
  expect(made.url).toBe(`https://estoque.bar.com.br/convite#${made.token}`)
  expect(JSON.stringify((await app.call('GET', '/invitations', { as: owner })).body)).not.toContain(
    made.token,
  )
  const { status, body, headers } = await accept(made.token)
  expect([status, body.user.email]).toEqual([201, 'bia@bar.com.br'])
  expect(headers['set-cookie']).toMatch(/^__Host-estoqueuni=/)
  expect((await app.call('GET', '/me', { as: body.token })).body).toMatchObject({
    role: 'counter',
    user: { name: 'Bia' },
  })
  expect(await stateOf(made.id)).toBe('used')
})

it('works for one of two at once, and never again', async () => {
  const { token } = await invite({ email: 'duas@bar.com.br', role: 'viewer' })
  const answers = await Promise.all([accept(token), accept(token)])
  expect(answers.map((one) => one.status).sort()).toEqual([201, 409])
  expect((await accept(token)).body.code).toBe('INVITATION_INVALID')
})

it('does not work when cancelled, replaced, expired or made up', async () => {
  const cancelled = await invite({ email: 'a@bar.com.br', role: 'viewer' })
  expect((await app.call('DELETE', `/invitations/${cancelled.id}`, { as: owner })).status).toBe(204)
  const replaced = await invite({ email: 'b@bar.com.br', role: 'owner' })
  const newest = await invite({ email: 'b@bar.com.br', role: 'viewer' })
  const expired = await invite({ email: 'c@bar.com.br', role: 'viewer' })
  const client = new pg.Client(database.connection)
  await client.connect()
  await client.query('update invitations set expires_at = now() where id = $1', [expired.id])
  await client.end()
  for (const { token } of [cancelled, replaced, expired, { token: 'ei_inventado' }])
    expect((await accept(token)).body.code).toBe('INVITATION_INVALID')
  expect(await stateOf(cancelled.id)).toBe('cancelled')
  expect(await stateOf(expired.id)).toBe('expired')
  expect((await accept(newest.token)).status).toBe(201)
})

it('stays usable after a refused password or a taken e-mail', async () => {
  const { token, id } = await invite({ email: 'd@bar.com.br', role: 'viewer' })
  expect((await accept(token, 'd@bar.com.br')).status).toBe(422)
  expect((await accept(token)).status).toBe(201)
  const taken = await invite({ email: 'd@bar.com.br', role: 'viewer' })
  expect((await accept(taken.token)).body.code).toBe('EMAIL_TAKEN')
  expect([await stateOf(id), await stateOf(taken.id)]).toEqual(['used', 'open'])
})
