import { problemsOf } from './checks.ts'
import type { Databases } from './databases.ts'
import { doSomething } from './deeds.ts'
import { doSomethingAboutKits } from './kit-deeds.ts'
import { doSomethingAboutMoney } from './money-deeds.ts'
import { doWhatWaits } from './person.ts'
import { whatIsLeft } from './rest.ts'
import { rush } from './rush.ts'
import type { WriteMode } from './shape.ts'
import { doSomethingAtSites } from './site-deeds.ts'
import { lookEverywhere } from './sites.ts'
import { changeWeather, clearSky, takeAccessAway } from './weather.ts'
import { openWorld, type World } from './world.ts'

/** How a run ended. */
export type Outcome = {
  readonly seed: string
  readonly problems: readonly string[]
  readonly story: readonly string[]
  readonly calls: number
  readonly writes: number
  readonly deaths: number
  /** Real time. */
  readonly took_ms: number
}

const MINUTE_MS = 60_000
/** The longest that a world without failures may take to come to rest. */
const PATIENCE_MS = 8 * 60 * MINUTE_MS
/** How many storms take our access to an account away for good. */
const LOST_ACCESS = 0.25

/** Plays the run of a seed from the first alignment to the last check. */
export async function play(
  databases: Databases,
  seed: string,
  write_mode: WriteMode = 'difference',
): Promise<Outcome> {
  const began = performance.now()
  const world = await openWorld(databases, seed, write_mode)
  const problems: string[] = []
  try {
    problems.push(...(await comeToRest(world, 'the first alignment')))
    if (problems.length === 0) {
      await storm(world)
      problems.push(...(await comeToRest(world, 'the storm')))
    }
    if (problems.length === 0) {
      problems.push(...(await rush(world)))
      problems.push(...(await comeToRest(world, 'the rush')))
    }
  } catch (error) {
    problems.push(`the run broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  } finally {
    await world.close()
  }
  const calls = world.calls()
  return {
    seed,
    problems,
    story: world.story,
    calls: calls.length,
    writes: calls.filter(({ operation }) => operation === 'POST /estoques').length,
    deaths: world.story.filter((line) => line.endsWith(' dies')).length,
    took_ms: performance.now() - began,
  }
}

/** Deeds and failures, all at once, for some minutes. */
async function storm(world: World): Promise<void> {
  const { scheduler, random, shape } = world
  const whole_ms = shape.minutes * MINUTE_MS
  let isOver = false
  for (let deed = 0; deed < shape.deeds; deed += 1)
    scheduler.after(random.int('times', { min: 0, max: whole_ms }), `deed ${deed}`, () => doSomething(world))
  for (let deed = 0; deed < shape.site_deeds; deed += 1)
    scheduler.after(random.int('site times', { min: 0, max: whole_ms }), `site deed ${deed}`, () =>
      doSomethingAtSites(world),
    )
  for (let deed = 0; deed < shape.money_deeds; deed += 1)
    scheduler.after(random.int('money times', { min: 0, max: whole_ms }), `money deed ${deed}`, () =>
      doSomethingAboutMoney(world),
    )
  for (let deed = 0; deed < shape.kit_deeds; deed += 1)
    scheduler.after(random.int('kit times', { min: 0, max: whole_ms }), `kit deed ${deed}`, () =>
      doSomethingAboutKits(world),
    )
  for (let at = 0; at < whole_ms; at += random.int('times', { min: 20_000, max: 120_000 }))
    scheduler.after(at, 'weather', () => changeWeather(world))
  // A stream of its own: storms in which no access is lost stay what they were.
  if (random.next('access') < LOST_ACCESS)
    scheduler.after(random.int('access', { min: 0, max: whole_ms }), 'access', () => takeAccessAway(world))
  scheduler.after(whole_ms + 1, 'weather', () => {
    clearSky(world)
    isOver = true
  })
  await scheduler.run(() => isOver)
}

/** Waits until nothing is left to be done, and says what is wrong then. */
async function comeToRest(world: World, after: string): Promise<string[]> {
  const began = world.now()
  let isOver = false
  let left: string | null = null
  const judge = async () => {
    await doWhatWaits(world)
    left = await whatIsLeft(world, began)
    isOver = left === null || world.now() - began > PATIENCE_MS
    if (!isOver) world.scheduler.after(MINUTE_MS, 'judge', judge)
  }
  world.scheduler.after(MINUTE_MS, 'judge', judge)
  await world.scheduler.run(() => isOver)
  const isLate = left !== null
  await lookEverywhere(world)
  const problems = await problemsOf(world)
  if (isLate) problems.unshift(`1 the world never came to rest: ${left}`)
  return problems.map((problem) => `after ${after}: ${problem}`)
}
