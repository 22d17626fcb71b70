import { randomUUID } from 'node:crypto'
import type { InjectOptions } from 'fastify'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import * as z from 'zod'
import { faultOf, type Judged, tracesOf } from '../support/proof-answers.ts'
import { goodBodies } from '../support/proof-good-bodies.ts'
import { FORGED_CURSORS, HOSTILE_BODIES, HOSTILE_TEXTS, HOSTILE_VALUES } from '../support/proof-hostile.ts'
import { type Registered, withRoutes } from '../support/proof-routes.ts'
import { pathsIn, replaced, sampleOf } from '../support/proof-samples.ts'
import { makeProduct, putLevel } from '../support/stock.ts'
import { startTestApp, type TestApp } from '../support/test-app.ts'

/** An answer that never ends has its own tests; leaving ends the session of whoever asks. */
const LEFT_OUT = new Set(['GET /api/v1/events', 'POST /api/v1/auth/sign-out'])
/** Routes that hash a password, which is slow on purpose. */
const SLOW = new Set(['/api/v1/users', '/api/v1/users/:id', '/api/v1/auth/sign-in', '/api/v1/auth/password'])
const NOBODY = '019a0000-0000-7000-8000-000000000000'
const LIMIT = { timeout: 300_000 }

let test: TestApp
let routes: readonly Registered[]
let database: pg.Client
let known: Record<string, unknown>
let good: Record<string, readonly object[]>
let sent = 0

beforeAll(async () => {
  const started = await withRoutes(() => startTestApp())
  test = started.made
  routes = started.routes.filter(
    ({ method, url }) => method !== 'HEAD' && !url.includes('*') && !LEFT_OUT.has(`${method} ${url}`),
  )
  const { owner, branch_id } = test
  const named = { sku: 'CERVEJA', gtin: '7891149103119' }
  const muntu = { muntu_enabled: true, muntu_quantity: 6, muntu_price_cents: 4500 }
  const product_id = await makeProduct(owner, { ...named, ...muntu })
  await putLevel(owner, branch_id, product_id, 5000, 3)
  const to_branch_id = (await owner.post('/branches', { name: 'Depósito' })).body.id
  known = { branch_id, product_id, from_branch_id: branch_id, to_branch_id, branch_ids: null }
  good = goodBodies({ branch_id, to_branch_id, product_id, ...named })
  database = new pg.Client(test.database.connection)
  await database.connect()
})
afterAll(async () => {
  await database.end()
  await test.close()
})

type Headers = Record<string, string>
type Request = { readonly url?: string; readonly payload?: string | Buffer; readonly headers?: Headers }

async function send(route: Registered, { url, payload, headers }: Request): Promise<Judged> {
  sent += 1
  const options: InjectOptions = {
    method: route.method as 'GET',
    url: url ?? addressOf(route.url),
    // Nobody is slowed for what somebody else tried.
    remoteAddress: `127.0.${(sent >> 8) & 255}.${sent & 255}`,
    headers: { authorization: `Bearer ${test.owner.token}`, 'idempotency-key': randomUUID(), ...headers },
    ...(payload === undefined ? {} : { payload }),
  }
  const reply = await test.app.http.inject(options)
  return { status: reply.statusCode, text: reply.body, type: String(reply.headers['content-type'] ?? '') }
}

/**
 * Sends bundles of requests to one route each and gives what was wrong. A bundle of which nothing was accepted must leave everything
 * as it was.
 */
async function faultsOf(
  bundles: Iterable<readonly [Registered, readonly (readonly [string, Request])[]]>,
): Promise<string[]> {
  const faults: string[] = []
  for (const [route, requests] of bundles) {
    const before = await tracesOf(database)
    let accepted = 0
    for (const [which, request] of requests) {
      const answer = await send(route, request)
      if (answer.status < 400) accepted += 1
      const fault = faultOf(answer)
      if (fault !== null) faults.push(`${route.method} ${route.url} ${which} ${fault}`)
    }
    const after = accepted === 0 ? await tracesOf(database) : before
    if (after !== before)
      faults.push(`${route.method} ${route.url} was refused and left ${after} of ${before}`)
  }
  return faults
}

