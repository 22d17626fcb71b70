import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { BLING_TOKEN_ROUND, BLING_TOKENS } from '../../src/server/bling/token-jobs.ts'
import { eventually } from '../support/eventually.ts'
import { type ConnectedApp, startConnectedApp } from './support/connected-app.ts'

const DAY = 24 * 3_600_000
let app: ConnectedApp
let queue: pg.Pool
beforeAll(async () => {
  app = await startConnectedApp()
  queue = new pg.Pool({ ...app.test.database.connection, max: 1 })
  queue.on('error', () => undefined)
  app.test.app.background.start()
})
afterAll(async () => {
  await queue.end()
  await app.close()
})

/** Asks for a round and waits until it and what it asked for have ended. */
async function round(): Promise<void> {
  const names = [BLING_TOKEN_ROUND.name, BLING_TOKENS.name]
  await app.test.app.background.jobs.enqueue(BLING_TOKEN_ROUND, {})
  await eventually('the round has ended', async () => {
    const open = await queue.query(
      `select from pgboss.job where name = any ($1) and state in ('created', 'active')`,
      [names],
    )
    return open.rowCount === 0 ? true : undefined
  })
}
const renewals = () => app.sandbox.calls().filter(({ operation }) => operation === 'POST /oauth/token').length
const chosen = async (name: string, state?: string) => {
  const { account_id, company_id } = await app.connect(name)
  if (state !== undefined) await app.test.owner.patch(`/bling/accounts/${account_id}`, { state })
  return { account_id, company_id, state: state ?? 'active' }
}
const stateOf = async (id: string) => (await app.test.owner.get(`/bling/accounts/${id}`)).body.state
const isLive = async (id: string) => (await app.test.owner.get(`/bling/accounts/${id}/deposits`)).body.is_live

it('keeps accounts alive that nobody calls for 40 days, once a day, and leaves paused ones paused (sync 28)', async () => {
  const accounts = [
    await chosen('Loja de ninguém'),
    await chosen('Loja parada', 'frozen'),
    await chosen('Loja fora', 'excluded'),
  ]
  const lost = await chosen('Loja perdida')
  app.sandbox.control.revokeTokens({ company_id: lost.company_id })
  expect(await isLive(lost.account_id)).toBe(false)
  const before = renewals()
  for (let day = 1; day <= 40; day += 1) {
    app.sandbox.control.advance(DAY)
    await round()
  }
  expect(renewals() - before).toBe(40 * accounts.length)
  // The same day has no second one, even when there would be something to renew.
  app.sandbox.control.expireTokens({ company_id: accounts[0]?.company_id })
  await round()
  expect(renewals() - before).toBe(40 * accounts.length)
  for (const { account_id, state } of accounts) {
    expect(await stateOf(account_id)).toBe(state)
    expect(await isLive(account_id)).toBe(true)
  }
  expect(await stateOf(lost.account_id)).toBe('reauthorize')
}, 120_000)

it('asks again later for what Bling did not answer, and goes on with the other accounts', async () => {
  const { account_id } = await chosen('Loja que espera')
  app.sandbox.control.advance(DAY)
  app.sandbox.control.setFaults([{ kind: 'bad_gateway_before', operation: 'POST /oauth/token', times: 1 }])
  const before = renewals()
  await round()
  expect(renewals() - before).toBe(4)
  const waiting = await queue.query(`select from pgboss.job where name = $1 and state = 'retry'`, [
    BLING_TOKENS.name,
  ])
  expect(waiting.rowCount).toBe(1)
  await app.test.app.bling.keepTokens(app.test.tenant_id)
  expect(renewals() - before).toBe(5)
  expect(await isLive(account_id)).toBe(true)
})
