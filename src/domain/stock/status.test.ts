import { describe, expect, it } from 'vitest'
import { boxed, loose, poured } from './level.fixture.ts'
import { bottlesOnHand } from './level.ts'
import { stockoutStatus, stockStatus } from './status.ts'

describe('the status of a level', () => {
  it('counts boxes and the open box together (stock 1)', () => {
    expect(bottlesOnHand(boxed(5, 8))).toBe(68)
  })

  it.each([
    [10, 'low'],
    [11, 'ok'],
    [0, 'out'],
    [-2, 'divergent'],
  ])('with %i units and an alert at 10 is %s (stock 72)', (units, status) => {
    expect(stockStatus(loose(units), 10)).toBe(status)
  })

  it('after the last bottle is out (stock 8)', () => {
    expect(stockStatus(boxed(0, 0), 0)).toBe('out')
  })

  it('counts the open bottle for its share (stock 60)', () => {
    expect(stockStatus(poured(0, 0, 10), 0)).toBe('ok')
    expect(stockStatus(poured(1, 4, 0), 10)).toBe('low')
    expect(stockStatus(poured(1, 4, 1), 10)).toBe('ok')
  })

  it('with few doses owed is divergent though the open bottle shows some', () => {
    expect(stockStatus(poured(0, -1, 24), 10)).toBe('divergent')
  })
})

describe('the urgency of days of cover', () => {
  it.each([
    [0, 'critical'],
    [3, 'critical'],
    [4, 'attention'],
    [7, 'attention'],
    [8, 'normal'],
    [null, 'no_consumption'],
  ])('of %s is %s (stock 65, 67, 68, 69)', (days, status) => {
    expect(stockoutStatus(days)).toBe(status)
  })
})
