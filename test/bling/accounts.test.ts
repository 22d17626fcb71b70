import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Caller, callerOf } from '../support/test-app.ts'
import { type ConnectedApp, decide, startConnectedApp } from './support/connected-app.ts'

let app: ConnectedApp
let owner: Caller

beforeAll(async () => {
  app = await startConnectedApp()
  owner = app.test.owner
  app.sandbox.control.setLimits({ per_second: 0, ip_rules: false })
})
afterAll(() => app.close())

const PASSWORD = 'outra senha longa'
async function person(role: string): Promise<Caller> {
  const email = `${role}-${randomUUID()}@bar.example`
  await owner.post('/users', { name: role, email, password: PASSWORD, role })
  const { body } = await callerOf(app.test.app, '').post('/auth/sign-in', { email, password: PASSWORD })
  return app.test.as(body.token)
}
const company = (name: string) => app.sandbox.control.addCompany({ name }).company_id
const auditOf = async (target: string) =>
  (await owner.get(`/audit?target=${target}`)).body.items.map((entry: { action: string }) => entry.action)
const exchanges = () => app.sandbox.calls().filter((call) => call.operation === 'POST /oauth/token').length

describe('applications', () => {
  it('are shown with the addresses to type in at Bling, and never with their secret', async () => {
    const { body } = await owner.get('/bling/apps')
    expect(body.items).toEqual([
      expect.objectContaining({
        id: app.app_id,
        client_id: app.client_id,
        redirect_url: expect.stringMatching(/\/api\/v1\/bling\/callback$/),
        webhook_url: expect.stringMatching(/\/webhooks\/bling$/),
      }),
    ])
    expect(JSON.stringify(body)).not.toContain(app.client_secret)
  })

  it('are registered once, and by who may', async () => {
    const again = { client_id: app.client_id, client_secret: 'segredo novo'.replace(' ', '-') }
    expect((await owner.post('/bling/apps', again)).body.code).toBe('BLING_APP_TAKEN')
    expect((await (await person('cashier')).post('/bling/apps', again)).status).toBe(403)
  })
})

