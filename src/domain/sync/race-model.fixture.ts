import { historyFrom, type TargetHistory } from './drift.ts'
import type { Place } from './place.ts'
import { type PlanLine, planSku } from './plan.ts'
import { fromUnits, toUnits } from './quantity.ts'
import type { PoolTarget, SkuState } from './sku-state.ts'
import { deposit, reads, twoShops } from './two-shops.fixture.ts'
import { historyAfterWrite } from './write-outcome.ts'

/**
 * A small world with everything that can go wrong around one SKU in two accounts, for exploring every order of steps: sales
 * take from a shared deposit at any moment, their events arrive, arrive twice or never, and our engine, which runs the real
 * planning functions, is in the middle of reading and writing. Orders are read only when an event or a doubt asks for it:
 * a sale of which no doubt is left behind is a lost sale.
 */

/** Real stock at the start, shown in full in both accounts. */
const STOCK = 4
const SHOPS = [0, 1] as const
type Shop = (typeof SHOPS)[number]
type Pair<T> = readonly [T, T]

/** What is explored. */
export type RaceOptions = {
  readonly write_mode: 'difference' | 'balance'
  /** Whether a write may end without an answer, applied or not. */
  readonly unclear: boolean
  /** How many sales each shop makes at most. */
  readonly sales: Pair<number>
  /** Whether a reading may still show a deposit as it was before its latest change. */
  readonly stale: boolean
}

type World = {
  readonly shown: Pair<number>
  /** What each deposit held before its latest change: what a reading that comes too early still shows. */
  readonly before: Pair<number>
  readonly sold: Pair<number>
  /** Sales whose event is still on its way. */
  readonly events: Pair<number>
  readonly known: Pair<number>
  /** Whether we wrote there and too little time has passed since for a reading to be sure to show it. */
  readonly settling: Pair<boolean>
  readonly history: Pair<TargetHistory>
  /** Sales known when the plan behind `history` was made: those learned later explain a drop. */
  readonly knownAtHistory: Pair<number>
  readonly engine: Engine
}

type Engine =
  | { readonly at: 'idle' }
  | { readonly at: 'look_completely' }
  | { readonly at: 'read_orders'; readonly seen: Seen }
  | { readonly at: 'writing'; readonly lines: readonly PlanLine[]; readonly knownAtRead: Pair<number> }

/** A reading of both deposits, and which of them we had written too shortly before. */
type Seen = { readonly shown: Pair<number>; readonly settling: Pair<boolean> }

type Step = { readonly name: string; readonly next: World }

/** How many different worlds were reached, and the shortest way to one that ends wrong, if there is any. */
export type Exploration = { readonly worlds: number; readonly counterexample: readonly string[] | null }

/**
 * Reaches every world there is, nearest first, and from each lets the engine come to rest with all late events lost. It ends
 * right when every sale is known and both deposits show what is left.
 */
export function explore(options: RaceOptions): Exploration {
  const seen = new Set([JSON.stringify(START)])
  let frontier: readonly Reached[] = [{ world: START, trail: [] }]
  while (frontier.length > 0) {
    const wrong = frontier.find(({ world }) => !endsRight(world, options))
    if (wrong !== undefined) return { worlds: seen.size, counterexample: wrong.trail }
    frontier = frontier.flatMap(({ world, trail }) =>
      steps(world, options).flatMap(({ name, next }) => {
        const key = JSON.stringify(next)
        if (seen.has(key)) return []
        seen.add(key)
        return [{ world: next, trail: [...trail, name] }]
      }),
    )
  }
  return { worlds: seen.size, counterexample: null }
}

type Reached = { readonly world: World; readonly trail: readonly string[] }

function endsRight(world: World, options: RaceOptions): boolean {
  const end = atRest({ ...world, events: [0, 0] }, options)
  const left = Math.max(0, STOCK - end.sold[0] - end.sold[1])
  return SHOPS.every((shop) => end.known[shop] === end.sold[shop] && end.shown[shop] === left)
}

