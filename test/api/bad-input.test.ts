import { randomUUID } from 'node:crypto'
import type { InjectOptions } from 'fastify'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { FORGED_CURSORS, HOSTILE_BODIES, HOSTILE_TEXTS, HOSTILE_VALUES } from '../support/proof-hostile.ts'
import { type Registered, withRoutes } from '../support/proof-routes.ts'
import { pathsIn, replaced, sampleOf } from '../support/proof-samples.ts'
import { makeProduct, putLevel } from '../support/stock.ts'
import { startTestApp, type TestApp } from '../support/test-app.ts'

/** Answers that never end belong to their own tests; leaving ends the session of whoever asks. */
const LEFT_OUT = new Set(['GET /api/v1/events', 'POST /api/v1/auth/sign-out'])
const GIVES_AWAY =
  /\bat .+\.[tj]s:\d|node_modules|syntax error at|violates|invalid input|pg_|select .+ from|insert into|ECONNREFUSED/i

let test: TestApp
let routes: readonly Registered[]
let database: pg.Client
let known: Record<string, unknown>
let good: Record<string, object[]>
let sent = 0

beforeAll(async () => {
  const started = await withRoutes(() => startTestApp())
  test = started.made
  routes = started.routes.filter(
    ({ method, url }) => method !== 'HEAD' && !url.includes('*') && !LEFT_OUT.has(`${method} ${url}`),
  )
  const { owner, branch_id } = test
  const product_id = await makeProduct(owner, {
    gtin: '7891149103119',
    muntu_quantity: 6,
    muntu_price_cents: 4500,
    muntu_enabled: true,
  })
  await putLevel(owner, branch_id, product_id, 5, 3)
  const other = (await owner.post('/branches', { name: 'Depósito' })).body.id
  const sale = (await owner.post('/sales', { branch_id, lines: [{ product_id, quantity: 1 }] })).body.id
  known = {
    branch_id,
    product_id,
    from_branch_id: branch_id,
    to_branch_id: other,
    sale_id: sale,
    branch_ids: null,
  }
  good = goodBodies(known)
  database = new pg.Client(test.database.connection)
  await database.connect()
})
afterAll(async () => {
  await database.end()
  await test.close()
})

type Answer = { readonly status: number; readonly text: string; readonly type: string }
type Sent = Omit<InjectOptions, 'headers'> & { readonly headers?: Record<string, string> }

async function send(route: Registered, url: string, more: Sent = {}): Promise<Answer> {
  sent += 1
  const reply = await test.app.http.inject({
    ...more,
    method: route.method as 'GET',
    url,
    remoteAddress: `127.0.${(sent >> 8) & 255}.${sent & 255}`,
    headers: {
      authorization: `Bearer ${test.owner.token}`,
      'idempotency-key': randomUUID(),
      ...more.headers,
    },
  })
  return { status: reply.statusCode, text: reply.body, type: String(reply.headers['content-type'] ?? '') }
}

/** Says what is wrong with an answer to a bad request, or nothing. */
function fault({ status, text, type }: Answer): string | null {
  if (status >= 500) return `answers ${status}: ${text.slice(0, 300)}`
  if (status < 400) return null
  if (GIVES_AWAY.test(text)) return `gives away: ${text.slice(0, 300)}`
  if (!type.startsWith('application/problem+json')) return `refuses with ${type}: ${text.slice(0, 200)}`
  const problem = JSON.parse(text) as { status: number; code: string; detail: string }
  return problem.status === status && problem.code !== '' && problem.detail !== ''
    ? null
    : `is no problem: ${text}`
}

