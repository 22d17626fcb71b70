import { describe, expect, it } from 'vitest'
import { findInconsistencies } from './consistency.ts'
import { boxed, loose, poured } from './level.fixture.ts'
import type { Level } from './level.ts'

const codes = (level: Level) => findInconsistencies(level).map((finding) => finding.code)

describe('the consistency of a level', () => {
  it('is sound with an open box that is exactly full (stock 19)', () => {
    expect(codes(boxed(3, 12))).toEqual([])
    expect(codes(poured(1, 2, 25))).toEqual([])
    expect(codes(loose(400))).toEqual([])
  })

  it('proposes the regroup of an overfull open box (stock 52)', () => {
    expect(findInconsistencies(boxed(1, 15))).toEqual([
      {
        code: 'OPEN_BOX_OVERFULL',
        severity: 'correctable',
        facts: {
          open_box_units: 15,
          units_per_box: 12,
          corrected_closed_boxes: 2,
          corrected_open_box_units: 3,
        },
      },
    ])
  })

  it.each([
    [boxed(0, -2), ['NEGATIVE_STOCK']],
    [boxed(-1, 20), ['NEGATIVE_CLOSED_BOXES', 'OPEN_BOX_OVERFULL']],
    [boxed(2, -3), ['OPEN_BOX_OWES_WHILE_BOXES_ARE_CLOSED']],
    [poured(1, 1, 26), ['OPEN_BOTTLE_OUT_OF_RANGE']],
    [{ ...boxed(1, 0), open_bottle_doses: 3 }, ['OPEN_BOTTLE_OUT_OF_RANGE']],
    [{ ...loose(3), closed_boxes: 2 }, ['BOXES_WITHOUT_BOX_CONTROL']],
    [boxed(1, 0.5), ['NOT_WHOLE']],
  ])('finds what is wrong with %o', (level, expected) => {
    expect(codes(level)).toEqual(expected)
  })
})
