import { createHash } from 'node:crypto'
import pg from 'pg'
import { Random } from '../../src/sandbox/kernel/random.ts'
import type { CallRecord } from '../../src/sandbox/log.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { eventually } from '../support/eventually.ts'
import { callerOf } from '../support/test-app.ts'
import { createBell } from './bell.ts'
import { type Branch, connectPool, openBranch, openShop, type Shop } from './company.ts'
import type { Databases } from './databases.ts'
import { type Process, type Surroundings, startProcess } from './process.ts'
import { createScheduler, type Scheduler } from './scheduler.ts'
import { ALONE, drawShape, type Shape, type WriteMode } from './shape.ts'
import type { Said } from './site-orders.ts'
import { openSite, type Site } from './sites.ts'
import { createTruth, type Truth } from './truth.ts'

/** Everything of one run: the sandbox, the processes of the product beside it, time, and what really happened. */
export type World = {
  readonly seed: string
  readonly shape: Shape
  readonly random: Random
  readonly sandbox: Sandbox
  readonly control: Sandbox['control']
  readonly scheduler: Scheduler
  readonly truth: Truth
  readonly shops: readonly Shop[]
  readonly sites: readonly Site[]
  /** What people said of orders of sites, by site and number. */
  readonly said: Map<string, Said>
  readonly branch: Branch
  readonly token: string
  readonly tenant_id: string
  /** Chances of calls that are never answered, in and after the present weather. */
  readonly silence: { before: number; after: number }
  /** Processes that live now. */
  alive(): readonly Process[]
  now(): number
  /** What reached Bling since the companies are connected. */
  calls(): readonly CallRecord[]
  /** Looks into the database, past the product. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  /** What happened, for whoever has to understand a failure. */
  readonly story: string[]
  tell(line: string): void
  /** Keeps time from passing while something is under way that follows the machine's clock. */
  standStill<T>(work: Promise<T>): Promise<T>
  close(): Promise<void>
}

/** 24 November 2026, noon in São Paulo: when every run begins. */
export const START_MS = Date.UTC(2026, 10, 24, 15)
const REVIVAL_MS = { min: 300, max: 20_000 }

