import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { availableOf, inUnits } from './apply.fixture.ts'
import { decideAvailability } from './availability.ts'
import { COMBINE_RULES } from './combine.ts'
import { fromGrains, fromUnits, ONE_GRAIN, ONE_UNIT, sum, toUnits } from './quantity.ts'
import type { Reading } from './reading.ts'
import type { PoolSource, SkuState } from './sku-state.ts'
import { deposit, reads, twoShops } from './two-shops.fixture.ts'

function notesOf(state: SkuState): unknown[] {
  const decision = decideAvailability(state)
  if (!decision.ok) throw new Error('pending')
  return decision.terms.flatMap((term) => (term.kind === 'source' && term.note !== null ? [term.note] : []))
}

function causesOf(state: SkuState): unknown[] {
  const decision = decideAvailability(state)
  return decision.ok ? [] : decision.causes.map((cause) => ('cause' in cause ? cause.cause : cause.code))
}

const UNREADABLE: Reading = { kind: 'unknown', cause: 'unavailable' }

describe('how the sources combine', () => {
  it('adds virtual balances, so that reservations count (sync 10)', () => {
    expect(availableOf(twoShops())).toBe(19)
    expect(availableOf(twoShops({ readings: { P1: reads(10, 8) } }))).toBe(17)
  })

  it('knows sum, max, min and average, the average floored (sync 13)', () => {
    const by = COMBINE_RULES.map((combine) => availableOf(twoShops({ state: { combine } })))
    expect(by).toEqual([19, 10, 4, 6])
  })

  it('averages what is weighed to the grain, and floors a negative average downwards (sync 13)', () => {
    expect(availableOf(twoShops({ state: { combine: 'average', step: ONE_GRAIN } }))).toBe(6.3333)
    const owing = { P1: reads(0, -1), P2: reads(0), P3: reads(0) }
    expect(availableOf(twoShops({ readings: owing, state: { combine: 'average' } }))).toBe(-1)
  })

  it('keeps decimals exact (sync 15)', () => {
    const readings = { P1: reads(2.5), P2: reads(0.75), P3: reads(0) }
    expect(availableOf(twoShops({ readings }))).toBe(3.25)
    expect(availableOf(twoShops({ readings: { P1: reads(0.1), P2: reads(0.2), P3: reads(0) } }))).toBe(0.3)
  })

  it('follows the same rule with four accounts and nine main deposits (sync 16)', () => {
    const sources = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(
      (units): PoolSource => ({
        place: { kind: 'deposit', account_id: `A${units % 4}`, deposit_id: `P${units}`, product_id: '1' },
        account_state: 'active',
        priority: units,
        reading: reads(units),
      }),
    )
    expect(availableOf(twoShops({ state: { sources } }))).toBe(45)
  })

  it('counts a branch of our own ledger like any other source', () => {
    const branch: PoolSource = {
      place: { kind: 'branch', branch_id: 'matriz' },
      account_state: 'active',
      priority: 0,
      reading: reads(72),
    }
    const { sources } = twoShops()
    expect(availableOf(twoShops({ state: { sources: [...sources, branch] } }))).toBe(91)
  })
})

describe('what is missing, unknown or switched off', () => {
  it('counts a product that a healthy account does not have as zero, with a note (sync 5)', () => {
    const state = twoShops({ readings: { P3: { kind: 'absent' } } })
    expect([availableOf(state), notesOf(state)]).toEqual([14, ['absent']])
  })

  it('counts a deposit where the product never moved as zero, with a note (sync 9)', () => {
    const state = twoShops({ readings: { P2: { kind: 'unmoved' } } })
    expect([availableOf(state), notesOf(state)]).toEqual([15, ['unmoved']])
  })

  it('decides nothing while a source is unknown, and says which and why (sync 9, 17)', () => {
    expect(causesOf(twoShops({ readings: { P3: UNREADABLE } }))).toEqual(['unavailable'])
    const missing: Reading = { kind: 'unknown', cause: 'row_missing' }
    expect(causesOf(twoShops({ readings: { P1: missing, P3: UNREADABLE } }))).toEqual([
      'row_missing',
      'unavailable',
    ])
  })

  it('freezes what depends on an account that is paused or lost its access (sync 26, 27)', () => {
    expect(causesOf(twoShops({ accounts: { Y: 'reauthorize' } }))).toEqual(['ACCOUNT_REAUTHORIZE'])
    expect(causesOf(twoShops({ accounts: { Y: 'frozen' } }))).toEqual(['ACCOUNT_FROZEN'])
  })

  it('goes on without an account that a person excluded, even when it cannot be read (sync 27)', () => {
    const state = twoShops({ accounts: { Y: 'excluded' }, readings: { P3: UNREADABLE } })
    expect([availableOf(state), notesOf(state)]).toEqual([14, ['excluded']])
  })

  it('goes on without a deposit that was switched off in the ERP (sync 64)', () => {
    const state = twoShops({ readings: { P2: { kind: 'inactive' } }, state: { combine: 'min' } })
    expect([availableOf(state), notesOf(state)]).toEqual([5, ['inactive']])
  })

  it('does not take a pool without any source for an empty stock', () => {
    expect(causesOf(twoShops({ accounts: { W: 'excluded', Y: 'excluded' } }))).toEqual(['NO_SOURCE'])
  })
})

