import { describe, expect, it } from 'vitest'
import { openWorld, type TestWorld } from './support/world.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Sends a form to an OAuth endpoint with Basic credentials. */
async function form(
  world: TestWorld,
  path: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
) {
  const basic = Buffer.from(`${world.client_id}:${world.client_secret}`).toString('base64')
  const response = await fetch(world.sandbox.url + path, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, ...headers },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  })
  const text = await response.text()
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  const json: any = text.startsWith('{') ? JSON.parse(text) : undefined
  return { status: response.status, json, location: response.headers.get('location') }
}

/** Goes through the consent page as a browser does and returns where it leads. */
async function consent(world: TestWorld, decision: 'allow' | 'deny'): Promise<URL> {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: world.client_id,
    state: 's<1>',
    redirect_uri: 'http://evil.example/',
  })
  const page = await fetch(`${world.sandbox.url}/Api/v3/oauth/authorize?${query}`)
  const html = await page.text()
  expect(html).toContain('Loja W')
  expect(html).toContain('value="s&#60;1&#62;"')
  const { location } = await form(world, '/Api/v3/oauth/authorize', {
    client_id: world.client_id,
    state: 's<1>',
    company_id: world.company_id,
    decision,
  })
  return new URL(location ?? '')
}

async function code(world: TestWorld): Promise<string> {
  return (await consent(world, 'allow')).searchParams.get('code') ?? ''
}

const exchange = (world: TestWorld, value: string, headers = {}) =>
  form(world, '/Api/v3/oauth/token', { grant_type: 'authorization_code', code: value }, headers)

const refresh = (world: TestWorld, token: string, headers = {}) =>
  form(world, '/oauth/token', { grant_type: 'refresh_token', refresh_token: token }, headers)

describe('authorization', () => {
  it('sends the browser to the registered address, whatever the request asked for, with code and state', async () => {
    const target = await consent(await openWorld(), 'allow')
    expect(target.origin + target.pathname).toBe('http://localhost/volta')
    expect(target.searchParams.get('code')).toMatch(/^[0-9a-f]{40}$/)
    expect(target.searchParams.get('state')).toBe('s<1>')
  })

  it('tells the application that the person said no', async () => {
    const target = await consent(await openWorld(), 'deny')
    expect(target.searchParams.get('error')).toBe('access_denied')
    expect(target.searchParams.get('state')).toBe('s<1>')
  })

  it('tells of an inactive application and of an inactive company', async () => {
    const world = await openWorld()
    world.control.patchCompany(world.company_id, { is_active: false })
    expect((await consent(world, 'allow')).searchParams.get('error')).toBe('UNAUTHORIZED_ERROR')
    world.control.patchApp(world.client_id, { is_active: false })
    const url = `${world.sandbox.url}/Api/v3/oauth/authorize?response_type=code&client_id=${world.client_id}&state=x`
    const answer = await fetch(url, { redirect: 'manual' })
    expect(answer.headers.get('location')).toContain('error=app_inativo')
  })
})

describe('the code', () => {
  it('gives an opaque pair of six hours for a code', async () => {
    const world = await openWorld()
    const { status, json } = await exchange(world, await code(world))
    expect(status).toBe(200)
    expect(json.access_token).toMatch(/^[0-9a-f]{40}$/)
    expect(json).toMatchObject({ expires_in: 21_600, token_type: 'bearer' })
    expect(json.scope).toMatch(/^\d+( \d+)*$/)
    const { json: company } = await world.api(
      'GET',
      '/empresas/me/dados-basicos',
      undefined,
      json.access_token,
    )
    expect(company.data.id).toBe(world.company_id)
  })

  it('lives one minute', async () => {
    const world = await openWorld()
    const value = await code(world)
    world.control.advance(MINUTE)
    const { status, json } = await exchange(world, value)
    expect(status).toBe(400)
    expect(json.error).toMatchObject({
      type: 'invalid_grant',
      description: 'The authorization code has expired',
    })
  })

  it('revokes the user when it is used twice', async () => {
    const world = await openWorld()
    const value = await code(world)
    const { json: first } = await exchange(world, value)
    const { json: second } = await exchange(world, value)
    expect(second.error.message).toBe('Invalid authorization code')
    expect((await world.api('GET', '/produtos', undefined, first.access_token)).status).toBe(401)
    expect((await world.api('GET', '/produtos')).status).toBe(401)
  })
})

describe('credentials', () => {
  it('are taken from Basic only', async () => {
    const world = await openWorld()
    const inBody = { client_id: world.client_id, client_secret: world.client_secret }
    const fields = { grant_type: 'authorization_code', code: 'x', ...inBody }
    for (const authorization of ['', `Basic ${Buffer.from(`${world.client_id}:wrong`).toString('base64')}`]) {
      const { status, json } = await form(world, '/Api/v3/oauth/token', fields, { authorization })
      expect(status).toBe(400)
      expect(json.error.type).toBe('invalid_client')
    }
    expect((await form(world, '/Api/v3/oauth/token', fields)).json.error.type).toBe('invalid_client')
  })
})

