import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTokenBucket, type Pace } from './token-bucket.ts'

/** A time that passes only by sleeping: each sleeper wakes at its own instant. */
function standingPace(): Pace & { set(at: number): void } {
  let now = 0
  return {
    now: () => now,
    sleep: async (ms) => {
      slept.push(now + ms)
    },
    set: (at) => {
      now = at
    },
  }
}
let slept: number[] = []

describe('token bucket', () => {
  it('lets as many pass at once as the window holds, and has the next wait for the oldest to leave it', async () => {
    slept = []
    const bucket = createTokenBucket({ limit: 3, window_ms: 1000, pace: standingPace() })
    for (let call = 0; call < 5; call += 1) await bucket.take()
    expect(slept).toEqual([1000, 1000])
  })

  it('never lets more than the limit pass in any window, whenever callers come', async () => {
    const arrivals = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(arrivals, fc.integer({ min: 1, max: 5 }), async (gaps, limit) => {
        const pace = standingPace()
        const bucket = createTokenBucket({ limit, window_ms: 1000, pace })
        const passed: number[] = []
        let now = 0
        for (const gap of gaps) {
          now += gap
          pace.set(now)
          slept = []
          await bucket.take()
          passed.push(slept[0] ?? now)
        }
        for (const [index, at] of passed.entries()) {
          const before = passed[index - limit]
          if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(1000)
        }
      }),
    )
  })
})
