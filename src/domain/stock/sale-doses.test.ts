import { describe, expect, it } from 'vitest'
import { boxed, poured, split } from './level.fixture.ts'
import { bottlesOnHand, type Level, quantityOnHand } from './level.ts'
import { accepted, line, refused, sell } from './sale.fixture.ts'
import { stockStatus } from './status.ts'

const doses = (quantity: number) => line(quantity, { sold_as: 'dose' })

describe('a sale of doses', () => {
  const cases: readonly (readonly [number, Level, number, readonly number[], number, number])[] = [
    [53, poured(1, 2, 0), 3, [1, 1, 22], 0, 1],
    [54, poured(1, 2, 22), 3, [1, 2, 19], 0, 0],
    [55, poured(1, 2, 22), 25, [1, 1, 22], 0, 1],
    [56, poured(1, 0, 2), 3, [0, 5, 24], 1, 1],
    [57, poured(1, 1, 10), 60, [0, 5, 0], 1, 2],
  ]
  it.each(cases)(
    'pours the open bottle first, then opens bottles and boxes (stock %i)',
    (_, from, asked, to, boxes, bottles) => {
      const decision = accepted(sell(from, [doses(asked)]))
      expect(split(decision.levels.get('beer'))).toEqual(to)
      expect(decision.movements).toHaveLength(1)
      expect(decision.movements[0]).toMatchObject({
        quantity: -asked,
        boxes_opened: boxes,
        bottles_opened: bottles,
      })
    },
  )

  it('counts in doses and shows sealed bottles apart (stock 53)', () => {
    const level = accepted(sell(poured(1, 2, 0), [doses(3)])).levels.get('beer') ?? poured(0, 0, 0)
    expect(quantityOnHand(level)).toBe(8 * 25 - 3)
    expect([bottlesOnHand(level), level.open_bottle_doses]).toEqual([7, 22])
  })

  it('says that a box and a bottle were opened, in one row (stock 56)', () => {
    const decision = accepted(sell(poured(1, 0, 2), [doses(3)]))
    expect(decision.movements[0]?.notes).toBe(
      '1 caixa aberta automaticamente (Venda) · 1 garrafa aberta automaticamente (Venda)',
    )
  })

  it('takes exactly one bottle for 25 sales of one dose (stock 58)', () => {
    let level = poured(1, 2, 0)
    for (let sale = 0; sale < 25; sale++) {
      level = accepted(sell(level, [doses(1)])).levels.get('beer') ?? level
    }
    expect(split(level)).toEqual([1, 1, 0])
  })

  it('sells whole bottles from sealed ones only (stock 59)', () => {
    const decision = accepted(sell(poured(1, 2, 22), [line(2)]))
    expect(split(decision.levels.get('beer'))).toEqual([1, 0, 22])
    expect(decision.movements[0]?.quantity).toBe(-50)
  })

  it('refuses a bottle when only an open one is left, which is not "out" (stock 60)', () => {
    expect(refused(sell(poured(0, 0, 10), [line(1)]))).toEqual({
      ok: false,
      code: 'NO_SEALED_BOTTLE',
      product_id: 'beer',
      available: 0,
      required: 1,
      doses_available: 10,
    })
    expect(stockStatus(poured(0, 0, 10), 10)).toBe('low')
  })

  it('refuses more doses than there are (stock 61)', () => {
    expect(refused(sell(poured(0, 0, 10), [doses(11)]))).toMatchObject({
      code: 'INSUFFICIENT_STOCK',
      available: 10,
      required: 11,
      counted_in: 'dose',
    })
  })

  it('refuses doses while bottles are owed, whatever the open bottle shows', () => {
    expect(refused(sell(poured(0, -1, 24), [doses(5)]))).toMatchObject({
      available: -1,
      required: 5,
      counted_in: 'dose',
    })
  })

  it('refuses bottles and doses that are covered apart but not together', () => {
    expect(refused(sell(poured(0, 2, 5), [line(2), doses(6)]))).toMatchObject({
      available: 55,
      required: 56,
      counted_in: 'dose',
    })
  })

  it('prices doses by the dose', () => {
    expect(accepted(sell(poured(0, 1, 0), [doses(3)])).total_cents).toBe(600)
  })

  it('refuses doses of a product without them', () => {
    expect(refused(sell(boxed(1, 0), [doses(1)])).code).toBe('DOSE_NOT_ENABLED')
  })

  it('as a fact opens bottles that are not there and keeps the open bottle within its bounds', () => {
    const decision = accepted(sell(poured(0, 0, 10), [doses(11)], { fact: true }))
    const level = decision.levels.get('beer') ?? poured(0, 0, 0)
    expect(split(level)).toEqual([0, -1, 24])
    expect(quantityOnHand(level)).toBe(-1)
  })
})

describe('doses where each sale uses up whole bottles', () => {
  const product = { dose_mode: 'bottle_per_sale' } as const

  it('takes one bottle for three doses and leaves the open bottle alone (stock 62)', () => {
    const decision = accepted(sell(poured(1, 2, 0), [doses(3)], { product }))
    expect(split(decision.levels.get('beer'))).toEqual([1, 1, 0])
    expect(decision.movements[0]).toMatchObject({ quantity: -25, bottles_opened: 0 })
  })

  it('takes 25 bottles for 25 sales of one dose (stock 58)', () => {
    let level = poured(5, 0, 0)
    let opened = 0
    for (let sale = 0; sale < 25; sale++) {
      const decision = accepted(sell(level, [doses(1)], { product }))
      level = decision.levels.get('beer') ?? level
      opened += decision.movements[0]?.boxes_opened ?? 0
    }
    expect(split(level)).toEqual([0, 5, 0])
    expect(opened).toBe(5)
  })

  it('rounds up per line, not per cart', () => {
    const decision = accepted(sell(poured(1, 0, 0), [doses(1), doses(1)], { product }))
    expect(split(decision.levels.get('beer'))).toEqual([0, 4, 0])
  })
})