describe('refreshing', () => {
  it('rotates: the old refresh token dies in that instant, the new one works', async () => {
    const world = await openWorld()
    const { json: first } = await exchange(world, await code(world))
    const { json: second } = await refresh(world, first.refresh_token)
    expect(second.refresh_token).not.toBe(first.refresh_token)
    const again = await refresh(world, first.refresh_token)
    expect(again.status).toBe(400)
    expect(again.json.error.type).toBe('invalid_grant')
    expect((await refresh(world, second.refresh_token)).status).toBe(200)
  })

  it('lets exactly one of two concurrent refreshes win', async () => {
    const world = await openWorld()
    const { json: pair } = await exchange(world, await code(world))
    const answers = await Promise.all([
      refresh(world, pair.refresh_token),
      refresh(world, pair.refresh_token),
    ])
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 400])
  })

  it('is possible for 30 days', async () => {
    const world = await openWorld()
    const { json: pair } = await exchange(world, await code(world))
    world.control.advance(30 * 24 * HOUR - 1)
    const { status, json } = await refresh(world, pair.refresh_token)
    expect(status).toBe(200)
    world.control.advance(30 * 24 * HOUR)
    expect((await refresh(world, json.refresh_token)).json.error.type).toBe('invalid_grant')
  })

  it('answers that the company is inactive, without ending the token', async () => {
    const world = await openWorld()
    const { json: pair } = await exchange(world, await code(world))
    world.control.patchCompany(world.company_id, { is_active: false })
    const { json } = await refresh(world, pair.refresh_token)
    expect(json.error).toMatchObject({ type: 'UNAUTHORIZED_ERROR', message: 'Empresa inativa' })
    expect((await world.api('GET', '/produtos')).json.error.type).toBe('UNAUTHORIZED_ERROR')
    world.control.patchCompany(world.company_id, { is_active: true })
    expect((await refresh(world, pair.refresh_token)).status).toBe(200)
  })
})

describe('access tokens', () => {
  it('are JWTs of 1,500 to 3,000 characters with enable-jwt, and open the API', async () => {
    const world = await openWorld()
    const { json } = await exchange(world, await code(world), { 'enable-jwt': '1' })
    expect(json.access_token.length).toBeGreaterThan(1_500)
    expect(json.access_token.length).toBeLessThan(3_000)
    expect((await world.api('GET', '/produtos', undefined, json.access_token)).status).toBe(200)
    const renewed = await refresh(world, json.refresh_token, { 'enable-jwt': '1' })
    expect(renewed.json.access_token.length).toBeGreaterThan(1_500)
  })

  it('expire after six hours with the words of an expired token, while unknown ones are called invalid', async () => {
    const world = await openWorld()
    world.control.advance(6 * HOUR - 1)
    expect((await world.api('GET', '/produtos')).status).toBe(200)
    world.control.advance(1)
    const expired = await world.api('GET', '/produtos')
    expect(expired.status).toBe(401)
    expect(expired.json.error).toEqual({
      type: 'invalid_token',
      message: 'invalid_token',
      description: 'The access token provided has expired',
    })
    const unknown = await world.api('GET', '/produtos', undefined, 'nobody')
    expect(unknown.json.error.description).toBe('The access token provided is invalid')
  })

  it('answer 400 to a malformed header', async () => {
    const world = await openWorld()
    const response = await fetch(`${world.sandbox.url}/Api/v3/produtos`, {
      headers: { authorization: 'Token abc' },
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { description: 'Malformed auth header' } })
  })

  it('answer 403 on a module that the application was not registered for, and 200 on the others', async () => {
    const world = await openWorld()
    world.control.patchApp(world.client_id, { scopes: ['Produtos', 'Empresas'] })
    const { access_token } = world.control.connect({
      client_id: world.client_id,
      company_id: world.company_id,
    })
    const refused = await world.api('GET', '/depositos', undefined, access_token)
    expect(refused.status).toBe(403)
    expect(refused.json.error.type).toBe('insufficient_scope')
    expect((await world.api('GET', '/produtos', undefined, access_token)).status).toBe(200)
    expect((await world.api('GET', '/depositos')).status).toBe(200)
  })

  it('belong to one company and one application each', async () => {
    const world = await openWorld()
    const other = world.control.addCompany({ name: 'Loja Y' })
    const { access_token } = world.control.connect({
      client_id: world.client_id,
      company_id: other.company_id,
    })
    world.control.addProduct(world.company_id, { name: 'Só em W' })
    expect((await world.api('GET', '/produtos', undefined, access_token)).json.data).toEqual([])
    expect((await world.api('GET', '/produtos')).json.data).toHaveLength(1)
    const app = world.control.addApp({ name: 'Outro', redirect_uri: 'http://localhost/outro' })
    world.control.connect({ client_id: app.client_id, company_id: world.company_id })
    world.control.revokeTokens({ client_id: app.client_id })
    expect((await world.api('GET', '/produtos')).status).toBe(200)
  })
})

describe('revoking', () => {
  it('ends the named token, and with revoke_action all tokens of the user', async () => {
    const world = await openWorld()
    const { json: pair } = await exchange(world, await code(world))
    expect((await form(world, '/oauth/revoke', { token: pair.access_token })).status).toBe(200)
    expect((await world.api('GET', '/produtos', undefined, pair.access_token)).status).toBe(401)
    const { json: next } = await refresh(world, pair.refresh_token)
    await form(world, '/Api/v3/oauth/revoke', { token: next.access_token, revoke_action: 'uninstall' })
    expect((await refresh(world, next.refresh_token)).json.error.type).toBe('invalid_grant')
    expect((await world.api('GET', '/produtos')).status).toBe(401)
  })
})
