import { describe, expect, it } from 'vitest'
import { fromUnits, NOTHING } from './quantity.ts'
import { detectReservationPlace, leftFromShared, type ReservationWatch } from './reservation-place.ts'

function detect(main: number, shared: number, waited_ms = 5_000, before = 1): string | null {
  const watch: ReservationWatch = {
    quantity: fromUnits(2),
    main_before: fromUnits(before),
    main_after: fromUnits(before + main),
    shared_before: NOTHING,
    shared_after: fromUnits(shared),
    waited_ms,
  }
  return detectReservationPlace(watch, 60_000)
}

describe('where an account reserves, seen from one order', () => {
  it('is where exactly that much was put apart (sync 37, 38)', () => {
    expect([detect(2, 0), detect(0, 2)]).toEqual(['main', 'shared'])
  })

  it('is nowhere only after the balances had time to settle (sync 41, 42)', () => {
    expect([detect(0, 0), detect(0, 0, 60_000)]).toEqual([null, 'nowhere'])
  })

  it('is not nowhere when the order may have been kept apart before we heard of it (sync 42)', () => {
    expect([detect(0, 0, 60_000, 2), detect(0, 0, 60_000, 1)]).toEqual([null, 'nowhere'])
  })

  it('is not told by a look in which something else moved too', () => {
    expect([detect(3, 0), detect(2, 2), detect(-1, 0, 60_000)]).toEqual([null, null, null])
  })
})

describe('that an account sells out of its shared deposits, seen from what shipped', () => {
  const left = (shipped: number, shared_dropped: number, main_moved = 0) =>
    leftFromShared({
      shipped: fromUnits(shipped),
      shared_dropped: fromUnits(shared_dropped),
      main_moved: fromUnits(main_moved),
    })

  it('is told by exactly as much missing there and nothing moving in a main one (sync 40)', () => {
    expect(left(2, 2)).toBe(true)
  })

  it('is not told where it may have left a main one, where another amount is missing, or where nothing shipped (sync 41)', () => {
    expect([left(2, 2, 2), left(2, 1), left(2, 3), left(2, -2), left(0, 0)]).not.toContain(true)
  })
})