describe('connecting an account', () => {
  it('counts the call that asked whose the access is, so that a second never sees a fourth one (sync 22)', async () => {
    const { account_id } = await app.connect('Loja contada')
    expect((await owner.get(`/bling/accounts/${account_id}`)).body.calls_today).toBe(1)
  })

  it('goes to Bling and back, and shows the account without a token (sync 80)', async () => {
    const company_id = company('Loja W')
    const { status, body } = await app.authorize({ company_id })
    expect(status).toBe(200)
    expect(body).toMatchObject({ company_id, name: 'Loja W', state: 'active', needs_reconnection: false })
    const listed = await owner.get('/bling/accounts')
    expect(listed.body.items.map((account: { id: string }) => account.id)).toContain(body.id)
    expect(Date.parse(body.token_expires_at)).toBeGreaterThan(Date.now() + 5 * 3_600_000)
    expect(JSON.stringify(listed.body)).not.toMatch(/access_token|refresh_token|client_secret|eyJ/)
    expect(await auditOf(body.id)).toEqual(['bling.account_connected'])
  })

  it('refuses a callback that was used, changed, made up, or is too old, without asking for tokens (sync 79)', async () => {
    const { callback } = await app.authorize({ company_id: company('Loja A') })
    const before = exchanges()
    const changed = callback.replace(/state=(.)/, (_all, first) => `state=${first === '0' ? '1' : '0'}`)
    const madeUp = callback.replace(/state=[^&]+/, `state=${randomUUID()}.${randomUUID()}.${'x'.repeat(43)}`)
    for (const address of [callback, changed, madeUp, callback.replace(/state=[^&]+/, '')]) {
      const { status, body } = await app.follow(address)
      expect([status, body.code]).toEqual([400, 'BLING_STATE_INVALID'])
    }
    const begun = await owner.post('/bling/accounts/authorize', {})
    const late = await decide(begun.body.url, { company_id: company('Loja B') })
    app.sandbox.control.advance(10 * 60_000)
    expect((await app.follow(late)).body.code).toBe('BLING_STATE_INVALID')
    expect(exchanges()).toBe(before)
  })

  it('counts only for the session that began it, and another one does not use it up (sync 79)', async () => {
    const begun = await owner.post('/bling/accounts/authorize', {})
    const callback = await decide(begun.body.url, { company_id: company('Loja C') })
    const stranger = callerOf(app.test.app, '')
    for (const other of [await person('manager'), stranger])
      expect((await app.follow(callback, other)).body.code).toBe('BLING_STATE_INVALID')
    expect((await app.follow(callback)).status).toBe(200)
  })

  it('explains a denial', async () => {
    const refused = await app.authorize({ deny: true })
    expect([refused.status, refused.body.code]).toEqual([400, 'BLING_DENIED'])
    expect(refused.body.detail).toContain('negada')
  })

  it('brings a browser back to the screen, which asks how it ended', async () => {
    const back = async (callback: string) => {
      const headers = { authorization: `Bearer ${owner.token}`, accept: 'text/html' }
      const response = await fetch(callback, { headers, redirect: 'manual' })
      expect(response.status).toBe(303)
      const [, journey] = /^\/contas-bling\?retorno=(.+)$/.exec(response.headers.get('location') ?? '') ?? []
      return journey ?? ''
    }
    const begin = async () => (await owner.post('/bling/accounts/authorize', {})).body.url
    const callback = await decide(await begin(), { company_id: company('Loja R') })
    const journey = await back(callback)
    const connected = { state: 'connected', account: { name: 'Loja R' }, problem: null }
    expect((await owner.get(`/bling/authorizations/${journey}`)).body).toMatchObject(connected)
    // A person who goes back to that page in the browser is told the same.
    expect(await back(callback)).toBe(journey)
    expect((await owner.get(`/bling/authorizations/${journey}`)).body).toMatchObject(connected)
    const stranger = await person('manager')
    expect((await stranger.get(`/bling/authorizations/${journey}`)).status).toBe(404)

    const denied = await back(await decide(await begin(), { deny: true }))
    expect((await owner.get(`/bling/authorizations/${denied}`)).body).toMatchObject({
      state: 'refused',
      account: null,
      problem: { code: 'BLING_DENIED', detail: expect.stringContaining('negada') },
    })
    const late = await decide(await begin(), { company_id: company('Loja S') })
    app.sandbox.control.advance(10 * 60_000)
    expect((await owner.get(`/bling/authorizations/${await back(late)}`)).body).toMatchObject({
      problem: { code: 'BLING_STATE_INVALID' },
    })
    expect(await back(callback.replace(/state=[^&]+/, 'state=x'))).toBe('desconhecido')
  })

  it('tells a browser in which nobody is signed in no more than that', async () => {
    const { callback } = await app.authorize({ company_id: company('Loja T') })
    const { status, body } = await app.follow(callback, callerOf(app.test.app, ''), true)
    expect(status).toBe(400)
    expect(body).toContain('<h1>Autorização inválida</h1>')
  })

  it('never exchanges a code twice, not even when the answer is lost', async () => {
    app.sandbox.control.setFaults([{ kind: 'bad_gateway_after', operation: 'POST /oauth/token', times: 1 }])
    const before = exchanges()
    const { status } = await app.authorize({ company_id: company('Loja D') })
    expect(status).toBe(503)
    expect(exchanges()).toBe(before + 1)
  })

  it('refuses a company that is connected already (sync 79)', async () => {
    const { account_id, company_id } = await app.connect('Loja E')
    const again = await app.authorize({ company_id })
    expect([again.status, again.body.code]).toEqual([409, 'BLING_COMPANY_CONNECTED'])
    expect(again.body.detail).toContain('Loja E')
    expect((await owner.get(`/bling/accounts/${account_id}`)).body.state).toBe('active')
  })

  it('refuses another company on reconnection, with the reason, and leaves the account as it was (sync 79)', async () => {
    const { account_id } = await app.connect('Loja F')
    const wrong = await app.authorize({ account_id, company_id: company('Loja G') })
    expect([wrong.status, wrong.body.code]).toEqual([409, 'BLING_WRONG_COMPANY'])
    expect(wrong.body.detail).toContain('Loja G')
    expect(wrong.body.detail).toContain('Loja F')
    expect((await owner.get(`/bling/accounts/${account_id}`)).body).toMatchObject({ name: 'Loja F' })
    expect(await auditOf(account_id)).toContain('bling.account_refused')
  })

  it('brings a lost account back, by reconnecting or by connecting its company again (sync 26)', async () => {
    const { account_id, company_id } = await app.connect('Loja H')
    for (const wanted of [{ account_id, company_id }, { company_id }]) {
      app.sandbox.control.revokeTokens({ company_id })
      const shown = await owner.get(`/bling/accounts/${account_id}/deposits`)
      expect(shown.body.is_live).toBe(false)
      expect((await owner.get(`/bling/accounts/${account_id}`)).body.state).toBe('reauthorize')
      expect((await app.authorize(wanted)).body).toMatchObject({ id: account_id, state: 'active' })
      expect((await owner.get(`/bling/accounts/${account_id}/deposits`)).body.is_live).toBe(true)
    }
  })
})

