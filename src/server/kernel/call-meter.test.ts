import { expect, it } from 'vitest'
import { createCallMeter } from './call-meter.ts'

const MINUTE = 60_000

it('counts the calls of the last hour, and forgets earlier ones', () => {
  let now = 1_000 * MINUTE
  const meter = createCallMeter(() => now)
  expect(meter.lastHour()).toBe(0)
  meter.count()
  meter.count()
  now += 30 * MINUTE
  meter.count()
  expect(meter.lastHour()).toBe(3)
  now += 30 * MINUTE
  expect(meter.lastHour()).toBe(1)
  now += 30 * MINUTE
  expect(meter.lastHour()).toBe(0)
})
