import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  floorToStep,
  fromGrains,
  fromUnits,
  minus,
  ONE_UNIT,
  parseQuantity,
  sum,
  toUnits,
} from './quantity.ts'

const anyGrains = fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }).map(fromGrains)

describe('reading balances from outside', () => {
  it('adds decimals exactly: 2.5 + 0.75 + 0 is 3.25 and 0.1 + 0.2 + 0 is 0.3 (sync 15)', () => {
    const total = (...units: number[]) => toUnits(sum(units.map(fromUnits)))
    expect(total(2.5, 0.75, 0)).toBe(3.25)
    expect(total(0.1, 0.2, 0)).toBe(0.3)
    expect(0.1 + 0.2).not.toBe(0.3)
  })

  it('takes float noise and texts with zeros behind for what they mean', () => {
    expect(parseQuantity(1250.7500000001)).toEqual({ ok: true, quantity: 12_507_500 })
    expect(parseQuantity('9.0000000000')).toEqual({ ok: true, quantity: 90_000 })
    expect(parseQuantity(-0.00001)).toEqual({ ok: true, quantity: 0 })
    expect(Object.is(fromUnits(-0), 0)).toBe(true)
  })

  it('refuses what is no balance instead of taking it for zero', () => {
    for (const value of [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      null,
      undefined,
      '',
      ' ',
      '1e5',
      '0x10',
      '9,5',
      true,
      [],
    ]) {
      expect(parseQuantity(value)).toEqual({ ok: false, code: 'NOT_A_QUANTITY' })
    }
    expect(parseQuantity(1e12)).toEqual({ ok: false, code: 'QUANTITY_OUT_OF_RANGE' })
    expect(() => fromGrains(0.5)).toThrow(RangeError)
    expect(() => fromUnits(Number.NaN)).toThrow(RangeError)
  })
})

describe('arithmetic', () => {
  it('survives the way to JSON and back without losing a grain', () => {
    fc.assert(
      fc.property(anyGrains, (quantity) => {
        expect(parseQuantity(JSON.parse(JSON.stringify(toUnits(quantity))))).toEqual({ ok: true, quantity })
      }),
    )
  })

  it('takes away what it added', () => {
    fc.assert(
      fc.property(anyGrains, anyGrains, (a, b) => {
        expect(minus(sum([a, b]), b)).toBe(a)
      }),
    )
  })

  it('floors to whole steps towards minus infinity', () => {
    expect(toUnits(floorToStep(fromUnits(6.3333), ONE_UNIT))).toBe(6)
    expect(toUnits(floorToStep(fromUnits(-0.5), ONE_UNIT))).toBe(-1)
  })
})
