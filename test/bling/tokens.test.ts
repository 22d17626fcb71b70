import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { apiCalls, type BlingBench, openBlingBench, type Shop, tokenCalls } from './support/bling-bench.ts'

const HOUR = 3_600_000
let bench: BlingBench
let shop: Shop

beforeAll(async () => {
  bench = await openBlingBench()
})
afterAll(() => bench.close())
beforeEach(async () => {
  bench.sandbox.control.setFaults([])
  shop = await bench.shop('Loja W')
})

const accountRow = async () => {
  const [row] = await bench.query<Record<string, unknown>>('select * from bling_accounts where id = $1', [
    shop.account_id,
  ])
  return row ?? {}
}

describe('tokens of an account', () => {
  it('renews once for twenty jobs in two processes, and stores the new tokens before they are used (sync 25)', async () => {
    bench.sandbox.control.advance(6 * HOUR)
    const before = tokenCalls(bench).length
    const old = await accountRow()
    const clients = [bench.open(), bench.open()].map((bling) => bench.client(bling, shop))
    await Promise.all(Array.from({ length: 20 }, (_, job) => clients[job % 2]?.company()))
    expect(tokenCalls(bench).length - before).toBe(1)
    const now = await accountRow()
    expect(now['token_version']).toBe(2)
    expect(now['refresh_token']).not.toBe(old['refresh_token'])
    expect(apiCalls(bench, shop.company_id).every((call) => call.status === 200)).toBe(true)
  }, 30_000)

  it('renews ten minutes before the end', async () => {
    const client = bench.client(bench.open(), shop)
    await client.company()
    const before = tokenCalls(bench).length
    bench.sandbox.control.advance(6 * HOUR - 13 * 60_000)
    await client.company()
    expect(tokenCalls(bench).length).toBe(before)
    bench.sandbox.control.advance(3 * 60_000 + 1000)
    await client.company()
    expect(tokenCalls(bench).length).toBe(before + 1)
  })

  it('renews once and repeats once after a 401 on a read, and keeps its tokens throughout (sync 24)', async () => {
    const client = bench.client(bench.open(), shop)
    await client.company()
    bench.sandbox.control.expireTokens({ company_id: shop.company_id })
    const before = tokenCalls(bench).length
    await expect(client.company()).resolves.toMatchObject({ name: 'Loja W' })
    expect(tokenCalls(bench).length).toBe(before + 1)
    expect(apiCalls(bench, shop.company_id).map((call) => call.status)).toEqual([200, 401, 200])
    expect(await accountRow()).toMatchObject({ is_disconnected: false, access_token: expect.any(String) })
  })

  it('takes the tokens that another process renewed instead of renewing again', async () => {
    const [one, other] = [bench.open(), bench.open()].map((bling) => bench.client(bling, shop))
    await Promise.all([one?.company(), other?.company()])
    bench.sandbox.control.expireTokens({ company_id: shop.company_id })
    await one?.company()
    const before = tokenCalls(bench).length
    await other?.company()
    expect(tokenCalls(bench).length).toBe(before)
  })

  it('marks the account for reauthorisation when the refresh token is dead, deletes nothing, and stops calling (sync 26)', async () => {
    const client = bench.client(bench.open(), shop)
    bench.sandbox.control.revokeTokens({ company_id: shop.company_id })
    const lost = { kind: 'auth', code: 'reauthorize' }
    await expect(client.company()).rejects.toMatchObject(lost)
    const calls = bench.sandbox.calls().length
    await expect(client.company()).rejects.toMatchObject(lost)
    expect(bench.sandbox.calls().length).toBe(calls)
    expect(await accountRow()).toMatchObject({ state: 'reauthorize', refresh_token: expect.any(String) })
    const trail = await bench.query('select action from audit_log where target = $1', [shop.account_id])
    expect(trail).toEqual([{ action: 'bling.account_disconnected' }])
  })

  it('keeps a frozen account frozen when its access is lost and found again (sync 28)', async () => {
    await bench.query("update bling_accounts set chosen_state = 'frozen' where id = $1", [shop.account_id])
    bench.sandbox.control.revokeTokens({ company_id: shop.company_id })
    await expect(bench.client(bench.open(), shop).company()).rejects.toMatchObject({ kind: 'auth' })
    expect(await accountRow()).toMatchObject({ state: 'reauthorize', chosen_state: 'frozen' })
    await bench.query('update bling_accounts set is_disconnected = false where id = $1', [shop.account_id])
    expect(await accountRow()).toMatchObject({ state: 'frozen' })
  })

  it('goes on with the old token while the token endpoint is away and the token has not ended', async () => {
    bench.sandbox.control.advance(6 * HOUR - 5 * 60_000)
    bench.sandbox.control.setFaults([{ kind: 'bad_gateway_before', operation: 'POST /oauth/token' }])
    await expect(bench.client(bench.open(), shop).company()).resolves.toMatchObject({ name: 'Loja W' })
    expect(await accountRow()).toMatchObject({ is_disconnected: false, renewal_id: null })
  })

  it('waits for a renewal that another process began, and renews itself when that one died', async () => {
    bench.sandbox.control.advance(6 * HOUR)
    await bench.query(
      "update bling_accounts set renewal_id = id, renewal_until = $2::timestamptz + interval '45 seconds' where id = $1",
      [shop.account_id, bench.clock.now()],
    )
    const before = tokenCalls(bench).length
    const call = bench.client(bench.open(), shop).company()
    const first = await Promise.race([call, new Promise((resolve) => setTimeout(resolve, 300, 'waits'))])
    expect(first).toBe('waits')
    expect(tokenCalls(bench).length).toBe(before)
    bench.sandbox.control.advance(46_000)
    await expect(call).resolves.toMatchObject({ name: 'Loja W' })
    expect(tokenCalls(bench).length).toBe(before + 1)
  })

  it('does not lose new tokens that the database cannot take at once', async () => {
    bench.sandbox.control.advance(6 * HOUR)
    bench.sandbox.control.setFaults([
      { kind: 'slow', delay_ms: 400, operation: 'POST /oauth/token', times: 1 },
    ])
    const call = bench.client(bench.open(), shop).company()
    await eventually('the renewal to begin', async () =>
      (await accountRow())['renewal_id'] ? true : undefined,
    )
    await bench.query('alter table bling_accounts rename to bling_accounts_away')
    await eventually('the tokens to be issued', () => tokenCalls(bench).at(-1)?.status ?? undefined)
    await bench.query('alter table bling_accounts_away rename to bling_accounts')
    await expect(call).resolves.toMatchObject({ name: 'Loja W' })
    expect(await accountRow()).toMatchObject({ token_version: 2, is_disconnected: false })
  })

  it('asks for JWTs and keeps them whole', async () => {
    bench.sandbox.control.advance(6 * HOUR)
    await bench.client(bench.open(), shop).company()
    const { access_token } = await accountRow()
    expect(String(access_token).length).toBeGreaterThan(1500)
    expect(bench.sandbox.calls().at(-1)).toMatchObject({ enable_jwt: true, status: 200 })
  })

  it('leaves no token readable in the database (sync 80)', async () => {
    const { company_id } = bench.sandbox.control.addCompany({ name: 'Loja Z' })
    const issued = bench.sandbox.control.connect({ client_id: bench.client_id, company_id })
    const rows = JSON.stringify(await bench.query('select * from bling_accounts, bling_apps'))
    expect(rows).not.toContain(issued.access_token)
    expect(rows).toContain('v1.')
    expect(rows).not.toMatch(/eyJ[\w-]+\./)
  })
})
