import { expect, it } from 'vitest'
import { nightOf } from './periodic.ts'

it('names a night after the day on which it ends, by the company’s own clocks', () => {
  const at = (instant: string, zone: string) => nightOf(new Date(instant), zone)
  expect(at('2026-11-22T06:59:59Z', 'America/Sao_Paulo')).toBe('2026-11-21')
  expect(at('2026-11-22T07:00:00Z', 'America/Sao_Paulo')).toBe('2026-11-22')
  expect(at('2026-11-22T07:30:00Z', 'America/Manaus')).toBe('2026-11-21')
  expect(at('2026-11-22T08:00:00Z', 'America/Manaus')).toBe('2026-11-22')
})

it('gives every day one night, whatever the clocks do in summer', () => {
  const nights = new Set<string>()
  for (let hour = 0; hour < 365 * 24; hour += 1) {
    nights.add(nightOf(new Date(Date.UTC(2018, 0, 1, 12) + hour * 3_600_000), 'America/Sao_Paulo'))
  }
  expect(nights.size).toBe(366)
})
