import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Pace } from '../../kernel/token-bucket.ts'
import { createTokenCalls } from './token-calls.ts'

const MINUTE = 60_000

/** A time that passes only by `until`, which wakes each sleeper at its own instant. */
function handTurnedPace(): Pace & { until(at: number): Promise<void> } {
  let now = 0
  const sleepers: { readonly at: number; readonly wake: () => void }[] = []
  return {
    now: () => now,
    sleep: (ms) => new Promise((wake) => void sleepers.push({ at: now + ms, wake })),
    async until(at) {
      await setImmediate()
      for (;;) {
        sleepers.sort((one, other) => one.at - other.at)
        const [next] = sleepers
        if (next === undefined || next.at > at) break
        sleepers.shift()
        now = next.at
        next.wake()
        await setImmediate()
      }
      now = at
    },
  }
}

const begin = () => {
  const pace = handTurnedPace()
  const calls = createTokenCalls({ per_minute: 15, pace })
  const passed: { readonly kind: 'code' | 'refresh'; readonly at: number }[] = []
  const call = (kind: 'code' | 'refresh') =>
    void calls[kind]().then(() => passed.push({ kind, at: pace.now() }))
  return { pace, passed, call }
}
const times = (passed: readonly { readonly kind: string; readonly at: number }[], kind: string) =>
  passed.filter((one) => one.kind === kind).map(({ at }) => at)

describe('turns at the token endpoint', () => {
  it('are kept for three codes a minute, however many refreshes wait', async () => {
    const { pace, passed, call } = begin()
    for (let account = 0; account < 40; account += 1) call('refresh')
    await pace.until(1000)
    expect(times(passed, 'refresh')).toHaveLength(12)
    for (let person = 0; person < 3; person += 1) call('code')
    await pace.until(1000)
    expect(times(passed, 'code')).toEqual([1000, 1000, 1000])
    await pace.until(4 * MINUTE)
    expect(times(passed, 'refresh')).toHaveLength(40)
  })

  it('let more codes than that pass while there is room', async () => {
    const { pace, passed, call } = begin()
    for (let person = 0; person < 15; person += 1) call('code')
    await pace.until(0)
    expect(times(passed, 'code')).toHaveLength(15)
  })

  it('are never more than fifteen in any minute, and nobody waits without end', async () => {
    const arrival = fc.record({
      gap: fc.integer({ min: 0, max: 15_000 }),
      kind: fc.constantFrom('code' as const, 'refresh' as const),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { minLength: 1, maxLength: 60 }), async (arrivals) => {
        const { pace, passed, call } = begin()
        let now = 0
        for (const { gap, kind } of arrivals) {
          now += gap
          await pace.until(now)
          call(kind)
        }
        await pace.until(now + 10 * MINUTE)
        expect(passed).toHaveLength(arrivals.length)
        const all = passed.map(({ at }) => at).sort((one, other) => one - other)
        for (const [index, at] of all.entries()) {
          const before = all[index - 15]
          if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(MINUTE)
        }
      }),
    )
  })
})
