import { describe, expect, it } from 'vitest'
import { boxed, split } from './level.fixture.ts'
import { accepted, line, refused, rows, sell } from './sale.fixture.ts'

const muntu = (packs: number, partial: 'refuse' | 'accept' = 'refuse') =>
  line(packs, { sold_as: 'muntu', partial })

describe('a Muntu sold whole', () => {
  it('costs the pack, saves against unit prices and opens the box it needs (stock 21)', () => {
    const decision = accepted(sell(boxed(2, 0), [muntu(1)]))
    expect(split(decision.levels.get('beer'))).toEqual([1, 6])
    expect(decision).toMatchObject({ total_cents: 4500, savings_cents: 900 })
    expect(rows(decision.movements)).toEqual([['sale_muntu', -6, 1]])
    expect(decision.movements[0]).toMatchObject({
      box_opened_automatically: true,
      reason: 'venda Muntu',
      notes: '1 caixa aberta automaticamente (Venda Muntu)',
    })
  })

  it('sells several packs at once (stock 22)', () => {
    const decision = accepted(sell(boxed(2, 4), [muntu(3)]))
    expect(split(decision.levels.get('beer'))).toEqual([0, 10])
    expect(decision).toMatchObject({ total_cents: 13_500, savings_cents: 2700 })
    expect(rows(decision.movements)).toEqual([['sale_muntu', -18, 2]])
  })

  it('may be larger than a box (stock 23)', () => {
    const decision = accepted(sell(boxed(3, 1), [muntu(1)], { product: { muntu_quantity: 15 } }))
    expect(split(decision.levels.get('beer'))).toEqual([1, 10])
    expect(rows(decision.movements)).toEqual([['sale_muntu', -15, 2]])
  })

  it('says how many packs and units were sold (stock 33)', () => {
    const decision = accepted(sell(boxed(3, 0), [muntu(4)]))
    expect(decision.lines[0]).toMatchObject({ packs: 4, quantity_sold: 24, loose_units: 0 })
  })

  it('may save nothing or less than nothing', () => {
    const dearer = accepted(sell(boxed(2, 0), [muntu(1)], { product: { muntu_price_cents: 6000 } }))
    expect(dearer.savings_cents).toBe(-600)
  })
})

describe('a Muntu that the stock does not cover', () => {
  it('is refused whole and tells how many packs there are (stock 24)', () => {
    expect(refused(sell(boxed(0, 10), [muntu(2)]))).toMatchObject({
      code: 'INSUFFICIENT_STOCK',
      available: 10,
      required: 12,
      complete_packs: 1,
    })
  })

  it('sells what there is once a person agrees: packs at pack price, the rest at unit price (stock 25)', () => {
    const decision = accepted(sell(boxed(0, 10), [muntu(2, 'accept')]))
    expect(split(decision.levels.get('beer'))).toEqual([0, 0])
    expect(rows(decision.movements)).toEqual([
      ['sale_muntu', -6, 0],
      ['sale', -4, 0],
    ])
    expect(decision.movements.map((row) => row.notes)).toEqual([
      'Muntu parcial: 10 de 12',
      'Muntu parcial: 10 de 12',
    ])
    expect(decision).toMatchObject({ total_cents: 8100, savings_cents: 900 })
    expect(decision.lines[0]).toMatchObject({ is_partial: true, packs: 1, loose_units: 4, movement_count: 2 })
  })

  it('costs its share of the pack where the business says so (stock 25)', () => {
    const rules = { muntu_partial_price: 'pro_rata' } as const
    expect(accepted(sell(boxed(0, 10), [muntu(2, 'accept')], { rules })).total_cents).toBe(7500)
    expect(accepted(sell(boxed(0, 4), [muntu(1, 'accept')], { rules })).total_cents).toBe(3000)
  })

  it('sells less than a pack at unit price and saves nothing (stock 26)', () => {
    const decision = accepted(sell(boxed(0, 4), [muntu(1, 'accept')]))
    expect(decision).toMatchObject({ total_cents: 3600, savings_cents: 0 })
    expect(rows(decision.movements)).toEqual([['sale', -4, 0]])
  })

  it('is refused when there is nothing at all (stock 27)', () => {
    expect(refused(sell(boxed(0, 0), [muntu(1, 'accept')]))).toMatchObject({ available: 0, required: 6 })
  })

  it('is refused in full while more left than there was', () => {
    expect(refused(sell(boxed(0, -2), [muntu(1, 'accept')]))).toMatchObject({ available: -2, required: 6 })
  })

  it('is refused where the business never sells a part, whatever the person says', () => {
    const decision = sell(boxed(0, 10), [muntu(2, 'accept')], { rules: { muntu_partial: 'never' } })
    expect(refused(decision)).toMatchObject({ available: 10, required: 12 })
  })

  it('is recorded whole when it already happened', () => {
    const decision = accepted(sell(boxed(0, 10), [muntu(2)], { fact: true }))
    expect(split(decision.levels.get('beer'))).toEqual([0, -2])
    expect(rows(decision.movements)).toEqual([['sale_muntu', -12, 0]])
    expect(decision.total_cents).toBe(9000)
  })

  it('has no amount when its rest has no unit price', () => {
    const decision = accepted(
      sell(boxed(0, 10), [muntu(2, 'accept')], { product: { unit_price_cents: null } }),
    )
    expect(decision).toMatchObject({ total_cents: 0, unpriced_lines: 1, savings_cents: 0 })
  })
})

