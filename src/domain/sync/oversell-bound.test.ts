import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exposeTo } from './exposure.ts'
import { oversellBound } from './oversell-bound.ts'
import { fromUnits, ONE_UNIT, toUnits } from './quantity.ts'

function bound(exposures: readonly number[], available: number): number {
  return toUnits(oversellBound(exposures.map(fromUnits), fromUnits(available)))
}

/** The most that can be sold in excess, found by playing every way in which each place sells up to what it shows. */
function worstCaseByPlay(exposures: readonly number[], available: number): number {
  const [first, ...rest] = exposures
  if (first === undefined) return Math.max(0, -available)
  let worst = 0
  for (let sold = 0; sold <= first; sold += 1) {
    worst = Math.max(worst, worstCaseByPlay(rest, available - sold))
  }
  return worst
}

describe('how much can be sold in excess before the next write', () => {
  it('equals the worst of all possible sales, in every small case', () => {
    const shown = [0, 1, 2, 3, 4, 5]
    let cases = 0
    for (const available of [-2, -1, 0, 1, 2, 3, 5, 8]) {
      for (const a of shown)
        for (const b of shown)
          for (const c of shown) {
            cases += 1
            expect(bound([a, b, c], available)).toBe(worstCaseByPlay([a, b, c], available))
          }
    }
    expect(cases).toBe(8 * 6 ** 3)
  })

  it('is (n-1) times what is available when everything is shown in n places', () => {
    for (const places of [1, 2, 3, 4]) expect(bound(Array(places).fill(119), 119)).toBe(119 * (places - 1))
  })

  it('is n times what a buffer leaves, less what is available', () => {
    const showing = (key: string) => ({
      key,
      policy: { kind: 'buffer', quantity: fromUnits(4) } as const,
      paused: false,
      priority: 1,
    })
    const exposures = exposeTo(['a', 'b', 'c'].map(showing), fromUnits(10), ONE_UNIT)
    expect(toUnits(oversellBound([...exposures.values()], fromUnits(10)))).toBe(3 * 6 - 10)
  })

  it('is nothing for shares that add to 100 %, whatever is available', () => {
    const showing = (key: string, percent: number) => ({
      key,
      policy: { kind: 'share', percent } as const,
      paused: false,
      priority: 1,
    })
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(100), (units, percent) => {
        const available = fromUnits(units)
        const parts = exposeTo([showing('a', percent), showing('b', 100 - percent)], available, ONE_UNIT)
        expect(oversellBound([...parts.values()], available)).toBe(0)
      }),
    )
  })
})
