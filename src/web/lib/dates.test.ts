import { expect, it } from 'vitest'
import { dateText, weekdayText } from './dates.ts'

const now = new Date(2026, 10, 22, 21, 14, 30)

it('says dates as people do', () => {
  expect(dateText(new Date(2026, 10, 22, 21, 14, 0), now)).toBe('agora')
  expect(dateText(new Date(2026, 10, 22, 2, 10), now)).toBe('hoje 02:10')
  expect(dateText(new Date(2026, 10, 21, 23, 59), now)).toBe('ontem 23:59')
  expect(dateText(new Date(2026, 10, 3, 8, 0), now)).toMatch(/^3 de nov.* 08:00$/)
  expect(dateText(new Date(2025, 0, 5), now)).toMatch(/5 de jan.*2025/)
})

it('names the days of the week from Monday', () => {
  expect([1, 6, 7].map(weekdayText)).toEqual(['seg.', 'sáb.', 'dom.'])
})
