import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  addUser,
  setUp,
  startTestApp as startIdentity,
  type TestApp,
} from '../../src/server/auth/identity.fixture.ts'
import { type Database, openDatabase } from '../../src/server/db/database.ts'
import { createLogger } from '../../src/server/kernel/logger.ts'
import { liveRoutes } from '../../src/server/live/live.routes.ts'
import { createLive, type Live } from '../../src/server/live/live.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { openEvents } from './sse.ts'

let cloned: TestDatabase
let database: Database
let live: Live
let app: TestApp
let address: string
let owner: string
beforeAll(async () => {
  cloned = await cloneDatabase()
  database = openDatabase(cloned.connection, () => undefined)
  live = createLive({ database, logger: createLogger('silent'), pace: { heartbeat_ms: 50 } })
  app = await startIdentity(cloned.connection, undefined, (http) => {
    http.register(liveRoutes(live), { prefix: '/api/v1' })
  })
  address = await app.http.listen({ host: '127.0.0.1', port: 0 })
  owner = (await setUp(app)).token
})
afterAll(async () => {
  await app.close()
  await database.close()
  await cloned.drop()
})

const beats = (stream: { heartbeats(): number }) =>
  eventually('hearts beat', () => (stream.heartbeats() >= 2 ? true : undefined))

it('keeps a stream alive by heartbeats that are no events', async () => {
  const screen = await openEvents(address, { token: owner })
  await beats(screen)
  expect(screen.events).toEqual([])
  screen.close()
  await eventually('it is forgotten', () => (live.count() === 0 ? true : undefined))
})

it('ends the stream of a session that is revoked, at the next heartbeat, and nobody else’s', async () => {
  const { token } = await addUser(app, owner, { email: 'caixa@bar.example', role: 'cashier' })
  const [leaving, staying] = [
    await openEvents(address, { token }),
    await openEvents(address, { token: owner }),
  ]
  await beats(leaving)
  await app.call('POST', '/auth/sign-out', { as: token })
  await leaving.ended(1_000)
  await beats(staying)
  expect(staying.isEnded()).toBe(false)
  expect((await openEvents(address, { token })).status).toBe(401)
  staying.close()
})

it('ends the stream of a person whose branches change, so that the next one shows the new ones', async () => {
  const person = await addUser(app, owner, { email: 'conta@bar.example', role: 'counter' })
  const screen = await openEvents(address, { token: person.token })
  await beats(screen)
  const me = await app.call('GET', '/me', { as: owner })
  const changed = await app.call('PATCH', `/users/${person.id}`, {
    as: owner,
    body: { branch_ids: [me.body.branches[0].id] },
  })
  expect(changed.status).toBe(200)
  await screen.ended(1_000)
})
