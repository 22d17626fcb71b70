import { DateTime } from 'luxon'
import { recomputeConsumption } from '../server/insight/recompute-consumption.ts'
import type { Act } from './acts.ts'
import { type Books, openBooks } from './books.ts'
import type { Company } from './company.ts'
import { createDice } from './dice.ts'
import { perform } from './perform.ts'
import { planDay } from './plan-day.ts'
import { BAR_ZONE } from './rhythm.ts'
import type { World } from './world.ts'

/** Everything in such a stretch of time is recorded together, at its end: tills send what they sold at short intervals. */
const ROUND_MS = 30 * 60_000

/** For so many days before the end some suppliers have run out of some goods, so that there is something to worry about. */
const SCARCE_DAYS = 10
const SCARCE_PROBABILITY = 0.12

/** Which stretch of the bar's life, and which of its possible lives. */
export type Stretch = {
  readonly from: Date
  readonly until: Date
  readonly seed: string
  /** The shelves are empty: the bar opens at the beginning of the stretch. */
  readonly isNew: boolean
  /** Ends it between two rounds, by throwing the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** Told after each day how much of the stretch is done, 0 to 1. */
  readonly onProgress?: ((share: number, commands: number) => void) | undefined
}

/** Lives a stretch of the bar's life: everything that happens is recorded as if then were now. Gives the number of commands. */
export async function liveThrough(world: World, company: Company, stretch: Stretch): Promise<number> {
  const { from, until, seed, isNew } = stretch
  const books = await openBooks(world, company, scarcity(until, seed))
  let commands = 0
  if (isNew) commands += await liveRound(openingOf(company, from), books, from)
  const first = localDay(from).minus({ days: 1 })
  for (let day = first; day.toJSDate() < until; day = day.plus({ days: 1 })) {
    const acts = planDay(day, company, seed).filter(({ at }) => at > from && at <= until)
    for (const [end, round] of roundsOf(acts)) {
      stretch.signal?.throwIfAborted()
      commands += await liveRound(round, books, end < until ? end : until)
    }
    const done = (day.plus({ days: 1 }).toMillis() - from.getTime()) / (until.getTime() - from.getTime())
    stretch.onProgress?.(Math.min(1, Math.max(0, done)), commands)
  }
  const everything = { branch_ids: null, product_id: null }
  await recomputeConsumption(world.database, company.tenant_id, everything, until)
  return commands
}

async function liveRound(acts: readonly Act[], books: Books, at: Date): Promise<number> {
  books.world.clock.moveTo(at)
  return perform(acts, books)
}

function* roundsOf(acts: readonly Act[]): Generator<[Date, Act[]]> {
  const rounds = Map.groupBy(acts, ({ at }) => Math.ceil(at.getTime() / ROUND_MS))
  for (const [number, round] of rounds) yield [new Date(number * ROUND_MS), round]
}

/** The first purchase: everything, in every branch, before the doors open. */
function openingOf({ places, goods }: Company, at: Date): Act[] {
  return places.map((place) => ({ at, place, kind: 'purchase', goods, arrives: 'now' }))
}

function scarcity(until: Date, seed: string): Books['isScarce'] {
  const begins = localDay(until).minus({ days: SCARCE_DAYS }).toJSDate()
  return (good, at) =>
    at >= begins && createDice(`${seed}/scarce/${good.product.sku}`).happens(SCARCE_PROBABILITY)
}

function localDay(instant: Date): DateTime {
  return DateTime.fromJSDate(instant, { zone: BAR_ZONE }).startOf('day')
}
