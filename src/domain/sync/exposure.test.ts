import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ExposurePolicy, exposeTo, type Showing } from './exposure.ts'
import { fromGrains, fromUnits, ONE_GRAIN, ONE_UNIT, type Quantity, sum, toUnits } from './quantity.ts'

function showing(key: string, policy: ExposurePolicy, more: Partial<Showing> = {}): Showing {
  return { key, policy, paused: false, priority: 1, ...more }
}

function shown(showings: readonly Showing[], units: number, step: Quantity = ONE_UNIT): number[] {
  return [...exposeTo(showings, fromUnits(units), step).values()].map(toUnits)
}

const share = (key: string, percent: number, more: Partial<Showing> = {}) =>
  showing(key, { kind: 'share', percent }, more)

describe('policies', () => {
  it('shows all, all but a buffer, at most so many, or nothing below a minimum', () => {
    const q = fromUnits
    expect(shown([showing('a', { kind: 'full' })], 19)).toEqual([19])
    expect(shown([showing('a', { kind: 'buffer', quantity: q(4) })], 19)).toEqual([15])
    expect(shown([showing('a', { kind: 'buffer', quantity: q(25) })], 19)).toEqual([0])
    expect(shown([showing('a', { kind: 'max', quantity: q(5) })], 19)).toEqual([5])
    expect(shown([showing('a', { kind: 'max', quantity: q(25) })], 19)).toEqual([19])
    expect(shown([showing('a', { kind: 'min', quantity: q(5) })], 19)).toEqual([19])
    expect(shown([showing('a', { kind: 'min', quantity: q(5) })], 4)).toEqual([0])
  })

  it('shows nothing where the channel is paused, and gives its share to nobody', () => {
    const showings = [share('a', 50, { paused: true }), share('b', 50)]
    expect(shown(showings, 10)).toEqual([0, 5])
  })

  it('shows nothing of a negative availability (sync 12)', () => {
    expect(shown([showing('a', { kind: 'full' }), share('b', 100)], -2)).toEqual([0, 0])
  })
})

describe('shares', () => {
  it('gives the odd unit by largest remainder, then by priority, then by name', () => {
    expect(shown([share('a', 50), share('b', 30), share('c', 20)], 7)).toEqual([4, 2, 1])
    expect(shown([share('a', 50), share('b', 50)], 7)).toEqual([4, 3])
    expect(shown([share('a', 50, { priority: 2 }), share('b', 50)], 7)).toEqual([3, 4])
  })

  it('divides what is weighed to the grain and what is counted to the unit', () => {
    expect(shown([share('a', 50), share('b', 50)], 2.5)).toEqual([1, 1])
    expect(shown([share('a', 50), share('b', 50)], 2.5, ONE_GRAIN)).toEqual([1.25, 1.25])
  })

  it('gives out everything and not one unit more when shares add to 100 %', () => {
    const cuts = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 0, maxLength: 6 })
    fc.assert(
      fc.property(cuts, fc.integer({ min: 0, max: 5_000 }), (points, units) => {
        const edges = [0, ...points.toSorted((a, b) => a - b), 1_000_000]
        const claims = edges
          .slice(1)
          .map((edge, index) => share(`t${index}`, (edge - (edges[index] ?? 0)) / 10_000))
        expect(shown(claims, units).reduce((a, b) => a + b, 0)).toBe(units)
      }),
    )
  })

  it('never gives out more than there is when shares add to 100 % or less', () => {
    const percents = fc
      .array(fc.integer({ min: 0, max: 100 }), { maxLength: 6 })
      .filter((all) => all.reduce((a, b) => a + b, 0) <= 100)
    fc.assert(
      fc.property(percents, fc.integer({ min: -100, max: 10_000_000 }), (all, grains) => {
        const available = fromGrains(grains)
        const claims = all.map((percent, index) => share(`t${index}`, percent))
        const total = sum(exposeTo(claims, available, ONE_UNIT).values())
        expect(total).toBeLessThanOrEqual(Math.max(0, available))
      }),
    )
  })

  it('does not depend on the order in which targets are listed', () => {
    const percents = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(percents, fc.nat(1_000), (all, units) => {
        const claims = all.map((percent, index) => share(`t${index}`, percent))
        const forward = exposeTo(claims, fromUnits(units), ONE_UNIT)
        const backward = exposeTo(claims.toReversed(), fromUnits(units), ONE_UNIT)
        for (const { key } of claims) expect(backward.get(key)).toBe(forward.get(key))
      }),
    )
  })
})
