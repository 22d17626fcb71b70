import { describe, expect, it } from 'vitest'
import { localDate, localDateTime, parseLocal, utcSeconds } from './dates.ts'

const NOON = Date.UTC(2026, 10, 22, 15, 4, 5, 678)

describe('dates', () => {
  it('are written in the time of São Paulo, and in UTC for webhooks', () => {
    expect(localDate(Date.UTC(2026, 10, 22, 2, 59))).toBe('2026-11-21')
    expect(localDateTime(NOON)).toBe('2026-11-22 12:04:05')
    expect(utcSeconds(NOON)).toBe('2026-11-22T15:04:05Z')
  })

  it.each([
    ['2026-11-22', false, Date.UTC(2026, 10, 22, 3)],
    ['2026-11-22', true, Date.UTC(2026, 10, 23, 2, 59, 59)],
    ['2026-1-5 9:3', false, Date.UTC(2026, 0, 5, 12, 3)],
    ['2026-11-22 12:04:05', true, Date.UTC(2026, 10, 22, 15, 4, 5)],
    ['2026-02-30', false, undefined],
    ['22/11/2026', false, undefined],
    ['', false, undefined],
  ])('reads %s (end of period: %s)', (text, end, expected) => {
    expect(parseLocal(text, end)).toBe(expected)
  })
})