/** Bodies that are accepted as they stand, so that a wrong value is the only thing wrong with them. */
function goodBodies({
  branch_id,
  product_id,
  to_branch_id,
}: Record<string, unknown>): Record<string, object[]> {
  const of = { branch_id, product_id }
  const when = { terminal: 'Caixa 1', occurred_at: new Date().toISOString(), notes: 'nota' }
  const sale = (line: object) => ({
    branch_id,
    terminal: 'Caixa 1',
    payment_method: 'pix',
    lines: [{ quantity: 1, partial: 'refuse', ...line }],
  })
  const count = { product_id, closed_boxes: 5000, open_box_units: 3, open_bottle_doses: 0 }
  const lot = { batch_number: 'L1', expiry_date: '2027-01-15' }
  const operation = (kind: string, payload: object) => ({
    device_id: 'caixa-2',
    device_now: new Date().toISOString(),
    operations: [
      { op_id: randomUUID(), device_seq: 1, kind, occurred_at: new Date().toISOString(), payload },
    ],
  })
  return {
    '/inventory/counts': [{ branch_id, terminal: 'Caixa 1', notes: 'nota', ledger_seq: 1, lines: [count] }],
    '/sales': [
      sale({ product_id, sold_as: 'unit' }),
      sale({ sku: 'CERVEJA', sold_as: 'box' }),
      sale({ gtin: '7891149103119', sold_as: 'muntu' }),
    ],
    '/purchases': [
      {
        branch_id,
        supplier: 'Distribuidora',
        status: 'pending',
        notes: 'nota',
        lines: [{ product_id, boxes: 1, units: 1, box_cost_cents: 4800, ...lot }],
      },
      {
        branch_id,
        status: 'received',
        lines: [{ product_id, boxes: 1, units: 1, unit_cost_cents: 400, ...lot }],
      },
    ],
    '/transfers': [
      { from_branch_id: branch_id, to_branch_id, ...when, lines: [{ product_id, boxes: 1, units: 1 }] },
    ],
    '/inventory/losses': [{ ...of, ...when, quantity: 1, taken_from: 'unit', reason: 'Extravio' }],
    '/inventory/breakages': [{ ...of, ...when, quantity: 1, taken_from: 'box', reason: 'Queda' }],
    '/inventory/courtesies': [{ ...of, ...when, quantity: 1, taken_from: 'unit', reason: 'Aniversário' }],
    '/inventory/adjustments': [{ ...of, ...when, quantity: -1, counted_in: 'unit', reason: 'Outro' }],
    '/offline/operations': [
      operation('sale', {
        branch_id,
        charged_cents: 900,
        terminal: 'Caixa 2',
        lines: [{ sku: 'CERVEJA', sold_as: 'unit', quantity: 1 }],
      }),
      operation('count', { branch_id, notes: 'nota', lines: [count] }),
      operation('loss', { ...of, quantity: 1, taken_from: 'unit', reason: 'Extravio', notes: 'nota' }),
    ],
  }
}

/** Where the ledger ends and how many documents there are. */
async function traces(): Promise<string> {
  const { rows } = await database.query(`
    select (select last_seq from ledgers limit 1) as seq, (select count(*) from sales) as sales, (select count(*) from purchases) as purchases,
           (select count(*) from stock_documents) as documents, (select count(*) from products) as products,
           (select count(*) from branches) as branches, (select count(*) from memberships) as people`)
  return JSON.stringify(rows[0])
}

/** Sends one request after another; gives what was wrong, each with the words that say which request it was. */
async function faultsOf(requests: AsyncIterable<readonly [string, Answer]>): Promise<string[]> {
  const faults: string[] = []
  let before = await traces()
  for await (const [which, answer] of requests) {
    const wrong = fault(answer)
    if (wrong !== null) faults.push(`${which} ${wrong}`)
    const after = await traces()
    if (answer.status >= 400 && after !== before)
      faults.push(`${which} was refused and left ${after} of ${before}`)
    before = after
  }
  return faults
}

function addressOf(url: string): string {
  return url.replace(/:[a-z_]+/g, '019a0000-0000-7000-8000-000000000000')
}

const bodyOf = ({ schema }: Registered) => (schema?.body instanceof z.ZodType ? schema.body : null)
const jsonBody = (value: unknown): Sent => ({
  payload: JSON.stringify(value) ?? '',
  headers: { 'content-type': 'application/json' },
})
const brief = (value: unknown) => JSON.stringify(value)?.slice(0, 80)

it('accepts the bodies that the wrong values are put into', async () => {
  for (const [path, bodies] of Object.entries(good)) {
    for (const body of bodies) {
      const reply = await test.owner.post(path, body)
      expect([path, reply.status, JSON.stringify(reply.body).includes('quarantined')]).toEqual([
        path,
        path === '/offline/operations' ? 200 : 201,
        false,
      ])
    }
  }
})