function addressOf(url: string): string {
  return url.replace(/:[a-z_]+/g, NOBODY)
}

function jsonBody(value: unknown): Request {
  return { payload: JSON.stringify(value) ?? '', headers: { 'content-type': 'application/json' } }
}

const schemaOf = ({ schema }: Registered) => (schema?.body instanceof z.ZodType ? schema.body : null)
const brief = (value: unknown) => JSON.stringify(value)?.slice(0, 80)

it('accepts the bodies that wrong values are put into', async () => {
  for (const [path, bodies] of Object.entries(good)) {
    for (const body of bodies) {
      const reply = await test.owner.post(path, body)
      expect([200, 201], `${path} ${JSON.stringify(reply.body)}`).toContain(reply.status)
      expect(JSON.stringify(reply.body)).not.toContain('quarantined')
    }
  }
})

it(
  'refuses every wrong value in every field of every body, and nothing breaks or changes',
  LIMIT,
  async () => {
    const faults = await faultsOf(
      routes.flatMap((route) => {
        const schema = schemaOf(route)
        if (schema === null) return []
        const sample = sampleOf(schema, known)
        const bodies = [sample, ...(good[route.url.replace('/api/v1', '')] ?? [])]
        const wrong = bodies.flatMap((body) =>
          pathsIn(body).map((path, place) => {
            const requests = valuesFor(route, place).map(
              (value) =>
                [`${path.join('.')} = ${brief(value)}`, jsonBody(replaced(body, path, value))] as const,
            )
            return [route, requests] as const
          }),
        )
        const strange = jsonBody({ ...(sample as object), tenant_id: NOBODY, is_admin: true })
        return [...wrong, [route, [['with fields that nobody knows', strange]]] as const]
      }),
    )
    expect(faults).toEqual([])
  },
)

/**
 * All values where the stock is written, half of them on each kind of database; elsewhere every sixth, other ones in every field and
 * on the other kind. PROOF_BAD_INPUT=all tries all everywhere.
 */
function valuesFor({ url }: Registered, place: number): readonly unknown[] {
  if (process.env['PROOF_BAD_INPUT'] === 'all') return HOSTILE_VALUES
  const step = SLOW.has(url) ? 12 : url.replace('/api/v1', '') in good ? 2 : 6
  const half = inject('databaseServer').kind === 'server' ? step / 2 : 0
  return HOSTILE_VALUES.filter((_value, index) => (index + place + half) % step === 0)
}

it('refuses every body that is not what it says, on every route that writes', LIMIT, async () => {
  const faults = await faultsOf(
    routes
      .filter(({ method }) => method !== 'GET')
      .map((route) => {
        const requests = HOSTILE_BODIES.map(({ type, body }, index) => {
          const headers: Headers = type === undefined ? {} : { 'content-type': type }
          return [`body ${index} as ${type?.slice(0, 60)}`, { payload: body, headers }] as const
        })
        return [route, requests] as const
      }),
  )
  expect(faults).toEqual([])
})

it('refuses every wrong query, cursor and address', LIMIT, async () => {
  const faults = await faultsOf(
    routes.map(
      (route) =>
        [route, hostileAddresses(route).map((url) => [url.slice(0, 200), { url }] as const)] as const,
    ),
  )
  expect(faults).toEqual([])
})

