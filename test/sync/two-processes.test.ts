import { fileURLToPath } from 'node:url'
import { afterEach, expect, inject, it } from 'vitest'
import { type AppProcess, databaseUrlOf, startAppProcess } from '../support/app-process.ts'
import { eventually } from '../support/eventually.ts'
import { type GoBetween, openGoBetween, type Passing } from '../support/go-between.ts'
import { addSkus, type OneOfMany, setOne, virtualsOf } from '../support/many-skus.ts'
import { openSyncWorld, type SyncWorld, type WorldShop } from '../support/sync-world.ts'

const MAIN = fileURLToPath(new URL('../support/main-that-leaps.ts', import.meta.url))
/** As far as the clock of `main-that-leaps` goes at a signal: longer than what a process has taken up stays its own. */
const LEAP_MS = 120_000
/** The world is prepared in simulated time, which takes it this much, and is at the present then. */
const PREPARATION_MS = 40 * 60_000
/** Three calls a second take a fifth of this, on a machine that has nothing else to do. */
const PATIENCE_MS = 150_000
const LIMIT_MS = 400_000
const SKUS = 30
const LOT = 5
const [BEFORE, AFTER] = [5, 3]

/** One of two processes on one database, with the way by which it reaches Bling. */
type Peer = { readonly app: AppProcess; readonly way: GoBetween; isAlive: boolean }
type Around = (peer: () => Peer, passing: Passing, pass: () => Promise<Response>) => Promise<Response>

let world: SyncWorld
let skus: OneOfMany[]
let peers: Peer[] = []
let entrance: GoBetween
afterEach(async () => {
  await Promise.all(peers.map((peer) => kill(peer)))
  await Promise.all([entrance, ...peers.map(({ way }) => way)].map((one) => one.close()))
  await world.close()
})

async function kill(peer: Peer): Promise<void> {
  if (!peer.isAlive) return
  peer.isAlive = false
  await peer.app.end('SIGKILL')
}

/** Two processes, each event brought to both of them in turn, and Bling in real time with its limit of a second. */
async function openTwo(around: Around): Promise<void> {
  world = await openSyncWorld({ start_ms: Date.now() - PREPARATION_MS })
  const { test, sandbox, control } = world
  const names = Array.from({ length: SKUS }, (_, n) => `SKU-${n}`)
  skus = await addSkus(world, names, () => ({ 'W.P1': BEFORE, 'W.C': BEFORE, 'Y.C': BEFORE }))
  control.setClock({ mode: 'real', at: Date.now() })
  control.setLimits({ per_second: 3 })
  peers = await Promise.all(
    [0, 1].map(async (index): Promise<Peer> => {
      const me = () => peers[index] as Peer
      const way = await openGoBetween(
        () => sandbox.url,
        (passing, pass) => around(me, passing, pass),
      )
      const app = await startAppProcess(
        {
          DATABASE_URL: databaseUrlOf(test.database.connection),
          ENCRYPTION_KEY: test.encryptionKey.toString('hex'),
          BLING_API_URL: `${way.url}/Api/v3`,
          BLING_AUTH_URL: `${way.url}/Api/v3`,
        },
        MAIN,
      )
      return { app, way, isAlive: true }
    }),
  )
  let turn = 0
  // As whoever shares requests out among processes does, it brings to another what one did not live to take.
  entrance = await openGoBetween(
    () => {
      turn += 1
      const alive = peers.filter(({ isAlive }) => isAlive)
      return alive[turn % alive.length]?.app.address ?? ''
    },
    (_passing, pass) => pass().catch(pass),
  )
  control.patchApp(world.client_id, { webhook_url: `${entrance.url}/webhooks/bling` })
}

/**
 * Somebody takes two of each SKU out of real stock, some more whenever the others are taken up: a process looks at three lots at the same
 * time, so neither can do without the other. Every event comes twice. Gives how many calls there were before.
 */
async function sellSome(): Promise<number> {
  const before = world.sandbox.calls().length
  const since = new Date()
  for (let from = 0; from < SKUS; from += LOT) {
    const lot = skus.slice(from, from + LOT)
    world.control.setFaults([{ kind: 'webhook_duplicate' }])
    for (const one of lot) setOne(world, one, 'W.P1', AFTER)
    world.control.setFaults()
    await eventually('they are taken up', () => areTakenUp(lot, since), PATIENCE_MS)
  }
  return before
}

async function areTakenUp(lot: readonly OneOfMany[], since: Date): Promise<true | undefined> {
  const names = lot.map(({ sku }) => sku)
  const rows = await world.query(
    'select 1 from sync_skus where sku = any ($1) and (claimed_by is not null or last_run_at > $2)',
    [names, since],
  )
  return rows.length === lot.length ? true : undefined
}

