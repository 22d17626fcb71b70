import { describe, expect, it } from 'vitest'
import { addToCart, changeLine, mergeCarts } from './cart.ts'
import { planCart } from './plan-cart.ts'

const rules = { muntu_partial: 'confirm', muntu_partial_price: 'unit', box_from_loose: false } as const
const beer = {
  id: 'beer',
  unit_price_cents: 900,
  box_price_cents: null,
  dose_price_cents: null,
  dose_mode: 'open_bottle',
  muntu_enabled: true,
  muntu_quantity: 6,
  muntu_price_cents: 4500,
} as const
const level = {
  units_per_box: 12,
  doses_per_bottle: null,
  closed_boxes: 1,
  open_box_units: 8,
  open_bottle_doses: 0,
}
const plan = (cart: Parameters<typeof planCart>[0]) =>
  planCart(cart, new Map([['beer', level]]), new Map([['beer', beer]]), rules)

describe('the cart', () => {
  it('gathers taps on the same thing and lets it go at zero', () => {
    const two = addToCart(addToCart([], 'beer', 'unit'), 'beer', 'unit')
    expect(two).toHaveLength(1)
    const [line] = two
    expect(line?.quantity).toBe(2)
    expect(line === undefined ? null : changeLine(two, line, { quantity: 0 })).toEqual([])
  })

  it('takes in a sale that was begun elsewhere, what is the same together', () => {
    const line = (sold_as: 'unit' | 'box', quantity: number) =>
      ({ product_id: 'beer', sold_as, quantity, partial: 'refuse' }) as const
    expect(mergeCarts([line('unit', 2)], [line('box', 1), line('unit', 3)])).toEqual([
      line('unit', 5),
      line('box', 1),
    ])
  })

  it('says what it costs and that it opens a box (stock 2)', () => {
    const ten = plan([{ product_id: 'beer', sold_as: 'unit', quantity: 10, partial: 'refuse' }])
    expect(ten.total_cents).toBe(9000)
    expect(ten.opened.get('beer')).toBe(1)
    expect(ten.levels.get('beer')).toMatchObject({ closed_boxes: 0, open_box_units: 10 })
  })

  it('says what is missing before anybody is asked for money (stock 28)', () => {
    const tooMuch = plan([
      { product_id: 'beer', sold_as: 'muntu', quantity: 3, partial: 'refuse' },
      { product_id: 'beer', sold_as: 'unit', quantity: 3, partial: 'refuse' },
    ])
    expect(tooMuch.refusal).toMatchObject({ code: 'INSUFFICIENT_STOCK', available: 20, required: 21 })
    expect(tooMuch.total_cents).toBe(3 * 4500 + 3 * 900)
  })

  it('sells what there is of a pack once the person agrees (stock 25)', () => {
    const part = plan([{ product_id: 'beer', sold_as: 'muntu', quantity: 4, partial: 'accept' }])
    expect(part.refusal).toBeNull()
    expect(part.total_cents).toBe(3 * 4500 + 2 * 900)
  })
})
