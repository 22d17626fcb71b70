import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ceilDivide, floorDivide, multiplyDivide } from './integer.ts'

const whole = fc.maxSafeInteger()
const divisor = fc.integer({ min: 1, max: 1_000_000 })

describe('whole division', () => {
  it('is exact for every safe integer, also below zero', () => {
    fc.assert(
      fc.property(whole, divisor, (numerator, denominator) => {
        const floor = floorDivide(numerator, denominator)
        const rest = BigInt(numerator) - BigInt(floor) * BigInt(denominator)
        expect(rest >= 0n && rest < BigInt(denominator)).toBe(true)
        expect(ceilDivide(numerator, denominator)).toBe(rest === 0n ? floor : floor + 1)
      }),
    )
  })

  it('never gives a negative zero', () => {
    expect(Object.is(ceilDivide(0, 5), 0)).toBe(true)
    expect(Object.is(ceilDivide(-4, 5), 0)).toBe(true)
    expect(Object.is(floorDivide(0, 5), 0)).toBe(true)
  })
})

describe('a share of an amount', () => {
  it.each([
    [1, 1, 2, 0],
    [3, 1, 2, 2],
    [5, 1, 2, 2],
    [2, 2, 3, 1],
    [4500, 10, 6, 7500],
    [9_007_199_254_740_991, 1_000_000, 1_000_000, 9_007_199_254_740_991],
  ])('of %i times %i by %i is %i, halves going to the even', (factor, numerator, denominator, result) => {
    expect(multiplyDivide(factor, numerator, denominator)).toBe(result)
  })
})
