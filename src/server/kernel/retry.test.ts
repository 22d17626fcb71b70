import { describe, expect, it } from 'vitest'
import { backoffMs } from './retry.ts'

describe('backoff', () => {
  const wait = (attempt: number, chance: number) =>
    backoffMs(attempt, { base_ms: 500, cap_ms: 4000, random: () => chance })

  it('doubles with each attempt and stops growing at the cap', () => {
    expect([1, 2, 3, 4, 5, 50].map((attempt) => wait(attempt, 1))).toEqual([
      500, 1000, 2000, 4000, 4000, 4000,
    ])
  })

  it('leaves half of the wait to chance', () => {
    expect([wait(2, 0), wait(2, 0.5)]).toEqual([500, 750])
  })
})
