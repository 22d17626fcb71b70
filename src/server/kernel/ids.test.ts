import { afterEach, describe, expect, it, vi } from 'vitest'
import { newId } from './ids.ts'

const many = () => Array.from({ length: 2_000 }, newId)

describe('newId', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('makes ids that are UUIDv7, differ, and sort by when they were made, within a millisecond too', () => {
    const ids = many()

    expect(
      ids.every((id) => /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(id)),
    ).toBe(true)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.toSorted().join()).toBe(ids.join())
  })

  it('goes on where it was when the clock is put back', () => {
    vi.useFakeTimers({ now: Date.now() + 60_000 })
    const before = many()
    vi.setSystemTime(Date.now() - 3_600_000)
    const after = many()

    const ids = [...before, ...after]
    expect(ids.toSorted().join()).toBe(ids.join())
  })
})
