import { describe, expect, it } from 'vitest'
import { boxed, loose, split } from './level.fixture.ts'
import { quantityOnHand } from './level.ts'
import { accepted, BEER, DEFAULT_SALE_RULES, line, refused, rows, sell } from './sale.fixture.ts'
import { decideSale } from './sale.ts'

describe('a sale of units', () => {
  const cases: readonly (readonly [number, [number, number], number, [number, number], number])[] = [
    [2, [5, 0], 2, [4, 10], 1],
    [3, [10, 0], 3, [9, 9], 1],
    [4, [5, 8], 8, [5, 0], 0],
    [5, [5, 8], 10, [4, 10], 1],
    [6, [5, 8], 30, [3, 2], 2],
    [7, [3, 0], 12, [2, 0], 1],
    [8, [5, 8], 68, [0, 0], 5],
  ]
  it.each(cases)(
    'takes the open box first, then opens what it needs (stock %i)',
    (_, from, units, to, opened) => {
      const decision = accepted(sell(boxed(...from), [line(units)]))
      expect(split(decision.levels.get('beer'))).toEqual(to)
      expect(rows(decision.movements)).toEqual([['sale', -units, opened]])
      expect(decision.movements[0]?.box_opened_automatically).toBe(opened > 0)
    },
  )

  it('records one row with before and after and says what it opened (stock 2)', () => {
    const decision = accepted(sell(boxed(5, 0), [line(2)]))
    expect(decision.movements).toEqual([
      {
        branch_id: 'bar',
        product_id: 'beer',
        movement_type: 'sale',
        quantity: -2,
        before: boxed(5, 0),
        after: boxed(4, 10),
        boxes_opened: 1,
        bottles_opened: 0,
        box_opened_automatically: true,
        reason: 'venda unitária',
        notes: '1 caixa aberta automaticamente (Venda)',
      },
    ])
  })

  it('says how many boxes it opened when there were several (stock 6)', () => {
    const decision = accepted(sell(boxed(5, 8), [line(30)]))
    expect(decision.movements[0]?.notes).toBe('2 caixas abertas automaticamente (Venda)')
  })

  it('refuses what it cannot cover and says how much there is (stock 12)', () => {
    expect(refused(sell(boxed(5, 8), [line(69)]))).toEqual({
      ok: false,
      code: 'INSUFFICIENT_STOCK',
      product_id: 'beer',
      available: 68,
      required: 69,
      counted_in: 'unit',
      complete_packs: null,
      doses_available: null,
    })
  })

  it.each([0, -1, 1.5, Number.NaN, 1e12])('refuses a quantity of %d (stock 13)', (quantity) => {
    expect(refused(sell(boxed(5, 8), [line(quantity)])).code).toBe('INVALID_VALUES')
  })

  it('opens nothing where boxes are not controlled (stock 14)', () => {
    const decision = accepted(sell(loose(5), [line(1)]))
    expect(split(decision.levels.get('beer'))).toEqual([0, 4])
    expect(rows(decision.movements)).toEqual([['sale', -1, 0]])
    expect(decision.movements[0]?.notes).toBeNull()
  })

  it('lets the second of two sales of 40 find what the first one left (stock 15)', () => {
    const first = accepted(sell(boxed(5, 8), [line(40)]))
    const left = first.levels.get('beer') ?? boxed(0, 0)
    expect(quantityOnHand(left)).toBe(28)
    expect(refused(sell(left, [line(40)]))).toMatchObject({ available: 28, required: 40 })
  })

  it('takes every line or none (stock 16)', () => {
    const products = new Map(['a', 'b', 'c'].map((id) => [id, { ...BEER, id }]))
    const levels = new Map([
      ['a', boxed(1, 0)],
      ['b', boxed(1, 0)],
      ['c', boxed(0, 1)],
    ])
    const lines = ['a', 'b', 'c'].map((product_id) => line(2, { product_id }))
    const input = { branch_id: 'bar', lines, fact: false }
    expect(refused(decideSale(input, levels, products, DEFAULT_SALE_RULES))).toMatchObject({
      product_id: 'c',
      available: 1,
      required: 2,
    })
  })

  it('keeps two equal lines apart: nothing is guessed to be a repetition (stock 83)', () => {
    const decision = accepted(sell(boxed(1, 0), [line(1), line(1)]))
    expect(rows(decision.movements)).toEqual([
      ['sale', -1, 1],
      ['sale', -1, 0],
    ])
  })

  it('refuses a product that it was not given', () => {
    expect(refused(sell(boxed(1, 0), [line(1, { product_id: 'wine' })]))).toEqual({
      ok: false,
      code: 'NOT_FOUND',
      product_id: 'wine',
    })
  })
})

