import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Budget, planSlots, type SlotRequest } from './plan-slots.ts'

const CALLS_PER_DAY = 120_000
const limits = { per_second: 3, per_day: CALLS_PER_DAY, sweeps_per_day: 108_000 }
const fresh: Budget = { slots: [], blocked_until: 0, day: '2026-11-22', used: 0 }
const ask = (request: Partial<SlotRequest>): SlotRequest => ({
  limits,
  now: 1_000_000,
  today: '2026-11-22',
  count: 1,
  is_sweep: false,
  unused: [],
  slack_ms: 0,
  ...request,
})

describe('slots of a rate budget', () => {
  it('gives an idle account three calls at once and the fourth a second later (sync 22)', () => {
    const plan = planSlots(fresh, ask({ count: 4 }))
    expect(plan).toMatchObject({ kind: 'granted', slots: [1_000_000, 1_000_000, 1_000_000, 1_001_085] })
  })

  it('never gives more than three calls in any second, whoever asks, when, and however late they leave (sync 22)', () => {
    const requests = fc.array(
      fc.record({
        gap: fc.integer({ min: 0, max: 700 }),
        count: fc.integer({ min: 1, max: 3 }),
        late: fc.integer({ min: 0, max: 100 }),
        wasted: fc.integer({ min: 0, max: 2 }),
      }),
    )
    fc.assert(
      fc.property(requests, (asked) => {
        let budget = fresh
        let now = 1_000_000
        let unused: number[] = []
        const given: { at: number; left: number }[] = []
        for (const { gap, count, late, wasted } of asked) {
          now += gap
          const plan = planSlots(budget, ask({ now, count, slack_ms: late, unused }))
          budget = plan.budget
          const slots = plan.kind === 'granted' ? plan.slots.map((at) => ({ at, left: at + late })) : []
          unused = slots.splice(0, wasted).map((slot) => slot.left)
          given.push(...slots)
        }
        given.sort((one, other) => one.left - other.left)
        for (const [index, { at }] of given.entries()) {
          const third = given[index - 3]
          if (third !== undefined) expect(at - third.left).toBeGreaterThan(1000)
        }
      }),
    )
  })

  it('pauses sweeps at 90 % of the day while others go on (sync 23)', () => {
    const nearly = { ...fresh, used: 108_000 }
    expect(planSlots(nearly, ask({ is_sweep: true })).kind).toBe('sweeps_paused')
    expect(planSlots(nearly, ask({})).kind).toBe('granted')
  })

  it('gives what is left of the day and nothing beyond', () => {
    const last = planSlots({ ...fresh, used: CALLS_PER_DAY - 1 }, ask({ count: 3 }))
    expect(last).toMatchObject({ kind: 'granted', slots: [1_000_000] })
    expect(planSlots(last.budget, ask({})).kind).toBe('day_spent')
  })

  it('counts anew on the next day, and takes back what was not used', () => {
    const spent = { ...fresh, used: CALLS_PER_DAY }
    expect(planSlots(spent, ask({ today: '2026-11-23' })).budget.used).toBe(1)
    expect(planSlots({ ...fresh, used: 10 }, ask({ unused: [1, 2] })).budget.used).toBe(9)
  })

  it('gives a slot that went by unused again, but not one that lies ahead', () => {
    const full = { ...fresh, slots: [999_990, 999_995, 1_000_500] }
    expect(planSlots(full, ask({ unused: [999_995] }))).toMatchObject({ slots: [1_000_000] })
    expect(planSlots(full, ask({ unused: [1_000_500] }))).toMatchObject({ slots: [1_001_075] })
  })

  it('waits out a short block and says a long one (sync 22)', () => {
    expect(planSlots({ ...fresh, blocked_until: 1_001_200 }, ask({}))).toMatchObject({ slots: [1_001_200] })
    const untilTomorrow = 1_000_000 + 3_600_000
    expect(planSlots({ ...fresh, blocked_until: untilTomorrow }, ask({}))).toMatchObject({
      kind: 'blocked',
      until: untilTomorrow,
    })
  })

  it('goes by the limits that it is told, which may change, and counts no day where there is none', () => {
    const site = { per_second: 2, per_day: null, sweeps_per_day: null }
    const spent = { ...fresh, used: 1_000_000 }
    const first = planSlots(spent, ask({ limits: site, count: 3, is_sweep: true }))
    expect(first).toMatchObject({ kind: 'granted', slots: [1_000_000, 1_000_000, 1_001_085] })
    const fewer = planSlots(first.budget, ask({ limits: { ...site, per_second: 1 }, now: 1_001_500 }))
    expect(fewer).toMatchObject({ kind: 'granted', slots: [1_002_170], budget: { slots: [1_002_170] } })
  })
})
