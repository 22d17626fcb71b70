import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeDrawsInDoubt } from './doubtful-draw.ts'
import { fromUnits } from './quantity.ts'

const draw = (
  difference: number,
  more: {
    besides?: number
    before?: number
    is_echoed?: boolean
    twin?: boolean
    others?: boolean
    died?: boolean
  } = {},
) => ({
  before_physical: fromUnits(more.before ?? 10),
  difference: fromUnits(difference),
  moved_besides: fromUnits(more.besides ?? 0),
  have_others_moved: more.others ?? false,
  is_echoed: more.is_echoed ?? false,
  has_unheard_twin: more.twin ?? false,
  is_answered: more.died !== true,
})
const at = (units: number) => ({ physical: fromUnits(units), virtual: fromUnits(units) })

describe('a withdrawal whose answer never came', () => {
  it('happened when its own event came, did not when the balance is as it was, and is a person’s to judge otherwise', () => {
    expect(judgeDrawsInDoubt([draw(-3)], at(10))).toEqual(['not_applied'])
    expect(judgeDrawsInDoubt([draw(-3)], at(7))).toEqual(['unrecognizable'])
    expect(judgeDrawsInDoubt([draw(-3)], at(8))).toEqual(['unrecognizable'])
    expect(judgeDrawsInDoubt([draw(-3, { is_echoed: true })], at(0))).toEqual(['applied'])
  })

  it('is not taken for another one of the same size that arrived', () => {
    expect(judgeDrawsInDoubt([draw(-3, { besides: -3 })], at(7))).toEqual(['not_applied'])
    expect(judgeDrawsInDoubt([draw(-3, { besides: -3 })], at(4))).toEqual(['unrecognizable'])
    expect(judgeDrawsInDoubt([draw(-3), draw(-3, { is_echoed: true })], at(7))).toEqual([
      'not_applied',
      'applied',
    ])
  })

  it('is not taken for its twin, whose event looks like its own', () => {
    const heard = { besides: -1, before: 8, is_echoed: true }
    expect(judgeDrawsInDoubt([draw(-1, { ...heard, twin: true })], at(7))).toEqual(['not_applied'])
    expect(judgeDrawsInDoubt([draw(-1, { ...heard, twin: true })], at(6))).toEqual(['unrecognizable'])
    expect(judgeDrawsInDoubt([draw(-1, heard)], at(6))).toEqual(['applied'])
  })

  it('is a person’s to judge where somebody else moved as well, however well the balance fits', () => {
    for (const units of [7, 10])
      expect(judgeDrawsInDoubt([draw(-3, { others: true })], at(units))).toEqual(['unrecognizable'])
    expect(judgeDrawsInDoubt([draw(-3, { others: true, is_echoed: true })], at(10))).toEqual(['applied'])
  })

  it('is a person’s to judge where whoever sent it died and an event came that may be its own or somebody else’s', () => {
    for (const units of [7, 10])
      expect(judgeDrawsInDoubt([draw(-3, { died: true, is_echoed: true })], at(units))).toEqual([
        'unrecognizable',
      ])
    expect(judgeDrawsInDoubt([draw(-3, { died: true })], at(10))).toEqual(['not_applied'])
  })

  it('is told together with others in doubt, or by a person', () => {
    expect(judgeDrawsInDoubt([draw(-3), draw(-3)], at(10))).toEqual(['not_applied', 'not_applied'])
    expect(judgeDrawsInDoubt([draw(-3), draw(-3)], at(7))).toEqual(['unrecognizable', 'unrecognizable'])
    expect(judgeDrawsInDoubt([draw(-3), draw(3)], at(10))).toEqual(['unrecognizable', 'unrecognizable'])
    expect(judgeDrawsInDoubt([draw(-3), draw(-3, { before: 9 })], at(4))).toEqual([
      'unrecognizable',
      'unrecognizable',
    ])
  })

  it('is never judged wrongly, whichever happened, when nobody else moved or somebody took some as well', () => {
    const doubt = fc.record({
      units: fc.integer({ min: 1, max: 5 }),
      happened: fc.boolean(),
      is_echoed: fc.boolean(),
    })
    fc.assert(
      fc.property(
        fc.array(doubt, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: -9, max: 0 }),
        fc.integer({ min: 0, max: 5 }),
        (doubts, besides, taken) => {
          const real = doubts.map((one) => ({ ...one, happened: one.happened || one.is_echoed }))
          const left = real.reduce(
            (units, one) => units - (one.happened ? one.units : 0),
            50 + besides - taken,
          )
          const draws = real.map(({ units, is_echoed }) => draw(-units, { before: 50, besides, is_echoed }))
          judgeDrawsInDoubt(draws, at(left)).forEach((judged, index) => {
            if (judged !== 'unrecognizable') expect(judged === 'applied').toBe(real[index]?.happened)
          })
        },
      ),
    )
  })
})