it('refuses every wrong value in every field of every body, and nothing breaks or changes', {
  timeout: 300_000,
}, async () => {
  const faults = await faultsOf(
    (async function* () {
      for (const route of routes) {
        const schema = bodyOf(route)
        if (schema === null) continue
        const sample = sampleOf(schema, known)
        for (const body of [sample, ...(good[route.url.slice('/api/v1'.length)] ?? [])]) {
          for (const path of pathsIn(body)) {
            for (const value of HOSTILE_VALUES) {
              const which = `${route.method} ${route.url} ${path.join('.')} = ${brief(value)}`
              yield [which, await send(route, addressOf(route.url), jsonBody(replaced(body, path, value)))]
            }
          }
        }
        const more = jsonBody({ ...(sample as object), tenant_id: randomUUID(), is_admin: true })
        yield [
          `${route.method} ${route.url} with fields of nobody`,
          await send(route, addressOf(route.url), more),
        ]
      }
    })(),
  )
  expect(faults).toEqual([])
})

it('refuses every body that is not what it says, on every route that writes', {
  timeout: 300_000,
}, async () => {
  const faults = await faultsOf(
    (async function* () {
      for (const route of routes) {
        if (route.method === 'GET') continue
        for (const [index, { type, body }] of HOSTILE_BODIES.entries()) {
          const headers = type === undefined ? {} : { 'content-type': type }
          yield [
            `${route.method} ${route.url} body ${index} as ${type?.slice(0, 60)}`,
            await send(route, addressOf(route.url), { payload: body, headers }),
          ]
        }
      }
    })(),
  )
  expect(faults).toEqual([])
})

it('refuses every wrong query, cursor and address', { timeout: 300_000 }, async () => {
  const faults = await faultsOf(
    (async function* () {
      for (const route of routes) {
        for (const url of hostileAddresses(route))
          yield [`${route.method} ${url.slice(0, 150)}`, await send(route, url)]
      }
    })(),
  )
  expect(faults).toEqual([])
})

function hostileAddresses({ url, schema }: Registered): string[] {
  const plain = addressOf(url)
  const inPath = url.includes(':') ? HOSTILE_TEXTS.map((text) => url.replace(/:[a-z_]+/g, text)) : []
  const query = schema?.querystring instanceof z.ZodObject ? Object.keys(schema.querystring.shape) : []
  const needed = query.includes('branch_id') ? `branch_id=${known['branch_id']}&` : ''
  const values = query.flatMap((name) => {
    const texts = name === 'cursor' ? [...HOSTILE_TEXTS, ...FORGED_CURSORS] : HOSTILE_TEXTS
    return texts.map((text) => `${plain}?${name === 'branch_id' ? '' : needed}${name}=${text}`)
  })
  const odd = [
    '?__proto__=1',
    '?limit=1&limit=2',
    '?limit[]=1',
    '?tenant_id=1',
    '?%00=1',
    '?=',
    '?&&&',
    '?a=%',
  ].map((text) => plain + text)
  return [...inPath, ...values, ...odd]
}

it('refuses every wrong key and credential', { timeout: 300_000 }, async () => {
  const texts = ['', ' ', 'a'.repeat(201), 'a'.repeat(10_000), 'com espaço', 'é', '\u0001', '"', "';--"]
  const wrongs: Record<string, string>[] = texts.flatMap((text) => [
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
    (async function* () {
      for (const route of routes) {
        if (route.access === 'public' || route.method === 'DELETE') continue
        const schema = bodyOf(route)
        const body = schema === null ? {} : { payload: sampleOf(schema, known) as object }
        for (const headers of wrongs)
          yield [
            `${route.method} ${route.url} ${brief(headers)}`,
            await send(route, addressOf(route.url), { ...body, headers }),
          ]
      }
    })(),
  )
  expect(faults).toEqual([])
})

it('was asked at least two thousand bad things, and still proves its ledger', async () => {
  expect(sent).toBeGreaterThan(2000)
  const verified = await test.owner.get('/ledger/verify?full=true')
  expect([verified.status, verified.body.ok, verified.body.differences]).toEqual([200, true, []])
})