const alignedHistory = historyFrom({ physical: fromUnits(STOCK), virtual: fromUnits(STOCK) })

const START: World = {
  shown: [STOCK, STOCK],
  before: [STOCK, STOCK],
  sold: [0, 0],
  events: [0, 0],
  known: [0, 0],
  settling: [false, false],
  history: [alignedHistory, alignedHistory],
  knownAtHistory: [0, 0],
  engine: { at: 'idle' },
}

function steps(world: World, options: RaceOptions): Step[] {
  const outside = SHOPS.flatMap((shop) => [...sale(world, shop, options), ...arrival(world, shop)])
  return [...outside, { name: 'time passes', next: later(world) }, ...engineSteps(world, options)]
}

function sale(world: World, shop: Shop, { sales }: RaceOptions): Step[] {
  if (world.shown[shop] === 0 || world.sold[shop] === sales[shop]) return []
  const next = {
    ...world,
    ...moved(world, shop, world.shown[shop] - 1),
    sold: changed(world.sold, shop, world.sold[shop] + 1),
    events: changed(world.events, shop, world.events[shop] + 1),
  }
  return [{ name: `sale ${shop}`, next }]
}

/** Enough time for every balance to show its latest change. */
function later(world: World): World {
  return { ...world, before: world.shown, settling: [false, false] }
}

function arrival(world: World, shop: Shop): Step[] {
  if (world.events[shop] === 0) return []
  const known = changed(world.known, shop, world.sold[shop])
  const events = changed(world.events, shop, world.events[shop] - 1)
  return [
    { name: `event ${shop}`, next: { ...world, known, events } },
    { name: `event ${shop}, to come again`, next: { ...world, known } },
    { name: `event ${shop} lost`, next: { ...world, events } },
  ]
}

function engineSteps(world: World, options: RaceOptions): Step[] {
  const { engine } = world
  if (engine.at === 'idle') {
    return readings(world, options).map(([name, seen]) => ({
      name: `read${name}`,
      next: readAndPlan(world, seen, options, false),
    }))
  }
  if (engine.at === 'look_completely') {
    return readings(world, options).map(([name, seen]) => ({
      name: `read balances${name}`,
      next: { ...world, engine: { at: 'read_orders', seen } },
    }))
  }
  if (engine.at === 'read_orders') {
    const next = readAndPlan({ ...world, known: world.sold }, engine.seen, options, true)
    return [{ name: 'read orders', next }]
  }
  const [line, ...rest] = engine.lines
  if (line === undefined) return [{ name: 'done', next: { ...world, engine: { at: 'idle' } } }]
  const shop = shopOf(line)
  const goOn: Engine = { ...engine, lines: rest }
  const written = landed(world, line)
  const acknowledged = { name: `write ${shop}`, next: answered(written, line, 'acknowledged', goOn) }
  if (!options.unclear) return [acknowledged]
  return [
    acknowledged,
    { name: `write ${shop}, no answer, applied`, next: answered(written, line, 'unclear', { at: 'idle' }) },
    { name: `write ${shop}, no answer, lost`, next: answered(world, line, 'unclear', { at: 'idle' }) },
  ]
}

function landed(world: World, line: PlanLine): World {
  const shop = shopOf(line)
  const value = line.operation === 'B' ? toUnits(line.quantity) : world.shown[shop] + toUnits(line.difference)
  return { ...world, ...moved(world, shop, value) }
}

function moved({ shown, before }: World, shop: Shop, value: number): Pick<World, 'shown' | 'before'> {
  return { shown: changed(shown, shop, value), before: changed(before, shop, shown[shop]) }
}

/** What a reading of both deposits may show, the truth first. */
function readings({ shown, before, settling }: World, { stale }: RaceOptions): [string, Seen][] {
  const late = SHOPS.filter((shop) => stale && before[shop] !== shown[shop])
  return [
    ['', { shown, settling }],
    ...late.map((shop): [string, Seen] => [
      ` (${shop} stale)`,
      { shown: changed(shown, shop, before[shop]), settling },
    ]),
  ]
}

