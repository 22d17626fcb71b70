import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import type { DueRequest, TakenEvent } from './inbox.ts'
import { createEventIntake, type EventWork } from './intake.ts'

const SECOND = 1_000
const AGAIN_AT = 5 * SECOND
const event = (queue: string, id: string, attempts = 1): TakenEvent => ({
  ...{ tenant_id: 'bar', queue, id, attempts },
})

class Away extends Error {}

/** An intake of what is due, all at once, and what became of it. Time is the test's. */
function open(
  due: readonly TakenEvent[],
  deal: (id: string) => Promise<void>,
  more: Partial<EventWork<TakenEvent>> = {},
) {
  const told: string[] = []
  const time = { now: 0 }
  let left = due
  const inbox = {
    async takeDue({ except }: DueRequest) {
      const taken = left.filter(({ queue }) => !except.includes(queue))
      left = left.filter((one) => !taken.includes(one))
      return taken
    },
    async failed({ id }: TakenEvent, reason: string, retry_at: Date | null = null) {
      told.push(`${id} failed: ${reason}`)
      return retry_at ?? new Date(time.now + AGAIN_AT)
    },
    async release(events: readonly TakenEvent[], again_at: Date) {
      told.push(`${events.map(({ id }) => id)} again at ${again_at.getTime()}`)
    },
    waitMs: (attempts: number) => AGAIN_AT * 2 ** (attempts - 1),
  }
  const deps = { inbox, clock: { now: () => new Date(time.now) }, logger: pino({ level: 'silent' }) }
  const intake = createEventIntake(deps, {
    piecesOf: async (events) =>
      events.map((one) => ({
        events: [one],
        async work() {
          await deal(one.id)
          told.push(`${one.id} done`)
        },
      })),
    failureOf: (error) =>
      error instanceof Away ? { reason: error.message, is_away: true, retry_at: null } : null,
    ...more,
  })
  const takeAll = async (isStopped = () => false) => {
    await Promise.all(await intake.takeUp(isStopped))
    return told
  }
  const bring = (...events: readonly TakenEvent[]) => {
    left = [...left, ...events]
  }
  return { intake, told, time, takeAll, bring }
}

describe('a queue', () => {
  it('that is under way is left alone until it is done; others are taken up beside it', async () => {
    const gate = Promise.withResolvers<void>()
    const { intake, told, bring } = open([event('W', 'w1')], (id) =>
      id === 'w1' ? gate.promise : Promise.resolve(),
    )
    const [first] = await intake.takeUp(() => false)
    bring(event('W', 'w2'), event('Y', 'y1'))
    await Promise.all(await intake.takeUp(() => false))
    expect(told).toEqual(['y1 done'])
    gate.resolve()
    await first
    await Promise.all(await intake.takeUp(() => false))
    expect(told).toEqual(['y1 done', 'w1 done', 'w2 done'])
  })

  it('goes on after an event that could not be dealt with', async () => {
    const { takeAll } = open([event('W', '1'), event('W', '2')], async (id) => {
      if (id === '1') throw new Error('a mistake')
    })
    expect(await takeAll()).toEqual(['1 failed: falha interna', '2 done'])
  })

  it('ends at the first that finds nobody there: the others come as soon as it, and nobody tried them', async () => {
    const due = [event('W', '1'), event('W', '2'), event('W', '3')]
    const { takeAll } = open(due, async (id) => {
      if (id !== '1') throw new Away('no answer')
    })
    expect(await takeAll()).toEqual(['1 done', '2 failed: no answer', `3 again at ${AGAIN_AT}`])
  })

  it('rests for as long as it was told to', async () => {
    const retry_at = new Date(3_600 * SECOND)
    const failureOf = () => ({ reason: 'spent', is_away: true, retry_at })
    const { takeAll } = open([event('W', '1'), event('W', '2')], () => Promise.reject(new Error('spent')), {
      failureOf,
    })
    expect(await takeAll()).toEqual(['1 failed: spent', `2 again at ${retry_at.getTime()}`])
  })

  it('is asked less and less often while nobody is there, and from anew when somebody was', async () => {
    let isThere = false
    const { takeAll, told, time, bring } = open([], async (id) => {
      if (!isThere && id !== 'own') throw new Away('no answer')
    })
    const takes = async (second: number, ...ids: readonly string[]) => {
      time.now = second * SECOND
      bring(...ids.map((id) => event('W', id)))
      told.length = 0
      return (await takeAll()).at(-1)
    }
    expect(await takes(0, '1', '2')).toBe(`2 again at ${5 * SECOND}`)
    expect(await takes(5, '1', '2')).toBe(`2 again at ${15 * SECOND}`)
    // What comes meanwhile makes nobody wait longer, and what needs nobody else says nothing of who is away.
    expect(await takes(11, '3', '4')).toBe(`4 again at ${16 * SECOND}`)
    expect(await takes(12, '5', '6')).toBe(`6 again at ${17 * SECOND}`)
    expect(await takes(14, 'own')).toBe('own done')
    expect(await takes(17, '1', '2')).toBe(`2 again at ${37 * SECOND}`)
    isThere = true
    expect(await takes(37, '1', '2')).toBe('2 done')
    isThere = false
    expect(await takes(40, '1', '2')).toBe(`2 again at ${45 * SECOND}`)
  })

  it('rests for itself alone', async () => {
    const { takeAll, time, bring } = open([event('W', 'w1')], () => Promise.reject(new Away('no answer')))
    await takeAll()
    time.now = AGAIN_AT
    bring(event('Y', 'y1'), event('Y', 'y2'))
    expect((await takeAll()).at(-1)).toBe(`y2 again at ${2 * AGAIN_AT}`)
  })

  it('begins with what was tried least, so that one that always fails keeps nobody from being tried', async () => {
    const due = [event('W', 'bad', 3), event('W', 'good', 2), event('W', 'new')]
    const { takeAll } = open(due, async (id) => {
      if (id === 'bad') throw new Away('no answer')
    })
    expect(await takeAll()).toEqual(['new done', 'good done', 'bad failed: no answer'])
  })

  it('gives back what it does not come to within half its lease, and what is left when it is stopped', async () => {
    const due = ['1', '2', '3'].map((id) => event('W', id))
    const slow = open(due, async () => {
      slow.time.now += 40 * SECOND
    })
    expect(await slow.takeAll()).toEqual(['1 done', '2 done', `3 again at ${80 * SECOND}`])
    const stopped = open(due, async () => {})
    expect(await stopped.takeAll(() => stopped.told.length > 0)).toEqual(['1 done', '2,3 again at 0'])
  })

  it('gives all back with a reason when nobody can say what is to be done', async () => {
    const piecesOf = () => Promise.reject(new Error('a mistake'))
    const { takeAll } = open([event('W', '1'), event('W', '2')], async () => {}, { piecesOf })
    expect(await takeAll()).toEqual(['1 failed: falha interna', '2 failed: falha interna'])
  })
})