describe('a connected account', () => {
  it('is frozen, left out and taken back only by a person, with a trace (sync 28)', async () => {
    const { account_id, company_id } = await app.connect('Loja I')
    const change = (state: string) => owner.patch(`/bling/accounts/${account_id}`, { state })
    expect((await change('frozen')).body.state).toBe('frozen')
    app.sandbox.control.revokeTokens({ company_id })
    await owner.get(`/bling/accounts/${account_id}/deposits`)
    expect((await owner.get(`/bling/accounts/${account_id}`)).body.state).toBe('reauthorize')
    expect((await app.authorize({ account_id, company_id })).body.state).toBe('frozen')
    expect((await change('reauthorize')).status).toBe(422)
    expect((await change('active')).body.state).toBe('active')
    expect(
      (await auditOf(account_id)).filter((action: string) => action === 'bling.account_changed'),
    ).toHaveLength(2)
  })

  it('shows its deposits as Bling has them, under ids of ours that stay', async () => {
    const { account_id, company_id, deposit_id } = await app.connect('Loja J')
    const first = await owner.get(`/bling/accounts/${account_id}/deposits`)
    expect(first.body).toMatchObject({
      is_live: true,
      items: [{ bling_id: String(deposit_id), name: 'Geral', is_default: true }],
    })
    app.sandbox.control.patchDeposit(company_id, deposit_id, { name: 'Loja física' })
    const second = await owner.get(`/bling/accounts/${account_id}/deposits`)
    expect(second.body.items).toMatchObject([{ id: first.body.items[0].id, name: 'Loja física' }])
  })

  it('shows deposits as last seen while Bling is away', async () => {
    const { account_id, company_id } = await app.connect('Loja K')
    await owner.get(`/bling/accounts/${account_id}/deposits`)
    app.sandbox.control.setFaults([{ kind: 'bad_gateway_before', company_id, operation: '*' }])
    const { body } = await owner.get(`/bling/accounts/${account_id}/deposits`)
    app.sandbox.control.setFaults([])
    expect(body).toMatchObject({ is_live: false, items: [{ name: 'Geral' }] })
  })

  it('gets a new deposit, created in Bling', async () => {
    const { account_id, company_id } = await app.connect('Loja L')
    const made = await owner.post(`/bling/accounts/${account_id}/deposits`, { name: 'Compartilhado' })
    expect([made.status, made.body.name]).toEqual([201, 'Compartilhado'])
    const there = app.sandbox.control.state(company_id).deposits.map((deposit) => String(deposit.id))
    expect(there).toContain(made.body.bling_id)
    expect(await auditOf(made.body.id)).toEqual(['bling.deposit_created'])
    const twice = await owner.post(`/bling/accounts/${account_id}/deposits`, { name: 'compartilhado' })
    expect([twice.status, twice.body.code]).toEqual([409, 'NAME_TAKEN'])
  })

  it('says by name what rules for orders may choose, and says so when Bling does not answer', async () => {
    const { account_id, company_id } = await app.connect('Loja K')
    app.sandbox.control.addChannel(company_id, { name: 'Loja virtual', type: 'LojaVirtual' })
    const asked = () => owner.get(`/bling/accounts/${account_id}/order-choices`)
    const { status, body } = await asked()
    expect(status).toBe(200)
    expect(body.payment_methods).toContainEqual({
      ...{ id: expect.stringMatching(/^\d+$/), name: 'Dinheiro', is_default: true },
    })
    expect(body.sales_channels).toMatchObject([{ name: 'Loja virtual' }])
    expect(body.situations).toContainEqual({ id: '9', name: 'Atendido' })
    app.sandbox.control.setFaults([{ kind: 'bad_gateway_before', operation: 'GET /formas-pagamentos' }])
    const refused = await asked()
    app.sandbox.control.setFaults([])
    expect([refused.status, refused.body.code]).toEqual([503, 'BLING_UNAVAILABLE'])
    const nowhere = await owner.get(`/bling/accounts/${randomUUID()}/order-choices`)
    expect(nowhere.status).toBe(404)
  })

  it('says which scope is missing, and what the others allow all the same', async () => {
    const { account_id, company_id } = await app.connect('Loja sem situações')
    const all = app.sandbox.control.apps().find(({ client_id }) => client_id === app.client_id)?.scopes ?? []
    const without = async (...missing: string[]) => {
      const scopes = all.filter((scope) => !missing.includes(scope))
      app.sandbox.control.patchApp(app.client_id, { scopes })
      expect((await app.authorize({ account_id, company_id })).status).toBe(200)
    }
    await without('Situacoes')
    const { status, body } = await owner.get(`/bling/accounts/${account_id}/order-choices`)
    expect([status, body.situations, body.missing_scopes]).toEqual([
      ...[200, [], [{ part: 'situations', scope: 'Situações' }]],
    ])
    expect(body.payment_methods).toContainEqual(expect.objectContaining({ name: 'Dinheiro' }))
    await without('CanaisVendas', 'FormasPagamentos')
    const others = (await owner.get(`/bling/accounts/${account_id}/order-choices`)).body
    expect(others.situations).toContainEqual({ id: '9', name: 'Atendido' })
    expect(others.missing_scopes).toEqual([
      { part: 'payment_methods', scope: 'Formas de pagamento' },
      { part: 'sales_channels', scope: 'Canais de venda' },
    ])
    await without('Depositos')
    const refused = await owner.post(`/bling/accounts/${account_id}/deposits`, { name: 'Outro' })
    await without()
    expect([refused.status, refused.body]).toMatchObject([
      ...[409, { code: 'BLING_SCOPE_MISSING', scope: 'Depósitos', operation: 'GET /depositos' }],
    ])
    expect(refused.body.detail).toContain('“Depósitos”')
  })

  it('is removed with a trace, its access given back, and its company free to be connected again', async () => {
    const { account_id, company_id } = await app.connect('Loja M')
    expect((await owner.get(`/bling/accounts/${account_id}/dependents`)).body).toEqual({ items: [] })
    expect((await owner.remove(`/bling/accounts/${account_id}`)).status).toBe(204)
    expect((await owner.get(`/bling/accounts/${account_id}`)).status).toBe(404)
    expect(app.sandbox.calls().at(-1)?.operation).toBe('POST /oauth/revoke')
    expect(await auditOf(account_id)).toContain('bling.account_removed')
    expect((await app.authorize({ company_id })).status).toBe(200)
  })

  it('is nobody else’s: another tenant sees 404 and a cashier 403 (sync 76)', async () => {
    const { account_id } = await app.connect('Loja N')
    const cashier = await person('cashier')
    expect((await cashier.get('/bling/accounts')).status).toBe(403)
    expect((await callerOf(app.test.app, '').get('/bling/accounts')).status).toBe(401)
    const other = new pg.Client(app.test.database.connection)
    await other.connect()
    await other.query('set role estoqueuni_app')
    await other.query(`set app.tenant_id = '${randomUUID()}'`)
    const seen = await other.query('select id from bling_accounts where id = $1', [account_id])
    await other.end()
    expect(seen.rows).toEqual([])
  })
})
