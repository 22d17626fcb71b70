import fc from 'fast-check'
import { DateTime } from 'luxon'
import { expect, it } from 'vitest'
import { businessDayOf } from './business-day.ts'

const settings = { time_zone: 'America/Sao_Paulo', business_day_cutoff_hour: 6 }

it('ends a day at the cut-off hour of the local clock (stock 73)', () => {
  expect(businessDayOf(new Date('2026-11-21T05:10:00Z'), settings)).toBe('2026-11-20')
  expect(businessDayOf(new Date('2026-11-21T08:59:59.999Z'), settings)).toBe('2026-11-20')
  expect(businessDayOf(new Date('2026-11-21T09:00:00Z'), settings)).toBe('2026-11-21')
})

it('remembers without ever mixing instants, zones and hours', () => {
  const zones = ['America/Sao_Paulo', 'Asia/Kathmandu', 'America/St_Johns', 'Europe/Lisbon']
  fc.assert(
    fc.property(
      fc.integer({ min: 1_600_000_000, max: 1_900_000_000 }),
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: 23 }),
      (seconds, time_zone, business_day_cutoff_hour) => {
        const instant = new Date(seconds * 1_000)
        const local = DateTime.fromJSDate(instant, { zone: time_zone })
        const expected = local.hour < business_day_cutoff_hour ? local.minus({ days: 1 }) : local
        expect(businessDayOf(instant, { time_zone, business_day_cutoff_hour })).toBe(expected.toISODate())
      },
    ),
  )
})