function answered(world: World, line: PlanLine, answer: 'acknowledged' | 'unclear', engine: Engine): World {
  const shop = shopOf(line)
  const history = historyAfterWrite(world.history[shop], line, answer) ?? alignedHistory
  const isBased = answer === 'acknowledged' && world.engine.at === 'writing'
  const known = isBased ? world.engine.knownAtRead[shop] : world.knownAtHistory[shop]
  return {
    ...world,
    engine,
    settling: changed(world.settling, shop, true),
    history: changed(world.history, shop, history),
    knownAtHistory: changed(world.knownAtHistory, shop, known),
  }
}

/** Reads both deposits in one breath and plans with the real functions. */
function readAndPlan(world: World, seen: Seen, options: RaceOptions, orders_reread: boolean): World {
  const plan = planSku(stateOf({ ...world, ...seen }, options, orders_reread))
  if (plan.state === 'orders_needed') return { ...world, engine: { at: 'look_completely' } }
  const writing = { at: 'writing', lines: plan.lines, knownAtRead: world.known } as const
  const engine: Engine = plan.lines.length === 0 ? { at: 'idle' } : writing
  const baseline = (shop: Shop) => plan.baselines.find(({ place }) => shopAt(place) === shop)?.history
  return {
    ...world,
    engine,
    history: pair((shop) => baseline(shop) ?? world.history[shop]),
    knownAtHistory: pair((shop) => (baseline(shop) ? world.known : world.knownAtHistory)[shop]),
  }
}

function stateOf(world: World, { write_mode }: RaceOptions, orders_reread: boolean): SkuState {
  const base = twoShops()
  const [first] = base.sources
  if (first === undefined) throw new Error('no source')
  const demand = SHOPS.filter((shop) => world.known[shop] > 0).map((shop) => ({
    channel_id: `${shop}`,
    order_id: '1',
    item_id: 'CANECA-01#1',
    quantity: fromUnits(world.known[shop]),
  }))
  return {
    ...base,
    sources: [{ ...first, reading: reads(STOCK) }],
    targets: SHOPS.map((shop) => targetOf(world, shop, write_mode)),
    demand,
    orders_reread,
  }
}

function targetOf(world: World, shop: Shop, write_mode: 'difference' | 'balance'): PoolTarget {
  const explained_outflow = fromUnits(world.known[shop] - world.knownAtHistory[shop])
  return {
    role: 'shared',
    place: deposit(shop === 0 ? 'W' : 'Y', `${shop}`),
    account_state: 'active',
    reading: reads(world.shown[shop]),
    policy: { kind: 'full' },
    paused: false,
    priority: 1,
    write_mode,
    drift_policy: 'impose',
    history: { ...world.history[shop], explained_outflow },
    is_settling: world.settling[shop],
  }
}

/** Lets the engine work alone until it has nothing to do; gives up, wrong as it is, when it never rests. */
function atRest(start: World, options: RaceOptions): World {
  let world = later(start)
  for (let step = 0; step < 30; step += 1) {
    const [next] = engineSteps(world, { ...options, unclear: false, stale: false })
    if (next === undefined) break
    const isResting = world.engine.at === 'idle' && next.next.engine.at === 'idle'
    world = later(next.next)
    if (isResting) break
  }
  return world
}

function shopOf(line: PlanLine): Shop {
  return shopAt(line.place)
}

function shopAt(place: Place): Shop {
  return place.kind === 'deposit' && place.deposit_id === '1' ? 1 : 0
}

function pair<T>(of: (shop: Shop) => T): Pair<T> {
  return [of(0), of(1)]
}

function changed<T>(pair: Pair<T>, shop: Shop, value: T): Pair<T> {
  return shop === 0 ? [value, pair[1]] : [pair[0], value]
}
