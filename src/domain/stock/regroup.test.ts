import { describe, expect, it } from 'vitest'
import { boxed, loose, split } from './level.fixture.ts'
import { draftRegroup, regrouped } from './regroup.ts'

describe('regrouping', () => {
  it.each([
    [15, [1, 3]],
    [13, [1, 1]],
    [24, [2, 0]],
    [12, [0, 12]],
  ])('counts %i loose units of boxes of 12 as %o (stock 19, 52)', (units, after) => {
    expect(split(regrouped(boxed(0, units)))).toEqual(after)
  })

  it('leaves what has no boxes', () => {
    expect(regrouped(loose(40))).toEqual(loose(40))
  })

  it('is a row of quantity zero that opens nothing, and none when there is nothing to do', () => {
    const labels = { branch_id: 'bar', product_id: 'beer' }
    expect(draftRegroup(labels, boxed(1, 15), { regroup: 'correct' })).toMatchObject({
      movement_type: 'box_regroup',
      quantity: 0,
      box_opened_automatically: false,
      after: boxed(2, 3),
    })
    expect(draftRegroup(labels, boxed(1, 12), { regroup: 'correct' })).toBeNull()
    expect(draftRegroup(labels, boxed(1, 15), { regroup: 'warn' })).toBeNull()
  })
})
