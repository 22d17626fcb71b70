import { createHmac } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import pg from 'pg'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import type { AppOptions } from '../../src/server/app.ts'
import type { Clock } from '../../src/server/kernel/clock.ts'
import {
  type HttpAnswer,
  type HttpClient,
  type HttpRequest,
  httpClient,
} from '../../src/server/kernel/http-client.ts'
import type { Logger } from '../../src/server/kernel/logger.ts'
import type { Pace } from '../../src/server/kernel/token-bucket.ts'
import { eventually } from './eventually.ts'
import { type Reply, startTestApp, type TestApp } from './test-app.ts'

/** A deposit of a company: Bling's number, and our id. */
export type WorldDeposit = { readonly bling_id: number; readonly id: string }

/** A company in the sandbox, connected as an account. */
export type WorldShop = {
  readonly account_id: string
  readonly company_id: string
  readonly product_id: number
  readonly deposits: Readonly<Record<string, WorldDeposit>>
}

/** The whole product beside a sandbox on one clock that only tests move, with the fixture of the scenarios in it. */
export type SyncWorld = {
  readonly sandbox: Sandbox
  readonly control: Sandbox['control']
  readonly test: TestApp
  readonly clock: Clock
  readonly w: WorldShop
  readonly y: WorldShop
  readonly pool_id: string
  /** Where the product listens, and what Bling knows it by. */
  readonly address: string
  readonly client_id: string
  /** Delivers what Bling has to tell and lets the product do everything that is due, until neither has anything left. */
  settle(): Promise<void>
  /** Moves the clock on, then settles. */
  pass(ms: number): Promise<void>
  /** `físico/virtual` of a deposit as Bling really holds it. */
  balance(shop: WorldShop, deposit: string): string
  /** The movements that we sent since the last time this was asked: `W.C S 3`. */
  posts(): string[]
  /** Calls of an operation that reached Bling since `mark`. */
  calls(operation?: string): number
  /** Sets a balance on Bling's stock screen. */
  set(shop: WorldShop, deposit: string, physical: number): void
  /** Where an account's orders reserve from now on, there and as we are told. */
  reserveIn(shop: WorldShop, place: 'main' | 'shared' | 'nowhere'): Promise<void>
  /** An order for some of the product; gives its number there. */
  order(shop: WorldShop, quantity: number, more?: Record<string, unknown>): number
  /** What each deposit shows: `W.C 16, Y.C 16, W.E 5`, virtual balances of the targets. */
  shown(): string
  /** Founds a company with these deposits (the first is the default one) and connects it. */
  shop(name: string, deposits: readonly string[], stock: Readonly<Record<string, number>>): Promise<WorldShop>
  /** A person gives access to an account again. */
  reconnect(shop: WorldShop): Promise<void>
  /** Has the stock be that of the fixture again, and every write of ours settled. What was ordered stays. */
  restore(): Promise<void>
  /** Lets something happen in Bling that nobody is told of; gives the events as Bling would have printed them. */
  unheard(happens: () => void): string[]
  /** Brings an event to the product as Bling does; the body as Bling printed it. Gives the status. */
  deliver(body: string, to?: { readonly address?: string; readonly client_secret?: string }): Promise<number>
  /** Looks into the database as its owner. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  close(): Promise<void>
}

/** 24 November 2026, noon in São Paulo: when worlds begin. */
export const START_MS = Date.UTC(2026, 10, 24, 15)

/** What may differ from the fixture. */
export type WorldOptions = {
  /** Left out: nothing is connected in one pool yet. */
  readonly pool?: Readonly<Record<string, unknown>> | null
  readonly stock?: Readonly<Record<string, number>>
  /** Whether the first plan is approved already; it is unless said otherwise. */
  readonly active?: boolean
  /** Whether Y has no such product. */
  readonly absentInY?: boolean
  /** Takes what the product logs; nothing does unless given. */
  readonly logger?: Logger
  /** When it begins (milliseconds since the epoch); `START_MS` unless given. */
  readonly start_ms?: number
  /** What sites are told through. */
  readonly teller?: AppOptions['teller']
  /** Stands between the product and the network. */
  readonly through?: (request: HttpRequest, next: HttpClient) => Promise<HttpAnswer>
}

/** F: W with P1 10, P2 4, C 19, E 5, FULL 7; Y with P3 5, C 19; one pool over P1 + P2 + P3, shown in both C, E mirrors P3. */
export async function openSyncWorld(options: WorldOptions = {}): Promise<SyncWorld> {
  const sandbox = await startSandbox({ seed: 'sync' })
  const { control } = sandbox
  control.setClock({ mode: 'manual', at: options.start_ms ?? START_MS })
  control.setLimits({ per_second: 0, per_day: 0, ip_rules: false })
  const clock = { now: () => new Date(control.clock().now_ms) }
  const url = `${sandbox.url}/Api/v3`
  const { through } = options
  const inFlight = new Set<Promise<unknown>>()
  const http: HttpClient = async (request) => {
    const answer = through === undefined ? httpClient(request) : through(request, httpClient)
    inFlight.add(answer)
    try {
      return await answer
    } finally {
      inFlight.delete(answer)
    }
  }
  const bling = {
    http,
    apiUrl: url,
    authUrl: url,
    pace: paceOf(sandbox, inFlight),
    tokenCallsPerMinute: 1000,
  }
  const test = await startTestApp({
    clock,
    logger: options.logger,
    ...(options.teller === undefined ? {} : { teller: options.teller }),
    bling: { ...bling, random: () => 0.5, timeouts: { read_ms: 2000, write_ms: 2000 } },
  })
  await test.app.http.listen({ host: '127.0.0.1', port: 0 })
  const { port } = test.app.http.server.address() as AddressInfo
  const address = `http://127.0.0.1:${port}`
  const { client_id, client_secret } = control.addApp({
    name: 'EstoqueUni',
    redirect_uri: `${address}/api/v1/bling/callback`,
    webhook_url: `${address}/webhooks/bling`,
  })
  await ok(test.owner.post('/bling/apps', { client_id, client_secret }))
  await ok(test.owner.post('/products', { sku: SKU, name: 'Caneca' }))
  const owner = new pg.Pool({ ...test.database.connection, max: 4 })
  test.app.background.outbox.start()

  const shop: SyncWorld['shop'] = async (name, deposits, stock) => {
    const isAbsent = name === 'Loja Y' && options.absentInY === true
    return openShop({ sandbox, test, name, deposits, stock, isAbsent })
  }
  const amounts = { ...STOCK, ...options.stock }
  const w = await shop('Loja W', ['P1', 'P2', 'C', 'E', 'FULL'], picked(amounts, 'W.'))
  const y = await shop('Loja Y', ['P3', 'C'], picked(amounts, 'Y.'))
  const names = new Map([w, y].map((one, index) => [one.company_id, index === 0 ? 'W' : 'Y']))
  let seenCalls = 0
  const drained = async () => {
    const { rows } = await owner.query<{ tenant_id: string }>('select distinct tenant_id from outbox')
    // In the running product the database tells that there is news.
    for (const { tenant_id } of rows) test.app.background.outbox.wake(tenant_id)
    return rows.length === 0 ? true : undefined
  }
  const world: SyncWorld = {
    sandbox,
    control,
    test,
    clock,
    w,
    y,
    address,
    client_id,
    pool_id: options.pool === null ? '' : await makePool(test, poolOf(w, y, options.pool ?? {})),
    async settle() {
      // Two looks at one SKU are a second apart.
      control.advance(1000)
      for (let isBusy = true; isBusy; ) {
        const { delivered } = await control.settle()
        await eventually('the outbox is empty', drained)
        const before = sandbox.calls().length
        await test.app.sync.engine.rest()
        await test.app.orders.engine.rest()
        // What was sent there is news, and what was heard may be sent.
        await test.app.sync.engine.rest()
        isBusy = delivered > 0 || sandbox.calls().length > before
      }
    },
    async pass(ms) {
      control.advance(ms)
      await world.settle()
    },
    balance(of, deposit) {
      const { balances } = control.state(of.company_id)
      const found = balances.find(
        (one) => one.product_id === of.product_id && one.deposit_id === of.deposits[deposit]?.bling_id,
      )
      return found === undefined ? '-' : `${found.physical}/${found.virtual}`
    },
    posts() {
      const calls = sandbox.calls().slice(seenCalls)
      seenCalls = sandbox.calls().length
      return calls
        .filter((call) => call.operation === 'POST /estoques')
        .map((call) => said(call, names, [w, y]))
    },
    calls: (operation) =>
      sandbox.calls().filter((call) => operation === undefined || call.operation === operation).length,
    set(of, deposit, quantity) {
      const deposit_id = of.deposits[deposit]?.bling_id
      if (deposit_id === undefined) throw new Error(`no deposit ${deposit}`)
      control.move(of.company_id, { product_id: of.product_id, deposit_id, operation: 'B', quantity })
    },
    async reserveIn(of, place) {
      const deposit = place === 'shared' ? of.deposits['C']?.bling_id : null
      control.patchCompany(of.company_id, {
        settings: { reserves_stock: place !== 'nowhere', reserve_deposit_id: deposit ?? null },
      })
      await ok(test.owner.patch(`/sync/accounts/${of.account_id}`, { reserves_in: place }))
      await world.settle()
      world.posts()
    },
    order(of, quantity, more = {}) {
      const items = [{ product_id: of.product_id, quantity }]
      return control.addOrder(of.company_id, { items, ...more }).order_id
    },
    shown: () =>
      [
        `W.C ${virtualOf(world, w, 'C')}`,
        `Y.C ${virtualOf(world, y, 'C')}`,
        `W.E ${virtualOf(world, w, 'E')}`,
      ].join(', '),
    shop,
    async reconnect({ account_id, company_id }) {
      await authorize(test, company_id, { account_id })
    },
    async restore() {
      control.setFaults()
      for (const name of ['P1', 'P2']) world.set(w, name, picked(amounts, 'W.')[name] ?? 0)
      world.set(y, 'P3', picked(amounts, 'Y.')['P3'] ?? 0)
      await world.settle()
      control.advance(31_000)
      world.posts()
    },
    unheard(happens) {
      const before = sandbox.webhooks().length
      control.setFaults([{ kind: 'webhook_drop' }])
      happens()
      control.setFaults()
      return sandbox
        .webhooks()
        .slice(before)
        .map(({ body }) => body)
    },
    async deliver(body, to = {}) {
      const secret = to.client_secret ?? client_secret
      const signature = createHmac('sha256', secret).update(body).digest('hex')
      const headers = { 'content-type': 'application/json', 'x-bling-signature-256': `sha256=${signature}` }
      const door = `${to.address ?? address}/webhooks/bling`
      return (await fetch(door, { method: 'POST', headers, body })).status
    },
    query: async (text, values) => (await owner.query(text, values)).rows,
    async close() {
      await owner.end()
      await test.close()
      await sandbox.close()
    },
  }
  await world.settle()
  if (options.pool !== null && options.active !== false) await activate(world)
  world.posts()
  return world
}

function virtualOf(world: SyncWorld, shop: WorldShop, deposit: string): string {
  return world.balance(shop, deposit).split('/')[1] ?? '-'
}

/** The one product of the fixture. */
export const SKU = 'CANECA-01'
const STOCK = { 'W.P1': 10, 'W.P2': 4, 'W.C': 19, 'W.E': 5, 'W.FULL': 7, 'Y.P3': 5, 'Y.C': 19 }

function picked(amounts: Readonly<Record<string, number>>, prefix: string): Record<string, number> {
  const own = Object.entries(amounts).filter(
    ([name, amount]) => name.startsWith(prefix) && !Number.isNaN(amount),
  )
  return Object.fromEntries(own.map(([name, amount]) => [name.slice(prefix.length), amount]))
}

function poolOf(w: WorldShop, y: WorldShop, more: Readonly<Record<string, unknown>>) {
  const of = (shop: WorldShop, deposit: string) => ({ deposit_id: shop.deposits[deposit]?.id })
  return {
    name: 'Estoque único',
    sources: [
      { ...of(w, 'P1'), priority: 1 },
      { ...of(w, 'P2'), priority: 2 },
      { ...of(y, 'P3'), priority: 3 },
    ],
    targets: [of(w, 'C'), of(y, 'C'), { ...of(w, 'E'), role: 'mirror', mirror_of: y.deposits['P3']?.id }],
    ...more,
  }
}

async function makePool(test: TestApp, body: object): Promise<string> {
  return (await ok(test.owner.post('/pools', body))).body.id
}

/** Has a person look at the first plan and agree. */
export async function activate(world: SyncWorld): Promise<void> {
  const { owner } = world.test
  const plan = await ok(owner.post('/sync/plans', { pool_id: world.pool_id }))
  await ok(owner.post(`/sync/plans/${plan.body.id}/apply`))
  await world.settle()
}

/** Founds a company with these deposits and the product in it, and connects it to the company of `test.owner`. */
export async function openShop(of: {
  readonly sandbox: Sandbox
  readonly test: Pick<TestApp, 'owner'>
  readonly name: string
  readonly deposits: readonly string[]
  readonly stock: Readonly<Record<string, number>>
  readonly isAbsent: boolean
}): Promise<WorldShop> {
  const { sandbox, test, name } = of
  const { control } = sandbox
  const settings = { virtual_delay_ms: { min: 0, max: 0 } }
  const { company_id, deposit_id } = control.addCompany({ name, settings })
  const [first = 'Geral', ...others] = of.deposits
  control.patchDeposit(company_id, deposit_id, { name: first })
  const ids = new Map([[first, deposit_id]])
  for (const other of others) ids.set(other, control.addDeposit(company_id, { name: other }).deposit_id)
  const stock = Object.entries(of.stock).map(([deposit, quantity]) => ({
    deposit_id: ids.get(deposit) ?? 0,
    quantity,
  }))
  const { product_id } = control.addProduct(company_id, { name: 'Caneca', sku: SKU, price: 10, stock })
  if (of.isAbsent) control.deleteProduct(company_id, product_id)
  const answer = await authorize(test, company_id, {})
  const known = await ok(test.owner.get(`/bling/accounts/${answer.id}/deposits`))
  const rows: { id: string; bling_id: string; name: string }[] = known.body.items
  await ok(test.owner.post(`/bling/accounts/${answer.id}/products/imports`, { scope: 'everything' }))
  await eventually('the products are copied', async () => {
    const imports = await test.owner.get(`/bling/accounts/${answer.id}/products/imports`)
    return imports.body.items[0]?.state === 'complete' ? true : undefined
  })
  const deposits = rows.map((row) => [row.name, { id: row.id, bling_id: Number(row.bling_id) }] as const)
  return { account_id: answer.id, company_id, product_id, deposits: Object.fromEntries(deposits) }
}

async function authorize(
  test: Pick<TestApp, 'owner'>,
  company_id: string,
  asked: object,
): Promise<{ id: string }> {
  const begun = await ok(test.owner.post('/bling/accounts/authorize', asked))
  const callback = await decide(begun.body.url, company_id)
  const headers = { authorization: `Bearer ${test.owner.token}`, accept: 'application/json' }
  return (await (await fetch(callback, { headers })).json()) as { id: string }
}

/** What a person does on Bling's page: gives access to the company and is sent back. */
async function decide(url: string, company_id: string): Promise<string> {
  const asked = new URL(url)
  const response = await fetch(`${asked.origin}${asked.pathname}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      client_id: asked.searchParams.get('client_id') ?? '',
      state: asked.searchParams.get('state') ?? '',
      company_id,
      decision: 'allow',
    }),
  })
  return response.headers.get('location') ?? ''
}

/** The reply, which must be a good one. */
export async function ok(call: Promise<Reply>): Promise<Reply> {
  const reply = await call
  if (reply.status >= 300) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`)
  return reply
}

/**
 * Waiting moves the clock instead, once what is under way to Bling has arrived: nothing in a test takes longer than its work, and no call
 * takes any time.
 */
function paceOf(sandbox: Sandbox, inFlight: ReadonlySet<Promise<unknown>>): Pace {
  const now = () => sandbox.control.clock().now_ms
  return {
    now,
    async sleep(ms) {
      const until = now() + ms
      // Who was just let go has not called yet.
      await setImmediate()
      while (inFlight.size > 0) await Promise.allSettled(inFlight)
      if (until > now()) sandbox.control.advance(until - now())
    },
  }
}

function said(
  call: { readonly body: unknown; readonly company_id: string | null },
  names: ReadonlyMap<string, string>,
  shops: readonly WorldShop[],
): string {
  const body = call.body as { deposito: { id: number }; operacao: string; quantidade: number }
  const shop = shops.find((one) => one.company_id === call.company_id)
  const deposit = Object.entries(shop?.deposits ?? {}).find(
    ([, one]) => one.bling_id === body.deposito.id,
  )?.[0]
  return `${names.get(call.company_id ?? '') ?? '?'}.${deposit ?? '?'} ${body.operacao} ${body.quantidade}`
}
