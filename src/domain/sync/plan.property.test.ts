import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyState } from './any-state.fixture.ts'
import { applyLines } from './apply.fixture.ts'
import { placeKey } from './place.ts'
import { planSku } from './plan.ts'
import { atLeastNothing, sum } from './quantity.ts'
import { balanceOf } from './reading.ts'
import { planSkus } from './sync-plan.ts'
import { reads, twoShops } from './two-shops.fixture.ts'

describe('a plan, whatever the state', () => {
  it('leaves nothing to write once it is applied (sync 2, 7)', () => {
    fc.assert(
      fc.property(anyState(), (state) => {
        expect(planSku(applyLines(state, planSku(state).lines)).lines).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })

  it('is completed by what is left of it, wherever it is cut (sync 18, 20)', () => {
    fc.assert(
      fc.property(anyState(), fc.nat(4), (state, done) => {
        const { lines } = planSku(state)
        const cut = applyLines(state, lines.slice(0, done))
        expect(planSku(cut).lines.map((line) => placeKey(line.place))).toEqual(
          lines.slice(done).map((line) => placeKey(line.place)),
        )
      }),
    )
  })

  it('is the same to the byte for the same state, in whatever order its parts come (sync 8, 32)', () => {
    fc.assert(
      fc.property(anyState(), (state) => {
        const shuffled = {
          ...state,
          sources: state.sources.toReversed(),
          targets: state.targets.toReversed(),
          demand: state.demand.toReversed(),
        }
        expect(JSON.stringify(planSku(shuffled))).toBe(JSON.stringify(planSku(state)))
      }),
      { numRuns: 1_000 },
    )
  })

  it('moves every target it writes exactly to what the explanation adds up to', () => {
    fc.assert(
      fc.property(anyState(), (state) => {
        const { decision, lines } = planSku(state)
        if (decision.kind !== 'decided') return
        for (const { target, terms, physical_to_reach } of decision.exposure.targets) {
          expect(sum(terms.map((term) => term.amount))).toBe(physical_to_reach)
          const line = lines.find((one) => placeKey(one.place) === placeKey(target.place))
          const before = balanceOf(target.reading)
          if (line === undefined || before === null) continue
          expect(line.target_physical).toBe(physical_to_reach)
          expect(sum([before.physical, line.difference])).toBe(physical_to_reach)
        }
      }),
    )
  })

  it('shows nobody more than there is, nor less than nothing', () => {
    fc.assert(
      fc.property(anyState(), (state) => {
        const { decision } = planSku(state)
        if (decision.kind !== 'decided') return
        const most = atLeastNothing(decision.availability.available)
        for (const { exposed, target } of decision.exposure.targets) {
          expect(exposed).toBeGreaterThanOrEqual(0)
          if (target.role === 'shared') expect(exposed).toBeLessThanOrEqual(most)
        }
      }),
    )
  })

  it('writes nothing where a source is unknown or frozen', () => {
    fc.assert(
      fc.property(anyState(), (state) => {
        const isBlind = state.sources.some(
          ({ account_state, reading }) =>
            account_state === 'frozen' ||
            account_state === 'reauthorize' ||
            (account_state === 'active' && reading.kind === 'unknown'),
        )
        if (isBlind) expect(planSku(state)).toMatchObject({ state: 'pending', lines: [] })
      }),
    )
  })
})

describe('a plan for many SKUs', () => {
  it('corrects exactly the SKUs whose events were lost, of a thousand (sync 70)', () => {
    const lost = new Set(['SKU-3', 'SKU-500', 'SKU-999'])
    const states = Array.from({ length: 1_000 }, (_, index) => `SKU-${index}`).map((sku) =>
      twoShops({ readings: lost.has(sku) ? { P1: reads(7) } : {}, state: { sku } }),
    )
    expect(new Set(planSkus(states).lines.map((line) => line.sku))).toEqual(lost)
  })

  it('is the same to the byte in whatever order the SKUs come', () => {
    const states = ['B', 'a', 'Á', 'A-1', 'A'].map((sku) => twoShops({ state: { sku } }))
    const forward = planSkus(states)
    expect(JSON.stringify(planSkus(states.toReversed()))).toBe(JSON.stringify(forward))
    expect(forward.skus.map((one) => one.sku)).toEqual(['A', 'A-1', 'B', 'a', 'Á'])
  })
})
