import { describe, expect, it } from 'vitest'
import { type Count, decideCount } from './count.ts'
import { boxed, loose, poured, split } from './level.fixture.ts'
import type { Level } from './level.ts'
import { accepted, refused, rows } from './sale.fixture.ts'

function count(present: Level, counted: readonly [number, number, number?], changes: Partial<Count> = {}) {
  const [closed_boxes, open_box_units, doses] = counted
  const input: Count = {
    branch_id: 'bar',
    product_id: 'beer',
    counted: { closed_boxes, open_box_units, open_bottle_doses: doses ?? null },
    seen: null,
    notes: null,
    fact: false,
    ...changes,
  }
  return decideCount(input, present, { regroup: 'correct' })
}

describe('a count', () => {
  it('writes the difference in one row and says what was expected and found (stock 48)', () => {
    const decision = accepted(count(boxed(4, 2), [3, 7]))
    expect(split(decision.level)).toEqual([3, 7])
    expect(rows(decision.movements)).toEqual([['count', -7, 0]])
    expect(decision).toMatchObject({ expected_quantity: 50, counted_quantity: 43, difference: -7 })
  })

  it('finds what the books did not know (stock 78)', () => {
    const decision = accepted(count(boxed(0, 10), [1, 0]))
    expect(split(decision.level)).toEqual([1, 0])
    expect(rows(decision.movements)).toEqual([['count', 2, 0]])
  })

  it('is a row even when it finds no difference: it is evidence', () => {
    const decision = accepted(count(boxed(4, 2), [4, 2]))
    expect(rows(decision.movements)).toEqual([['count', 0, 0]])
  })

  it('corrects the split alone when the quantity is right', () => {
    const decision = accepted(count(boxed(4, 2), [3, 14]))
    expect(rows(decision.movements)).toEqual([
      ['count', 0, 0],
      ['box_regroup', 0, 0],
    ])
    expect(split(decision.movements[0]?.after)).toEqual([3, 14])
    expect(split(decision.level)).toEqual([4, 2])
  })

  it('pays a debt by finding what there is', () => {
    expect(rows(accepted(count(boxed(0, -2), [0, 5])).movements)).toEqual([['count', 7, 0]])
  })

  it('leaves the open bottle as it was when nobody looked at it', () => {
    expect(split(accepted(count(poured(1, 2, 22), [1, 1])).level)).toEqual([1, 1, 22])
    expect(split(accepted(count(poured(1, 2, 22), [1, 2, 10])).level)).toEqual([1, 2, 10])
  })
})

describe('a count of what stood there a while ago', () => {
  it('keeps what happened since: its difference is applied to the present', () => {
    const decision = accepted(count(boxed(3, 11), [3, 7], { seen: boxed(4, 2) }))
    expect(decision.difference).toBe(-7)
    expect(split(decision.level)).toEqual([3, 4])
    expect(rows(decision.movements).map(([, quantity]) => quantity)).toEqual([-7, 0])
  })

  it('opens boxes in the books rather than owe', () => {
    const decision = accepted(count(boxed(4, 0), [3, 7], { seen: boxed(3, 12) }))
    expect(split(decision.level)).toEqual([3, 7])
  })

  it('takes boxes that left since out of the loose units', () => {
    const decision = accepted(count(boxed(0, 11), [1, 9], { seen: boxed(2, 4) }))
    expect(decision.movements).toHaveLength(1)
    expect(split(decision.level)).toEqual([0, 4])
  })

  it('keeps the open bottle within its bounds', () => {
    const decision = accepted(count(poured(1, 1, 2), [1, 1, 10], { seen: poured(1, 1, 20) }))
    expect(split(decision.level)).toEqual([1, 0, 17])
  })

  it('is refused when the shelf must be seen again, unless it already happened', () => {
    const stale = { seen: boxed(4, 2) }
    expect(refused(count(boxed(1, 0), [0, 0], stale))).toEqual({
      ok: false,
      code: 'COUNT_OUT_OF_RANGE',
      product_id: 'beer',
    })
    const late = accepted(count(boxed(1, 0), [0, 0], { ...stale, fact: true }))
    expect(split(late.level)).toEqual([0, -38])
  })

  it('is refused when the packing has changed since', () => {
    const seen = { ...boxed(2, 2), units_per_box: 24 }
    expect(refused(count(boxed(4, 2), [2, 2], { seen })).code).toBe('COUNT_OUT_OF_RANGE')
  })
})

describe('a count that cannot be', () => {
  it.each([
    [boxed(1, 0), [-1, 0]],
    [boxed(1, 0), [1, 0.5]],
    [loose(5), [1, 0]],
    [boxed(1, 0), [1, 0, 3]],
    [poured(1, 0, 0), [1, 0, 26]],
  ] as const)('is refused: %o counted as %o', (level, counted) => {
    expect(refused(count(level, counted)).code).toBe('COUNT_OUT_OF_RANGE')
  })
})
