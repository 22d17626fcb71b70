import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CALLS_PER_SECOND, expectedSeconds } from './backlog.ts'

const orders = fc.integer({ min: 0, max: 100_000 })

it('says for how long orders keep an account busy (sync 88)', () => {
  expect(expectedSeconds({ unpaid: 0, paid: 0 })).toBe(0)
  expect(expectedSeconds({ unpaid: 1, paid: 0 })).toBe(2)
  expect(expectedSeconds({ unpaid: 0, paid: 500 })).toBe(1167)
})

it('never promises more than the pace of the account allows, nor a second less than needed', () => {
  fc.assert(
    fc.property(orders, orders, (unpaid, paid) => {
      const seconds = expectedSeconds({ unpaid, paid })
      const calls = unpaid * 4 + paid * 7
      expect(seconds * CALLS_PER_SECOND).toBeGreaterThanOrEqual(calls)
      expect(seconds * CALLS_PER_SECOND - calls).toBeLessThan(CALLS_PER_SECOND)
    }),
  )
})
