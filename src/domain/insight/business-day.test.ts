import { describe, expect, it } from 'vitest'
import { businessDay, formatLocalDate } from './business-day.ts'

const dayOf = (year: number, month: number, day: number, hour: number, cutoff = 6) =>
  formatLocalDate(businessDay({ year, month, day, hour }, cutoff))

describe('the business day', () => {
  it('of a sale at 02:10 on Saturday is Friday (stock 73)', () => {
    expect(dayOf(2026, 11, 21, 2)).toBe('2026-11-20')
  })

  it('begins at the cut-off hour', () => {
    expect(dayOf(2026, 11, 21, 5)).toBe('2026-11-20')
    expect(dayOf(2026, 11, 21, 6)).toBe('2026-11-21')
  })

  it('is the calendar day with the cut-off at midnight', () => {
    expect(dayOf(2026, 11, 21, 0, 0)).toBe('2026-11-21')
  })

  it.each([
    [2026, 1, '2025-12-31'],
    [2026, 3, '2026-02-28'],
    [2028, 3, '2028-02-29'],
    [2100, 3, '2100-02-28'],
    [2000, 3, '2000-02-29'],
    [2026, 5, '2026-04-30'],
    [2026, 8, '2026-07-31'],
  ])('of the first night of %i-%i is %s', (year, month, expected) => {
    expect(dayOf(year, month, 1, 1)).toBe(expected)
  })
})
