import { describe, expect, it } from 'vitest'
import { planSku } from './plan.ts'
import { fromUnits } from './quantity.ts'
import { applyLines, availableOf, writesOf } from './testing/apply.ts'
import { reads, twoShops } from './testing/two-shops.ts'

describe('what is written when a source moves', () => {
  it('brings every shared deposit to the sum and nothing else (sync 1)', () => {
    const plan = planSku(twoShops({ readings: { P1: reads(7) } }))
    expect(writesOf(plan)).toEqual(['C 19→16', 'YC 19→16'])
    expect(plan.lines[0]).toMatchObject({
      place: { account_id: 'W', product_id: '111' },
      operation: 'S',
      quantity: fromUnits(3),
      target_physical: fromUnits(16),
      reason: 'available_changed',
    })
    expect(plan.lines[1]).toMatchObject({ place: { account_id: 'Y', product_id: '222' } })
  })

  it('writes nothing when nothing changed, however often it is asked (sync 2, 7)', () => {
    const plans = [1, 2, 3].map(() => planSku(twoShops()))
    expect(plans.map((plan) => [plan.state, plan.lines.length])).toEqual(Array(3).fill(['unchanged', 0]))
  })

  it('writes only the place that is behind, which is what is left after a crash between two writes (sync 3, 18, 20)', () => {
    const moved = twoShops({ readings: { P1: reads(7) } })
    const first = planSku(moved).lines.slice(0, 1)
    expect(writesOf(applyLines(moved, first))).toEqual(['YC 19→16'])
  })

  it('follows a source in its mirror too (sync 4)', () => {
    expect(writesOf(twoShops({ readings: { P3: reads(2) } }))).toEqual(['C 19→16', 'E 5→2', 'YC 19→16'])
  })
})

describe('what counts', () => {
  it('subtracts what is reserved in a main deposit (sync 10)', () => {
    expect(availableOf(twoShops({ readings: { P1: reads(10, 8) } }))).toBe(17)
  })
})
