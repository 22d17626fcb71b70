import { expect, it } from 'vitest'
import { CALLS_PER_ORDER, CALLS_PER_SECOND, expectedSeconds } from './backlog.ts'

it('says for how long orders keep an account busy, never less than its pace allows (sync 88)', () => {
  expect(expectedSeconds(0)).toBe(0)
  expect(expectedSeconds(1)).toBe(3)
  expect(expectedSeconds(500)).toBe(1167)
  for (let orders = 1; orders <= 500; orders += 1) {
    const seconds = expectedSeconds(orders)
    expect(seconds * CALLS_PER_SECOND).toBeGreaterThanOrEqual(orders * CALLS_PER_ORDER)
    expect((seconds - 1) * CALLS_PER_SECOND).toBeLessThan(orders * CALLS_PER_ORDER)
  }
})
