import { expect, it } from 'vitest'
import { weekdayAverages, weekdayOf } from './weekday-average.ts'

it('knows the day of the week, also around February and the turn of a year', () => {
  for (let at = Date.UTC(2023, 11, 20); at < Date.UTC(2028, 2, 10); at += 86_400_000) {
    const day = new Date(at)
    expect(weekdayOf(day.toISOString().slice(0, 10))).toBe(day.getUTCDay() === 0 ? 7 : day.getUTCDay())
  }
})

it('averages each weekday and leaves the day that still runs out', () => {
  const days = [
    { business_day: '2026-11-20', sold: 100 },
    { business_day: '2026-11-21', sold: 30 },
    { business_day: '2026-11-27', sold: 200 },
    { business_day: '2026-11-28', sold: 5 },
  ]
  const averages = weekdayAverages(days)
  expect(averages.map((one) => one.weekday)).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(averages[4]).toEqual({ weekday: 5, average: 150, days: 2 })
  expect(averages[5]).toEqual({ weekday: 6, average: 30, days: 1 })
  expect(averages[0]).toEqual({ weekday: 1, average: 0, days: 0 })
})
