import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boxed, loose, poured } from '../stock/level.fixture.ts'
import { quantityOnHand } from '../stock/level.ts'
import { suggestReorder } from './reorder.ts'

const EIGHT_A_DAY = { numerator: 120, denominator: 15 }

describe('the suggested reorder', () => {
  it('reaches the target and rounds boxes up (stock 65)', () => {
    expect(suggestReorder(boxed(4, 2), EIGHT_A_DAY, 15, 0)).toEqual({
      suggested_reorder: 70,
      suggested_reorder_boxes: 6,
      suggested_reorder_packed: 72,
    })
  })

  it.each([120, 121])('is nothing with %i on hand (stock 66)', (units) => {
    expect(suggestReorder(loose(units), EIGHT_A_DAY, 15, 0).suggested_reorder).toBe(0)
  })

  it('is the whole target with nothing on hand (stock 68)', () => {
    expect(suggestReorder(loose(0), EIGHT_A_DAY, 15, 0)).toEqual({
      suggested_reorder: 120,
      suggested_reorder_boxes: null,
      suggested_reorder_packed: 120,
    })
  })

  it('is nothing without consumption (stock 69)', () => {
    expect(suggestReorder(loose(5), { numerator: 0, denominator: 15 }, 15, 0).suggested_reorder).toBe(0)
  })

  it('follows the rate of a new product (stock 70)', () => {
    expect(suggestReorder(loose(109), { numerator: 127, denominator: 3 }, 15, 0).suggested_reorder).toBe(526)
    expect(suggestReorder(loose(109), { numerator: 127, denominator: 15 }, 15, 0).suggested_reorder).toBe(18)
  })

  it('leaves out what is on its way (stock 74)', () => {
    expect(suggestReorder(loose(50), EIGHT_A_DAY, 15, 60).suggested_reorder).toBe(10)
  })

  it('is in bottles where the ledger counts doses', () => {
    const aBottleADay = { numerator: 375, denominator: 15 }
    expect(suggestReorder(poured(0, 10, 1), aBottleADay, 15, 2)).toMatchObject({
      suggested_reorder: 3,
      suggested_reorder_boxes: 1,
    })
  })

  it('is the least that reaches the target', () => {
    const rate = fc.record({ numerator: fc.nat(10_000), denominator: fc.integer({ min: 1, max: 30 }) })
    const level = fc.tuple(fc.nat(40), fc.nat(11)).map(([boxes, units]) => boxed(boxes, units))
    fc.assert(
      fc.property(
        level,
        rate,
        fc.integer({ min: 1, max: 60 }),
        fc.nat(500),
        (stock, daily, days, incoming) => {
          const { suggested_reorder } = suggestReorder(stock, daily, days, incoming)
          const reached = (bought: number): boolean =>
            (quantityOnHand(stock) + incoming + bought) * daily.denominator >= days * daily.numerator
          expect(reached(suggested_reorder)).toBe(true)
          if (suggested_reorder > 0) expect(reached(suggested_reorder - 1)).toBe(false)
        },
      ),
    )
  })
})
