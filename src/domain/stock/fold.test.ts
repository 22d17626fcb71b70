import { describe, expect, it } from 'vitest'
import { foldLevel } from './fold.ts'
import { boxed } from './level.fixture.ts'
import type { MovementDraft } from './movement.ts'
import { accepted, line, sell } from './sale.fixture.ts'

function twoSales(): readonly [MovementDraft, MovementDraft] {
  const [first, second] = accepted(sell(boxed(5, 0), [line(2), line(3)])).movements
  if (first === undefined || second === undefined) throw new Error('two rows expected')
  return [first, second]
}

describe('replaying the rows of a level', () => {
  it('gives the level they lead to', () => {
    expect(foldLevel(boxed(5, 0), twoSales())).toEqual({ ok: true, level: boxed(4, 7) })
    expect(foldLevel(boxed(5, 0), [])).toEqual({ ok: true, level: boxed(5, 0) })
  })

  it('stops at a row that does not begin where the one before ended', () => {
    const [first, second] = twoSales()
    expect(foldLevel(boxed(5, 0), [second])).toMatchObject({ index: 0, kind: 'NOT_CONTIGUOUS' })
    expect(foldLevel(boxed(5, 0), [first, first])).toMatchObject({
      ok: false,
      index: 1,
      kind: 'NOT_CONTIGUOUS',
      expected: boxed(4, 10),
      found: boxed(5, 0),
    })
  })

  it('stops at a row whose quantity is not its difference', () => {
    const [first, second] = twoSales()
    expect(foldLevel(boxed(5, 0), [first, { ...second, quantity: -4 }])).toMatchObject({
      index: 1,
      kind: 'WRONG_QUANTITY',
      expected: -3,
      found: -4,
    })
  })

  it('stops at a row that changes the packing without being the row for it', () => {
    const [first] = twoSales()
    const after = { ...boxed(2, 10), units_per_box: 24 }
    expect(foldLevel(boxed(5, 0), [{ ...first, after }])).toMatchObject({
      index: 0,
      kind: 'UNEXPLAINED_PACKING',
    })
  })
})