describe('safety stock and overselling', () => {
  it('says how much was sold without stock (sync 12)', () => {
    const decision = decideAvailability(
      twoShops({ readings: { P1: reads(1), P2: reads(0), P3: reads(0, -3) } }),
    )
    expect(decision).toMatchObject({ ok: true, available: fromUnits(-2), oversold: fromUnits(2) })
  })

  it('holds safety stock back but never below nothing, and does not call it oversold (sync 14)', () => {
    const safe = (units: number) =>
      decideAvailability(twoShops({ state: { safety_stock: fromUnits(units) } }))
    expect(safe(2)).toMatchObject({ available: fromUnits(17), oversold: 0 })
    expect(safe(25)).toMatchObject({ available: 0, oversold: 0 })
  })
})

describe('the explanation', () => {
  const grains = fc.integer({ min: -200_000, max: 500_000 }).map(fromGrains)
  const source = fc.tuple(grains, grains).map(
    ([physical, virtual]): Reading => ({
      kind: 'observed',
      physical,
      virtual,
    }),
  )
  const reading = fc.oneof(
    { weight: 6, arbitrary: source },
    fc.constantFrom<Reading>({ kind: 'unmoved' }, { kind: 'absent' }, { kind: 'inactive' }),
  )
  const states = fc
    .record({
      readings: fc.array(reading, { minLength: 1, maxLength: 6 }),
      combine: fc.constantFrom(...COMBINE_RULES),
      safety: fc.nat(50).map(fromUnits),
      demand: fc.array(fc.integer({ min: 1, max: 90_000 }).map(fromGrains), { maxLength: 4 }),
    })
    .map(({ readings, combine, safety, demand }) =>
      twoShops({
        state: {
          combine,
          safety_stock: safety,
          sources: readings.map((one, index) => ({
            place: deposit('W', `S${index}`),
            account_state: 'active',
            priority: index,
            reading: one,
          })),
          demand: demand.map((quantity, index) => ({
            channel_id: 'W',
            order_id: `${index}`,
            item_id: 'CANECA-01#1',
            quantity,
          })),
        },
      }),
    )

  it('lists facts that add up to the number exactly', () => {
    fc.assert(
      fc.property(states, (state) => {
        const decision = decideAvailability(state)
        if (decision.ok) expect(sum(decision.terms.map((term) => term.amount))).toBe(decision.available)
      }),
    )
  })

  it('is the same whatever order sources and demand come in (sync 8)', () => {
    fc.assert(
      fc.property(states, (state) => {
        const reversed = { ...state, sources: state.sources.toReversed(), demand: state.demand.toReversed() }
        expect(JSON.stringify(decideAvailability(reversed))).toBe(JSON.stringify(decideAvailability(state)))
      }),
    )
  })

  it('reads like the arithmetic a person would do', () => {
    const demand = [{ channel_id: 'W', order_id: '8812', item_id: 'CANECA-01#1', quantity: fromUnits(3) }]
    const decision = decideAvailability(
      twoShops({ state: { demand, safety_stock: fromUnits(2), step: ONE_UNIT } }),
    )
    if (!decision.ok) throw new Error('pending')
    expect(decision.terms.map((term) => term.kind)).toEqual([
      'source',
      'source',
      'source',
      'combination',
      'demand',
      'safety_stock',
    ])
    expect(inUnits(decision.terms.map((term) => term.amount))).toEqual([10, 4, 5, 0, -3, -2])
    expect(toUnits(decision.available)).toBe(14)
  })
})
