import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { ok, openSyncWorld, SKU, type SyncWorld } from '../support/sync-world.ts'

type Tokens = {
  readonly access_token: string | null
  readonly refresh_token: string | null
  token_version: number
}

let world: SyncWorld
/** What the database held of the tokens of Y at the moment of each call to Bling. */
let held: { readonly path: string; readonly tokens: Tokens | undefined }[] = []

beforeAll(async () => {
  world = await openSyncWorld({
    async through(request, next) {
      const tokens = world === undefined ? undefined : await tokensOfY()
      held.push({ path: new URL(request.url).pathname, tokens })
      return next(request)
    },
  })
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.restore()
  held = []
})

const tokensOfY = async () =>
  (
    await world.query<Tokens>(
      'select access_token, refresh_token, token_version from bling_accounts where id = $1',
      [world.y.account_id],
    )
  )[0]

const tokenCalls = () => world.calls('POST /oauth/token')

it('a token that Bling does not take any more is renewed once, the reading repeated once, and no token is lost (sync 24)', async () => {
  const { w, y, control, sandbox } = world
  const before = { calls: sandbox.calls().length, renewals: tokenCalls() }
  control.expireTokens({ company_id: y.company_id })
  world.set(w, 'P1', 7)
  await world.settle()
  expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
  expect(tokenCalls() - before.renewals).toBe(1)
  const reads = sandbox
    .calls()
    .slice(before.calls)
    .filter((call) => call.company_id === y.company_id && call.operation === 'GET /estoques/saldos')
  expect(reads.map((call) => call.status)).toEqual([401, 200, 200])
  expect(held.length).toBeGreaterThan(4)
  expect(held.every(({ tokens }) => tokens?.access_token && tokens.refresh_token)).toBe(true)
})

it('an account that has access again leaves nothing pending, though nothing changed while it had none (sync 26)', async () => {
  const { w, y, control } = world
  const decided = async () => (await ok(world.test.owner.get(`/sync/skus/${SKU}`))).body.pools[0]
  control.revokeTokens({ company_id: y.company_id })
  for (const quantity of [7, 10]) {
    world.set(w, 'P1', quantity)
    await world.settle()
  }
  expect(await decided()).toMatchObject({ state: 'pending', available: null })
  const runs = "select id from sync_runs where kind = 'sku' order by id"
  const told = await world.query(runs)
  await world.reconnect(y)
  await world.settle()
  expect(world.posts()).toEqual([])
  expect(await decided()).toMatchObject({ state: 'unchanged', available: 19, run_id: null })
  // The periodic verification saw it, and wrote nothing of its own into the history.
  expect(await world.query(runs)).toEqual(told)
})

it('twenty jobs in two processes with a token that has ended renew it once, and nobody uses the new one before it is stored (sync 25)', async () => {
  const { y, control, test } = world
  const twin = await test.twin()
  await twin.http.listen({ host: '127.0.0.1', port: 0 })
  const { port } = twin.http.server.address() as AddressInfo
  const old = await tokensOfY()
  const renewals = tokenCalls()
  control.advance(6 * 3_600_000)
  const path = `/api/v1/bling/accounts/${y.account_id}/deposits`
  const headers = { authorization: `Bearer ${test.owner.token}` }
  const jobs = Array.from({ length: 20 }, (_, job) =>
    fetch(`${job % 2 === 0 ? world.address : `http://127.0.0.1:${port}`}${path}`, { headers }),
  )
  const statuses = (await Promise.all(jobs)).map(({ status }) => status)
  expect(statuses).toEqual(Array(20).fill(200))
  expect(tokenCalls() - renewals).toBe(1)
  const used = held.filter((call) => !call.path.includes('/oauth/'))
  expect(used.length).toBeGreaterThanOrEqual(20)
  for (const { tokens } of used) {
    expect(tokens?.token_version).toBe((old?.token_version ?? 0) + 1)
    expect(tokens?.refresh_token).not.toBe(old?.refresh_token)
  }
})
