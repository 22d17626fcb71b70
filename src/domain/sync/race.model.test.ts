import { describe, expect, it } from 'vitest'
import { explore, type RaceOptions } from './race-model.fixture.ts'

const usual: RaceOptions = { write_mode: 'difference', unclear: false, stale: false, sales: [2, 1] }

/** A few seconds of work each, more on a busy machine. */
const PATIENCE_MS = 60_000

describe('every order of sales, events, reads and writes in two accounts', () => {
  it(
    'loses no sale when writes move by the difference from a fresh read (sync 29, 32, 36)',
    () => {
      const { worlds, counterexample } = explore(usual)
      expect(counterexample).toBeNull()
      expect(worlds).toBeGreaterThan(10_000)
    },
    PATIENCE_MS,
  )

  it(
    'loses no sale when answers are missing and readings come too early as well',
    () => {
      const { worlds, counterexample } = explore({ ...usual, unclear: true, stale: true, sales: [1, 1] })
      expect(counterexample).toBeNull()
      expect(worlds).toBeGreaterThan(50_000)
    },
    PATIENCE_MS,
  )

  it('loses a sale when writes set the balance: it lands after the read, and its event never comes', () => {
    const { counterexample } = explore({ ...usual, write_mode: 'balance' })
    expect(counterexample).toEqual(['sale 0', 'event 0', 'read', 'sale 1'])
  })
})