describe('a sale of boxes', () => {
  it.each([
    [9, boxed(5, 8), [4, 8]],
    [10, boxed(1, 2), [0, 2]],
  ])('takes a sealed box and opens none (stock %i)', (_, level, after) => {
    const decision = accepted(sell(level, [line(1, { sold_as: 'box' })]))
    expect(split(decision.levels.get('beer'))).toEqual(after)
    expect(rows(decision.movements)).toEqual([['sale', -12, 0]])
  })

  it('refuses an open box that happens to be full: it is not sealed (stock 11)', () => {
    expect(refused(sell(boxed(0, 12), [line(1, { sold_as: 'box' })]))).toEqual({
      ok: false,
      code: 'NO_SEALED_BOX',
      product_id: 'beer',
      available: 0,
      required: 1,
      open_box_units: 12,
      loose_can_complete: false,
    })
  })

  it('completes boxes with loose units only when the rule allows it and a person agrees (stock 11)', () => {
    const asked = line(2, { sold_as: 'box', partial: 'accept' })
    expect(refused(sell(boxed(1, 15), [asked])).code).toBe('NO_SEALED_BOX')
    const rules = { box_from_loose: true }
    const strict = refused(sell(boxed(1, 15), [{ ...asked, partial: 'refuse' }], { rules }))
    expect(strict).toMatchObject({ code: 'NO_SEALED_BOX', loose_can_complete: true })
    const decision = accepted(sell(boxed(1, 15), [asked], { rules }))
    expect(split(decision.levels.get('beer'))).toEqual([0, 3])
    expect(decision.lines[0]).toMatchObject({ sealed_boxes: 1, units: 12, doses: 0 })
  })

  it('refuses a box where boxes are not controlled', () => {
    expect(refused(sell(loose(50), [line(1, { sold_as: 'box' })])).code).toBe('BOX_NOT_TRACKED')
  })
})

describe('the price of a sale', () => {
  it('takes the box price, else as many unit prices as the box holds', () => {
    const asked = [line(2, { sold_as: 'box' })]
    expect(accepted(sell(boxed(5, 0), asked)).total_cents).toBe(2 * 12 * 900)
    const priced = accepted(sell(boxed(5, 0), asked, { product: { box_price_cents: 10_000 } }))
    expect(priced.total_cents).toBe(20_000)
  })

  it('sells what has no price and counts the line as unpriced: unknown is not zero', () => {
    const decision = accepted(sell(boxed(5, 0), [line(2)], { product: { unit_price_cents: null } }))
    expect(decision).toMatchObject({ total_cents: 0, unpriced_lines: 1 })
    expect(decision.lines[0]?.amount_cents).toBeNull()
  })
})

describe('a sale that already happened on a device without connection', () => {
  it('is never refused for stock and shows the debt in the open box (stock 77)', () => {
    const first = accepted(sell(boxed(0, 4), [line(3)]))
    const left = first.levels.get('beer') ?? boxed(0, 0)
    const late = accepted(sell(left, [line(3)], { fact: true }))
    expect(split(late.levels.get('beer'))).toEqual([0, -2])
    expect(rows(late.movements)).toEqual([['sale', -3, 0]])
  })

  it('opens boxes while there are any before it owes', () => {
    const decision = accepted(sell(boxed(2, 1), [line(30)], { fact: true }))
    expect(split(decision.levels.get('beer'))).toEqual([0, -5])
    expect(rows(decision.movements)).toEqual([['sale', -30, 2]])
  })

  it('makes up boxes that are not there of loose units', () => {
    const decision = accepted(sell(boxed(1, 3), [line(2, { sold_as: 'box' })], { fact: true }))
    expect(split(decision.levels.get('beer'))).toEqual([0, -9])
  })

  it('gives the same whichever device is heard first (stock 75)', () => {
    const start = boxed(41, 8)
    const quantities = [3, 5]
    const ends = [quantities, [...quantities].reverse()].map((order) =>
      order.reduce((level, quantity) => {
        return accepted(sell(level, [line(quantity)], { fact: true })).levels.get('beer') ?? level
      }, start),
    )
    expect(ends.map(quantityOnHand)).toEqual([492, 492])
    expect(ends[0]).toEqual(ends[1])
  })
})