describe('a cart with a Muntu and other lines of the same product', () => {
  it('is checked on its sum (stock 28)', () => {
    expect(refused(sell(boxed(0, 8), [muntu(1), line(3)]))).toMatchObject({
      available: 8,
      required: 9,
      complete_packs: 0,
    })
  })

  it('keeps both lines apart when there is enough', () => {
    const decision = accepted(sell(boxed(0, 9), [muntu(1), line(3)]))
    expect(rows(decision.movements)).toEqual([
      ['sale_muntu', -6, 0],
      ['sale', -3, 0],
    ])
    expect(decision.total_cents).toBe(4500 + 2700)
  })

  it('gives firm lines their units first and the agreed part what is left', () => {
    const decision = accepted(sell(boxed(0, 8), [muntu(1, 'accept'), line(3)]))
    expect(rows(decision.movements)).toEqual([
      ['sale', -5, 0],
      ['sale', -3, 0],
    ])
    expect(decision.lines[0]?.note).toBe('Muntu parcial: 5 de 6')
  })

  it('shares what is left among the agreed lines in their order', () => {
    const decision = accepted(sell(boxed(0, 8), [muntu(1, 'accept'), muntu(1, 'accept')]))
    expect(decision.lines.map((sold) => sold.units)).toEqual([6, 2])
  })

  it('is refused when the agreed part would get nothing', () => {
    expect(refused(sell(boxed(0, 3), [muntu(1, 'accept'), line(3)]))).toMatchObject({
      available: 3,
      required: 9,
      complete_packs: 0,
    })
  })
})

describe('a Muntu that the product does not have', () => {
  it.each([{ muntu_enabled: false }, { muntu_quantity: null }, { muntu_price_cents: null }])(
    'is refused with %o (stock 32)',
    (product) => {
      expect(refused(sell(boxed(5, 0), [muntu(1)], { product }))).toEqual({
        ok: false,
        code: 'MUNTU_NOT_CONFIGURED',
        product_id: 'beer',
      })
    },
  )

  it('is still recorded when it was sold before somebody switched it off', () => {
    const decision = accepted(
      sell(boxed(1, 0), [muntu(1)], { product: { muntu_enabled: false }, fact: true }),
    )
    expect(rows(decision.movements)).toEqual([['sale_muntu', -6, 1]])
  })
})