const isWrite = ({ request }: Passing) => request === 'POST /Api/v3/estoques'

const isRight = () =>
  ['W.C', 'Y.C'].every((place) => {
    const shown = virtualsOf(world, place)
    return skus.every((one) => shown.get(place === 'W.C' ? one.w : one.y) === AFTER)
  })

/** Whether nobody has anything left to do, or to doubt. */
async function isAtRest(): Promise<true | undefined> {
  const busy = await world.query(
    `select 1 from sync_skus where due_at is not null or claimed_by is not null or suspect_since is not null
     union all select 1 from bling_inbox where state = 'received'`,
  )
  return busy.length === 0 && isRight() ? true : undefined
}

const callsOf = (shop: WorldShop, from: number) =>
  world.sandbox
    .calls()
    .slice(from)
    .filter((call) => call.company_id === shop.company_id && !call.operation.includes('/oauth/'))

/** What Bling took, `deposit/product` each time. */
const taken = (from: number) =>
  [world.w, world.y]
    .flatMap((shop) => callsOf(shop, from))
    .filter((call) => call.operation === 'POST /estoques' && call.status === 201)
    .map(({ body }) => {
      const { deposito, produto } = body as { deposito: { id: number }; produto: { id: number } }
      return `${deposito.id}/${produto.id}`
    })

const eachTargetOnce = () =>
  skus
    .flatMap((one) => [
      `${world.w.deposits['C']?.bling_id}/${one.w}`,
      `${world.y.deposits['C']?.bling_id}/${one.y}`,
    ])
    .toSorted()

/**
 * At most three calls of an account leave in any second, whoever makes them. What the machine does to a call between its process and Bling
 * is nobody's promise: now and then one comes too near to the others and is refused, which is answered by waiting and harms nothing.
 */
function expectBudgetKept(shop: WorldShop, from: number): void {
  const calls = callsOf(shop, from)
  const [first, last] = [calls[0]?.at ?? 0, calls.at(-1)?.at ?? 0]
  expect(calls.length).toBeLessThanOrEqual(3 * ((last - first) / 1000) + 3)
  expect(calls.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(calls.length / 8)
}

it(
  'two processes on one database share the work and the calls of a second, and write nothing twice (sync 22, 30)',
  async () => {
    await openTwo((_peer, _passing, pass) => pass())
    const from = await sellSome()
    await eventually('everything is right and at rest', isAtRest, PATIENCE_MS)
    expect(taken(from).toSorted()).toEqual(eachTargetOnce())
    for (const shop of [world.w, world.y]) expectBudgetKept(shop, from)
    for (const { way } of peers) expect(way.passed.filter(isWrite).length).toBeGreaterThan(0)
  },
  LIMIT_MS,
)

/** Where a write that nobody hears of any more had come to: on each kind of server one of the two. */
const WHERE =
  inject('databaseServer').kind === 'server' ? 'before it reached Bling' : 'after Bling had taken it'

it(
  `of two processes one is killed with a write under way, ${WHERE}: the other does what was left, and nothing is written twice (sync 20)`,
  async () => {
    let victim: Peer | undefined
    let isDoomed = false
    await openTwo(async (peer, passing, pass) => {
      if (!isDoomed || !isWrite(passing)) return pass()
      isDoomed = false
      const me = peer()
      victim = me
      const answer = WHERE === 'after Bling had taken it' ? await pass() : null
      await kill(me)
      return answer ?? Response.error()
    })
    const from = await sellSome()
    isDoomed = true
    await eventually('one is killed', () => (victim?.isAlive === false ? true : undefined), PATIENCE_MS)
    await eventually('the other has done its own', onlyTheDeadLeft, PATIENCE_MS)
    world.control.advance(LEAP_MS)
    for (const { app } of peers.filter(({ isAlive }) => isAlive)) app.tell('SIGUSR2')
    await eventually('everything is right and at rest', isAtRest, PATIENCE_MS)
    expect(taken(from).toSorted()).toEqual(eachTargetOnce())
    for (const shop of [world.w, world.y]) expectBudgetKept(shop, from)
    expect(await world.query("select 1 from sync_runs where reason = 'INTERRUPTED'")).not.toEqual([])
  },
  LIMIT_MS,
)

/** Whether nothing is left but what the dead process had taken up. */
async function onlyTheDeadLeft(): Promise<true | undefined> {
  const [left] = await world.query<{ free: number; held: number; workers: number }>(
    `select count(*) filter (where claimed_by is null and due_at is not null)::int as free,
            count(*) filter (where claimed_by is not null)::int as held,
            count(distinct claimed_by)::int as workers
       from sync_skus`,
  )
  return left?.free === 0 && left.held > 0 ? true : undefined
}
