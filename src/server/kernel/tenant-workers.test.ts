import { pino } from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { eventually } from '../../../test/support/eventually.ts'
import { createTenantWorkers, type TenantWork, type WorkIntake } from './tenant-workers.ts'

const logger = pino({ level: 'silent' })

const workers = (todo: Partial<TenantWork>) =>
  createTenantWorkers(
    {
      ...{ name: 'tests', at_once: 1, intakes: [] },
      waiting: async () => [],
      workUntilDone: async () => false,
      ...todo,
    },
    logger,
  )

/** Something that came and goes on until it is let go. */
function arrival() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { end: promise, letGo: resolve }
}

/** Brings these one after the other, each asked for alone. */
function bringing(...ends: readonly Promise<void>[]): WorkIntake & { asked: number } {
  return {
    asked: 0,
    async takeUp() {
      const next = ends[this.asked]
      this.asked += 1
      return next === undefined ? [] : [next]
    },
  }
}

it('takes up the next and looks for work while what came before goes on', async () => {
  const first = arrival()
  const second = arrival()
  const intake = bringing(first.end, second.end)
  const looked: string[] = []
  const all = workers({
    intakes: [intake],
    waiting: async () => ['bar'],
    workUntilDone: async (tenant_id) => looked.push(tenant_id) > 0,
  })
  all.start()
  await eventually('both are taken up', () => (intake.asked > 2 ? true : undefined))
  await eventually('somebody looks', () => (looked.length > 0 ? true : undefined))
  const before = looked.length
  all.wake()
  await eventually('somebody looks again', () => (looked.length > before ? true : undefined))
  for (const one of [first, second]) one.letGo()
  await all.stop()
})

it('looks for work, and at what else came, when something cannot be taken up', async () => {
  const end = arrival()
  const intake = bringing(end.end)
  let looks = 0
  const broken: WorkIntake = { takeUp: () => Promise.reject(new Error('no database')) }
  const all = workers({
    intakes: [broken, intake],
    waiting: async () => {
      looks += 1
      return []
    },
  })
  all.start()
  await eventually('it is taken up', () => (intake.asked > 0 && looks > 0 ? true : undefined))
  end.letGo()
  await all.stop()
})

it('looks for work while it is not yet known what came', async () => {
  const answer = Promise.withResolvers<readonly Promise<void>[]>()
  const looked: string[] = []
  const all = workers({
    intakes: [{ takeUp: () => answer.promise }],
    waiting: async () => ['bar'],
    workUntilDone: async (tenant_id) => looked.push(tenant_id) > 0,
  })
  all.start()
  await eventually('somebody looks', () => (looked.length > 0 ? true : undefined))
  answer.resolve([])
  await all.stop()
})

describe('while something that came goes on', () => {
  afterEach(() => void vi.useRealTimers())

  const begin = async (...ends: readonly Promise<void>[]) => {
    vi.useFakeTimers()
    let looks = 0
    const intake = bringing(...ends)
    const waiting = async () => {
      looks += 1
      return []
    }
    const all = workers({ intakes: [intake], waiting })
    all.start()
    await vi.advanceTimersByTimeAsync(0)
    return { all, intake, looks: () => looks }
  }

  it('asks what else came a few times a second, however often it is woken, and looks for work each time', async () => {
    const first = arrival()
    const { all, intake, looks } = await begin(first.end)
    expect(intake.asked).toBe(1)
    const before = looks()
    for (let wakes = 1; wakes < 40; wakes += 1) {
      all.wake()
      await vi.advanceTimersByTimeAsync(10)
    }
    expect(intake.asked).toBe(2)
    expect(looks() - before).toBeGreaterThanOrEqual(39)
    // What it was last woken for is asked for without being woken again, and nothing more after that.
    await vi.advanceTimersByTimeAsync(20)
    expect(intake.asked).toBe(3)
    await vi.advanceTimersByTimeAsync(300)
    expect(intake.asked).toBe(3)
    first.letGo()
    await all.stop()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('asks at once when all of it has ended', async () => {
    const first = arrival()
    const { all, intake } = await begin(first.end)
    all.wake()
    first.letGo()
    await vi.advanceTimersByTimeAsync(0)
    expect(intake.asked).toBe(2)
    await all.stop()
  })
})

it('is woken by the end of what came, sooner than it would look by itself', async () => {
  const first = arrival()
  const intake = bringing(first.end)
  const all = workers({ intakes: [intake] })
  all.start()
  await eventually('there is nothing else', () => (intake.asked === 2 ? true : undefined))
  first.letGo()
  await eventually('it asks again', () => (intake.asked > 2 ? true : undefined), 500)
  await all.stop()
})

it.each(['stop', 'rest'] as const)('%s ends when what came has ended', async (end) => {
  const first = arrival()
  const all = workers({ intakes: [bringing(first.end)] })
  let isOver = false
  if (end === 'stop') all.start()
  const over = all[end]().then(() => {
    isOver = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(isOver).toBe(false)
  first.letGo()
  await over
})

it('tells what is under way that it is to end', async () => {
  const told = arrival()
  const all = workers({
    intakes: [
      {
        takeUp: async (isStopped) => [
          eventually('it is told', () => (isStopped() ? true : undefined)).then(() => told.letGo()),
        ],
      },
    ],
  })
  all.start()
  await all.stop()
  await told.end
})

it('has all that came done before it looks, when it comes to rest', async () => {
  const order: string[] = []
  const slow = async () => {
    await new Promise((resolve) => setImmediate(resolve))
    order.push('taken in')
  }
  let isDue = true
  const all = workers({
    intakes: [bringing(slow())],
    waiting: async () => (isDue ? ['bar'] : []),
    workUntilDone: async () => {
      order.push('looked')
      isDue = false
      return true
    },
  })
  await all.rest()
  expect(order).toEqual(['taken in', 'looked'])
})