function hostileAddresses({ url, schema }: Registered): string[] {
  const plain = addressOf(url)
  const inPath = url.includes(':') ? HOSTILE_TEXTS.map((text) => url.replace(/:[a-z_]+/g, text)) : []
  const names = schema?.querystring instanceof z.ZodObject ? Object.keys(schema.querystring.shape) : []
  const needed = names.includes('branch_id') ? `branch_id=${known['branch_id']}&` : ''
  const inQuery = names.flatMap((name) => {
    const texts = name === 'cursor' ? [...HOSTILE_TEXTS, ...FORGED_CURSORS] : HOSTILE_TEXTS
    return texts.map((text) => `${plain}?${name === 'branch_id' ? '' : needed}${name}=${text}`)
  })
  const odd = [
    '__proto__=1',
    'limit=1&limit=2',
    'limit[]=1',
    `tenant_id=${NOBODY}`,
    '%00=1',
    '=',
    '&&&',
    'a=%',
  ]
  return [...inPath, ...inQuery, ...odd.map((query) => `${plain}?${query}`)]
}

it('refuses every wrong key and credential', LIMIT, async () => {
  const texts = ['', ' ', 'a'.repeat(201), 'a'.repeat(10_000), 'com espaço', 'é', '\u0001', '"', "';--"]
  const wrong: readonly Headers[] = texts.flatMap((text) => [
    { 'idempotency-key': text },
    { authorization: text },
    { authorization: `Bearer ${text}` },
    { authorization: `Bearer a.${text}.b` },
    { authorization: `Bearer eu_${text}` },
    { authorization: `Basic ${text}` },
    { authorization: '', 'x-api-key': text },
    { authorization: '', cookie: `session=${text}; estoqueuni_session=${text}` },
  ])
  const faults = await faultsOf(
    routes
      .filter(({ access, method }) => access !== 'public' && method !== 'DELETE')
      .map((route) => {
        const schema = schemaOf(route)
        const { payload, headers: type } = schema === null ? {} : jsonBody(sampleOf(schema, known))
        const requests = wrong.map((headers) => {
          const request = { headers: { ...type, ...headers }, ...(payload === undefined ? {} : { payload }) }
          return [brief(headers) ?? '', request] as const
        })
        return [route, requests] as const
      }),
  )
  expect(faults).toEqual([])
})

it('stands the largest numbers that its fields take, and every list after them', LIMIT, async () => {
  const { owner, branch_id } = test
  const most = {
    unit_price_cents: 10_000_000_000,
    units_per_box: 10_000,
    muntu_enabled: true,
    muntu_quantity: 10_000,
  }
  const product_id = await makeProduct(owner, { ...most, muntu_price_cents: 10_000_000_000 })
  const dear = { product_id, units: 10_000_000, unit_cost_cents: 10_000_000_000 }
  const buy = (lines: object[], status = 'received') => owner.post('/purchases', { branch_id, status, lines })
  const sell = (quantity: number) => ({ branch_id, lines: [{ product_id, quantity }] })
  const now = new Date().toISOString()
  const sold = [900_000, 10, 10].map((quantity, device_seq) => ({
    ...{ op_id: randomUUID(), device_seq, kind: 'sale', occurred_at: now },
    payload: sell(quantity),
  }))
  const answers = [
    await buy([{ product_id, units: 10_000_000 }]),
    await buy([dear]),
    await buy(Array(500).fill(dear), 'pending'),
    await buy([{ product_id, boxes: 1000, box_cost_cents: 10_000_000_000 }]),
    await owner.post('/sales', sell(10)),
    await owner.post('/sales', sell(900_000)),
    await owner.post('/offline/operations', { device_id: 'caixa-2', device_now: now, operations: sold }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([201, 422, 422, 422, 201, 422, 200])
  const lists = [
    '/dashboard',
    '/sales',
    '/purchases',
    '/movements',
    '/inventory',
    '/divergences',
    '/offline/quarantine',
  ]
  for (const path of lists) expect([path, (await owner.get(path)).status]).toEqual([path, 200])
})

it('was asked at least two thousand bad things, and still proves its ledger', async () => {
  expect(sent).toBeGreaterThan(2000)
  const verified = await test.owner.get('/ledger/verify?full=true')
  expect([verified.status, verified.body.ok, verified.body.differences]).toEqual([200, true, []])
})