/** Builds the world of a seed: companies connected, products copied, one pool; nothing is aligned yet. */
export async function openWorld(databases: Databases, seed: string, write_mode: WriteMode): Promise<World> {
  const random = new Random(seed.replace(ALONE, ''))
  const shape = { ...drawShape(random, !seed.endsWith(ALONE)), write_mode }
  const database = await databases.fresh()
  const owner = new pg.Client(database.connection)
  owner.on('error', () => {}) // its database is dropped under it when a run cannot even begin
  await owner.connect()
  let isVirtual = false
  let isClosed = false
  let births = 0
  let waiting = 0
  const processes: Process[] = []
  const alive = () => processes.filter((one) => one.isAlive())
  const sandbox = await startSandbox({
    seed,
    post: async ({ url, headers, body }) => {
      const [door] = alive().toSorted(() => random.next('door') - 0.5)
      if (door === undefined) throw new Error('nobody is there')
      const path = new URL(url).pathname
      const answer = await door.app.http.inject({ method: 'POST', url: path, headers, payload: body })
      if (!door.isAlive()) throw new Error('the connection was lost')
      return answer.statusCode
    },
    ask: async ({ method, url, headers, body }) => {
      const [door] = alive().toSorted(() => random.next('site door') - 0.5)
      if (door === undefined) throw new Error('nobody is there')
      const { pathname, search } = new URL(url)
      const content = body === undefined ? {} : { payload: body }
      const answer = await door.app.http.inject({ method, url: pathname + search, headers, ...content })
      if (!door.isAlive()) throw new Error('the connection was lost')
      return { status: answer.statusCode, text: answer.body }
    },
  })
  const { control } = sandbox
  control.setClock({ mode: 'manual', at: START_MS })
  control.setLimits({ per_second: 0, per_day: 0, ip_rules: false })
  const now = () => control.clock().now_ms
  const advance = (ms: number) => void control.advance(ms)
  const bell = createBell()
  const scheduler = createScheduler({
    now,
    advance,
    random,
    other: { due_at: () => control.clock().next_due_at, run: () => control.settle() },
    ended: bell.rung,
    isBusy: () => waiting > 0 || alive().some(({ link }) => link.isBusy()),
  })
  const standStill: World['standStill'] = (work) => {
    waiting += 1
    return work.finally(() => {
      waiting -= 1
      bell.ring()
    })
  }
  const silence = { before: 0, after: 0 }
  const story: string[] = []
  const tell = (line: string) => void story.push(`${((now() - START_MS) / 1000).toFixed(3)} ${line}`)
  const around: Surroundings = {
    database: database.connection,
    encryptionKey: createHash('sha256').update(seed).digest(),
    bling_url: `${sandbox.url}/Api/v3`,
    clock: { now: () => new Date(now()) },
    random,
    scheduler,
    onAnswer: bell.ring,
    silence: () => silence,
    isVirtual: () => isVirtual,
    advance,
    log_level: process.env['LOG_LEVEL'] ?? 'silent',
    onDeath: (name) => {
      if (isClosed) return
      tell(`${name} dies`)
      scheduler.after(random.int('revival', REVIVAL_MS), 'revival', bear)
    },
  }
  const bear = async () => {
    if (isClosed) return
    births += 1
    const born = await standStill(startProcess(`process ${births}`, around))
    processes.push(born)
    tell(`${born.name} starts`)
    if (isVirtual) void live(world, born)
  }
  await bear()
  const [first] = processes
  if (first === undefined) throw new Error('no process')
  const { token, branch } = await openBranch(first.app, shape)
  const caller = callerOf(first.app, token)
  const { client_id, client_secret } = control.addApp({
    name: 'EstoqueUni',
    redirect_uri: 'http://127.0.0.1:9/api/v1/bling/callback',
    webhook_url: 'http://127.0.0.1:9/webhooks/bling',
  })
  await caller.post('/bling/apps', { client_id, client_secret })
  const truth = createTruth()
  const shops: Shop[] = []
  for (const one of shape.shops)
    shops.push(await openShop({ app: first.app, caller, control, random, truth, kit: shape.kit }, one))
  const query: World['query'] = async (text, values) => (await standStill(owner.query(text, values))).rows
  const linked = async (site_id: string) =>
    (await query('select from site_product_links where site_id = $1', [site_id])).length
  const sites: Site[] = []
  for (const one of shape.sites)
    sites.push(
      await openSite({ app: first.app, caller, sandbox, accounts: shops, linked, kit: shape.kit }, one),
    )
  await connectPool({ caller, shape, shops, sites, branch, truth, random })
  await owner.query('update pools set activated_at = now()')
  for (const { account_id, habit } of shops) {
    await owner.query(
      `insert into sync_accounts (tenant_id, account_id, next_sweep_at, joined_at, reserves_in_set, sweep_minutes)
       select tenant_id, id, $2, $2, $3, $4 from bling_accounts where id = $1
       on conflict (tenant_id, account_id)
         do update set reserves_in_set = excluded.reserves_in_set, sweep_minutes = excluded.sweep_minutes`,
      [account_id, new Date(now()), habit, shape.sweep_minutes],
    )
  }
  const connecting = sandbox.calls().length
  const world: World = {
    ...{
      seed,
      shape,
      random,
      sandbox,
      control,
      scheduler,
      truth,
      shops,
      sites,
      branch,
      token,
      story,
      tell,
      alive,
      now,
    },
    silence,
    standStill,
    said: new Map(),
    tenant_id: (await caller.get('/me')).body.tenant.id,
    calls: () => sandbox.calls().slice(connecting),
    query,
    async close() {
      isClosed = true
      for (const one of processes) one.kill()
      for (const one of processes) await one.close()
      await owner.end()
      await sandbox.close()
      await database.drop()
    },
  }
  await newsAreOut(world, first)
  isVirtual = true
  for (let count = 1; count < shape.processes; count += 1) await bear()
  void live(world, first)
  return world
}

/** The outbox keeps real time: waiting for it to be empty keeps its news at one instant of ours, whatever the machine does. */
export async function newsAreOut(world: World, process: Process): Promise<void> {
  const areOut = async () => {
    // Not every writer says that there is news; the outbox would look by itself some seconds of the machine later.
    process.app.background.outbox.wake(world.tenant_id)
    const [news] = await world.query('select from outbox limit 1')
    return news === undefined || !process.isAlive() ? true : undefined
  }
  await world.standStill(eventually('the news are out', areOut))
}

/** How often the sites are looked after. */
const WATCH_MS = 5 * 60_000
const POLL_MS = { min: 300, max: 3_000 }
const LONGEST_POLL_MS = 60_000

/** The life of a process: it does what is due, again and again, more rarely while nothing ever is. */
async function live(world: World, process: Process): Promise<void> {
  const { random, scheduler } = world
  let idle = 1
  let watched = Number.NEGATIVE_INFINITY
  // Nobody begins at the same instant as somebody else: who of two comes first would be the machine's choice.
  await scheduler.sleep(random.int(`poll ${process.name}`, POLL_MS), `${process.name} polls`)
  while (process.isAlive()) {
    const before = world.calls().length
    try {
      await process.app.sync.engine.rest()
      await process.app.orders.engine.rest()
      if (world.now() - watched >= WATCH_MS) {
        watched = world.now()
        await process.app.sites.watch(world.tenant_id)
      }
      await newsAreOut(world, process)
      await process.app.sites.drain()
    } catch (error) {
      if (process.isAlive()) world.tell(`${process.name} stumbles: ${String(error)}`)
    }
    await newsAreOut(world, process)
    idle = world.calls().length > before ? 1 : idle * 1.2
    const pause = Math.min(random.int(`poll ${process.name}`, POLL_MS) * idle, LONGEST_POLL_MS)
    await scheduler.sleep(Math.round(pause), `${process.name} polls`)
  }
}
