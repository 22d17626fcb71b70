import { afterAll, beforeAll, expect, it } from 'vitest'
import { ROLE_PERMISSIONS, ROLES, type Role } from '../../src/contract/permissions.ts'
import { addCompany } from '../support/other-company.ts'
import { type Registered, withRoutes } from '../support/proof-routes.ts'
import { makeProduct, putLevel } from '../support/stock.ts'
import { type Caller, startTestApp, type TestApp } from '../support/test-app.ts'

/** What a stranger may ask; a public route that is not named here fails the test. */
const PUBLIC = [
  'GET /health',
  'GET /ready',
  'GET /metrics',
  'GET /.well-known/jwks.json',
  'GET /api/v1/openapi.json',
  'GET /api/v1/setup',
  'POST /api/v1/setup',
  'POST /api/v1/auth/sign-in',
  'POST /api/v1/invitations/accept',
  'GET /api/v1/bling/callback',
  'POST /webhooks/bling',
  'POST /webhooks/bling/legacy/:token',
  'POST /webhooks/sites/:token',
]

const ID = '01900000-0000-7000-8000-0000000000aa'
/** Streams answer without end; they are tested where they are read. */
const STREAMS = new Set(['GET /api/v1/events'])

let test: TestApp
let routes: readonly Registered[]
const people = new Map<Role, Caller>()

beforeAll(async () => {
  const { made, routes: found } = await withRoutes(() => startTestApp())
  test = made
  routes = found.filter((route) => route.method !== 'HEAD' && route.method !== 'OPTIONS')
  for (const role of ROLES) {
    const email = `${role}@bar.example`
    const password = 'outra senha bem longa'
    const invited = await test.owner.post('/users', {
      name: `Pessoa ${role}`,
      email,
      password,
      role,
      branch_ids: null,
    })
    if (invited.status !== 201) throw new Error(JSON.stringify(invited.body))
    const signed = await test.as('').post('/auth/sign-in', { email, password })
    people.set(role, test.as(signed.body.token))
  }
}, 120_000)
afterAll(() => test.close())

const nameOf = (route: Registered) => `${route.method} ${route.url}`
const isPage = (route: Registered) =>
  route.url.startsWith('/api/docs') || (!route.url.startsWith('/api/') && route.access === 'public')
const addressOf = (url: string) => url.replaceAll(/:[a-z_]+/gi, ID)

async function ask(route: Registered, token: string): Promise<number> {
  const response = await test.app.http.inject({
    method: route.method as 'GET',
    url: addressOf(route.url),
    remoteAddress: '127.0.0.1',
    headers: {
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      'idempotency-key': crypto.randomUUID(),
    },
    ...(route.method === 'GET' ? {} : { payload: {} }),
  })
  return response.statusCode
}

it('has no public route but those named here', () => {
  const open = routes
    .filter((route) => route.access === 'public' && route.url.startsWith('/api/v1'))
    .map(nameOf)
  expect(open.filter((name) => !PUBLIC.includes(name))).toEqual([])
  expect(routes.length).toBeGreaterThan(80)
})

it('answers a stranger 401 on every other route (sync 76)', async () => {
  const wrong: string[] = []
  for (const route of routes.filter((one) => one.access !== 'public' && !isPage(one))) {
    const status = await ask(route, '')
    if (status !== 401) wrong.push(`${nameOf(route)}: ${status}`)
  }
  expect(wrong).toEqual([])
})

it.each(ROLES)(
  'lets a %s do what the role allows and nothing else',
  async (role) => {
    const caller = people.get(role)
    const wrong: string[] = []
    for (const route of routes.filter((one) => one.access !== 'public' && !isPage(one))) {
      if (STREAMS.has(nameOf(route)) || route.url.startsWith('/api/v1/auth/')) continue
      const allowed = ROLE_PERMISSIONS[role].has(route.access as never)
      const status = await ask(route, caller?.token ?? '')
      // An allowed request of nothing may be refused for what it asks, never for who asks; some refuse by more than the role.
      if (!allowed && status !== 403) wrong.push(`${nameOf(route)} (${route.access}): ${status}`)
      if (allowed && (status === 401 || status >= 500))
        wrong.push(`${nameOf(route)} (${route.access}): ${status}`)
    }
    expect(wrong).toEqual([])
  },
  60_000,
)

it('does not know the ids of another company, and believes no tenant_id but the session’s (sync 76)', async () => {
  const product_id = await makeProduct(test.owner)
  await putLevel(test.owner, test.branch_id, product_id, 1, 0)
  const sale = await test.owner.post('/sales', {
    branch_id: test.branch_id,
    lines: [{ product_id, quantity: 1 }],
  })
  const stranger = await addCompany(test)
  const asked = await Promise.all([
    stranger.get(`/products/${product_id}`),
    stranger.get(`/inventory/${product_id}?branch_id=${test.branch_id}`),
    stranger.post(`/sales/${sale.body.id}/cancel`),
    stranger.post('/sales', { branch_id: test.branch_id, lines: [{ product_id, quantity: 1 }] }),
    stranger.post('/inventory/losses', {
      branch_id: test.branch_id,
      product_id,
      quantity: 1,
      reason: 'Roubo',
    }),
    stranger.patch(`/products/${product_id}`, { name: 'Minha' }),
    stranger.patch(`/branches/${test.branch_id}`, { name: 'Minha' }),
  ])
  expect(asked.map((reply) => reply.status)).toEqual([404, 404, 404, 404, 404, 404, 404])
  const listed = await Promise.all(
    ['/products', '/movements', '/sales', '/inventory', '/purchases'].map((path) => stranger.get(path)),
  )
  expect(listed.map((reply) => reply.body.items)).toEqual([[], [], [], [], []])
  const forced = await stranger.get(`/products?tenant_id=${test.tenant_id}`)
  expect(forced.status).toBe(422)
})

it('keeps a person of one branch out of the other, and ends a session at once', async () => {
  const other = (await test.owner.post('/branches', { name: 'Só dos outros' })).body.id
  const product_id = await makeProduct(test.owner)
  await putLevel(test.owner, other, product_id, 1, 0)
  const account = { name: 'Bia', email: 'bia@bar.example', password: 'mais uma senha longa' }
  await test.owner.post('/users', { ...account, role: 'cashier', branch_ids: [test.branch_id] })
  const signed = await test.as('').post('/auth/sign-in', { email: account.email, password: account.password })
  const bia = test.as(signed.body.token)
  const sold = await bia.post('/sales', { branch_id: other, lines: [{ product_id, quantity: 1 }] })
  expect([sold.status, sold.body.code]).toEqual([403, 'BRANCH_FORBIDDEN'])
  await bia.post('/auth/sign-out')
  const late = await bia.post('/sales', { branch_id: test.branch_id, lines: [{ product_id, quantity: 1 }] })
  expect(late.status).toBe(401)
  expect((await bia.get('/inventory')).status).toBe(401)
})
