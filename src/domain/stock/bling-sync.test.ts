import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideBlingSync } from './bling-sync.ts'
import { boxed, split } from './level.fixture.ts'
import { bottlesOnHand, type Level } from './level.ts'
import { accepted, rows } from './sale.fixture.ts'

function follow(level: Level, observed_units: number, has_fraction = false) {
  const input = { branch_id: 'P1', product_id: 'caneca', observed_units, has_fraction, notes: 'Depósito P1' }
  return accepted(decideBlingSync(input, level, { regroup: 'correct' }))
}

describe('a level that follows a deposit of the ERP', () => {
  it('takes the difference, opening boxes like anything that leaves', () => {
    const decision = follow(boxed(1, 2), 10)
    expect(rows(decision.movements)).toEqual([['bling_sync', -4, 1]])
    expect(split(decision.level)).toEqual([0, 10])
  })

  it('puts the difference, and regroups what is more than a box', () => {
    const decision = follow(boxed(0, 8), 15)
    expect(rows(decision.movements)).toEqual([
      ['bling_sync', 7, 0],
      ['box_regroup', 0, 0],
    ])
  })

  it('writes nothing when the level says the same already', () => {
    expect(follow(boxed(1, 2), 14).movements).toEqual([])
  })

  it('goes below zero with the deposit, and names no reason of a person', () => {
    const [movement] = follow(boxed(0, 1), -3).movements
    expect(movement).toMatchObject({ quantity: -4, reason: null, notes: 'Depósito P1' })
  })

  it('says that a fraction was left out', () => {
    const [movement] = follow(boxed(0, 0), 2, true).movements
    expect(movement?.notes).toBe('fração de unidade não contada · Depósito P1')
  })

  it('always arrives at what was observed, from whatever there was', () => {
    const units = fc.integer({ min: -500, max: 5_000 })
    fc.assert(
      fc.property(fc.nat(40), fc.nat(11), units, (boxes, loose, observed) => {
        expect(bottlesOnHand(follow(boxed(boxes, loose), observed).level)).toBe(observed)
      }),
    )
  })
})
