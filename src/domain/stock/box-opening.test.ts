import { describe, expect, it } from 'vitest'
import { decideBoxOpening } from './box-opening.ts'
import { boxed, loose, split } from './level.fixture.ts'
import type { Level } from './level.ts'
import { accepted, refused } from './sale.fixture.ts'

const open = (level: Level, allow_two_open_boxes = false, fact = false) =>
  decideBoxOpening({ branch_id: 'bar', product_id: 'beer', notes: 'balcão', fact }, level, {
    allow_two_open_boxes,
  })

describe('opening a box by hand', () => {
  it('moves a box into the open box, with quantity zero (stock 18)', () => {
    const decision = accepted(open(boxed(4, 0)))
    expect(decision.movements).toEqual([
      {
        branch_id: 'bar',
        product_id: 'beer',
        movement_type: 'box_opening',
        quantity: 0,
        before: boxed(4, 0),
        after: boxed(3, 12),
        boxes_opened: 1,
        bottles_opened: 0,
        box_opened_automatically: false,
        reason: 'Abertura manual de caixa',
        notes: 'balcão',
      },
    ])
  })

  it('is refused while a box is open (stock 20)', () => {
    expect(refused(open(boxed(3, 8)))).toMatchObject({
      code: 'BOX_ALREADY_OPEN',
      open_box_units: 8,
      units_per_box: 12,
    })
  })

  it('may put a second box beside the first where the business says so, never a third (stock 20)', () => {
    const second = accepted(open(boxed(3, 12), true))
    expect(split(second.level)).toEqual([2, 24])
    expect(refused(open(boxed(3, 13), true)).code).toBe('BOX_ALREADY_OPEN')
  })

  it('is refused without a closed box or without box control', () => {
    expect(refused(open(boxed(0, 0)))).toMatchObject({ code: 'NO_SEALED_BOX', available: 0, required: 1 })
    expect(refused(open(loose(5))).code).toBe('BOX_NOT_TRACKED')
  })

  it('that already happened is recorded whatever lies open, or was recorded by what opened the box first', () => {
    expect(split(accepted(open(boxed(3, 8), false, true)).level)).toEqual([2, 20])
    expect(accepted(open(boxed(0, 8), false, true)).movements).toEqual([])
  })
})
