import { describe, expect, it } from 'vitest'
import { boxed, loose, poured, split } from './level.fixture.ts'
import { portionOf } from './portion.ts'
import { putPortion } from './put.ts'
import { settle } from './settle.ts'
import { takePortion } from './take.ts'

describe('taking a portion', () => {
  it('opens nothing while two open boxes hold enough', () => {
    const taken = takePortion(boxed(3, 24), portionOf(5, 'unit'))
    expect([split(taken.level), taken.boxes_opened]).toEqual([[3, 19], 0])
  })

  it('takes boxes, units and doses of one portion apart', () => {
    const taken = takePortion(poured(2, 1, 3), { boxes: 1, units: 2, doses: 4 })
    expect(split(taken.level)).toEqual([0, 4, 24])
    expect([taken.boxes_opened, taken.bottles_opened]).toEqual([1, 1])
  })

  it('sets a full open bottle against the bottle that would be owed', () => {
    expect(split(takePortion(poured(0, 0, 25), portionOf(1, 'unit')).level)).toEqual([0, 0, 0])
  })
})

describe('putting a portion', () => {
  it('leaves the open box beyond full: regrouping is a row of its own', () => {
    expect(split(putPortion(boxed(1, 8), { boxes: 2, units: 6, doses: 0 }).level)).toEqual([3, 14])
  })

  it('pays a debt with as many boxes as it takes', () => {
    const put = putPortion(boxed(0, -20), portionOf(3, 'box'))
    expect([split(put.level), put.boxes_opened]).toEqual([[1, 4], 2])
  })

  it('pays a debt of one bottle with the doses that fill the open one', () => {
    expect(split(putPortion(poured(0, -1, 24), portionOf(1, 'dose')).level)).toEqual([0, 0, 0])
    expect(split(putPortion(poured(0, -2, 24), portionOf(1, 'dose')).level)).toEqual([0, -1, 0])
  })

  it('makes bottles of more doses than one holds', () => {
    expect(split(putPortion(poured(0, 0, 22), portionOf(28, 'dose')).level)).toEqual([0, 2, 0])
  })
})

describe('settling', () => {
  it('opens bottles for doses that are missing', () => {
    expect(split(settle(poured(0, 3, -30)).level)).toEqual([0, 1, 20])
  })

  it('leaves a debt without boxes as it is', () => {
    expect(settle(boxed(0, -2)).level).toEqual(boxed(0, -2))
    expect(settle(loose(-2)).level).toEqual(loose(-2))
  })
})
