import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTurns } from './turns.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Turns that are ended by hand: `begun` holds what runs and has run, in order. */
function byHand(options: { atOnce?: number } = {}) {
  const begun: string[] = []
  const ends = new Map<string, (again_ms: number | null | Error) => void>()
  const turns = createTurns({
    atOnce: options.atOnce ?? 2,
    rest_ms: 10,
    take: (key) => {
      begun.push(key)
      return new Promise((resolve, reject) => {
        ends.set(key, (outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome)))
      })
    },
    onError: () => 1_000,
  })
  const end = async (key: string, outcome: number | null | Error = null) => {
    ends.get(key)?.(outcome)
    await vi.advanceTimersByTimeAsync(0)
  }
  return { turns, begun, end }
}

describe('turns', () => {
  it('begin at once, and give one more for all that was asked during a turn, after a rest', async () => {
    const { turns, begun, end } = byHand()
    turns.ask('a')
    turns.ask('a')
    turns.ask('a')
    expect(begun).toEqual(['a'])
    await end('a')
    await vi.advanceTimersByTimeAsync(9)
    expect(begun).toEqual(['a'])
    await vi.advanceTimersByTimeAsync(1)
    expect(begun).toEqual(['a', 'a'])
    await end('a')
    await vi.advanceTimersByTimeAsync(100)
    expect(begun).toEqual(['a', 'a'])
  })

  it('run few keys at the same time, and let the next in when one ends', async () => {
    const { turns, begun, end } = byHand({ atOnce: 2 })
    for (const key of ['a', 'b', 'c']) turns.ask(key)
    expect(begun).toEqual(['a', 'b'])
    await end('b')
    expect(begun).toEqual(['a', 'b', 'c'])
  })

  it('come back by themselves when told to, or after an error', async () => {
    const { turns, begun, end } = byHand()
    turns.ask('a')
    await end('a', 50)
    await vi.advanceTimersByTimeAsync(49)
    expect(begun).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(begun).toHaveLength(2)
    await end('a', new Error('broken'))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(begun).toHaveLength(3)
  })

  it('close when what runs has ended, and begin nothing more', async () => {
    const { turns, begun, end } = byHand({ atOnce: 1 })
    turns.ask('a')
    turns.ask('b')
    let isClosed = false
    const closing = turns.close().then(() => {
      isClosed = true
    })
    await vi.advanceTimersByTimeAsync(0)
    expect(isClosed).toBe(false)
    await end('a', 5)
    await closing
    await vi.advanceTimersByTimeAsync(1_000)
    expect(begun).toEqual(['a'])
  })
})
