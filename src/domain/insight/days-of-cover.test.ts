import { describe, expect, it } from 'vitest'
import { daysOfCover } from './days-of-cover.ts'

/** Eight a day, as the examples have it. */
const EIGHT_A_DAY = { numerator: 120, denominator: 15 }

describe('days of cover', () => {
  it.each([
    [65, 50, 6],
    [67, 31, 3],
    [67, 24, 3],
    [67, 56, 7],
    [67, 63, 7],
    [68, 0, 0],
    [72, -2, 0],
  ])('are rounded down (stock %i): %i at eight a day last %i days', (_, quantity, days) => {
    expect(daysOfCover(quantity, EIGHT_A_DAY)).toBe(days)
  })

  it('are unknown without consumption, also when there is nothing (stock 69)', () => {
    expect(daysOfCover(5, { numerator: 0, denominator: 15 })).toBeNull()
    expect(daysOfCover(0, { numerator: 0, denominator: 15 })).toBeNull()
  })

  it('follow the rate of a new product (stock 70)', () => {
    expect(daysOfCover(109, { numerator: 127, denominator: 3 })).toBe(2)
    expect(daysOfCover(109, { numerator: 127, denominator: 15 })).toBe(12)
  })

  it('are exact where decimals would not be', () => {
    expect(daysOfCover(9, { numerator: 9, denominator: 10 })).toBe(10)
    expect(daysOfCover(9_007_199_254_740_991, { numerator: 30, denominator: 30 })).toBe(9_007_199_254_740_991)
  })
})
