import { describe, expect, it } from 'vitest'
import { consumedQuantity } from '../insight/consumption.ts'
import { boxed, poured, split } from './level.fixture.ts'
import { type Level, quantityOnHand } from './level.ts'
import { decideReturn } from './return.ts'
import { accepted, line, refused, rows, sell } from './sale.fixture.ts'
import type { SaleDecision } from './sale.ts'

function cancel(sale: SaleDecision, present?: Level) {
  const levels = present === undefined ? sale.levels : new Map([['beer', present]])
  const input = { branch_id: 'bar', lines: sale.lines, reason: 'Venda cancelada', notes: null }
  return decideReturn(input, levels, { regroup: 'correct' })
}

describe('cancelling a sale', () => {
  it('gives a Muntu back to the open box, which stays open even when full (stock 31)', () => {
    const sale = accepted(sell(boxed(2, 0), [line(1, { sold_as: 'muntu' })]))
    const back = accepted(cancel(sale))
    expect(split(back.levels.get('beer'))).toEqual([1, 12])
    expect(rows(back.movements)).toEqual([['return', 6, 0]])
    expect(consumedQuantity([...sale.movements, ...back.movements], true)).toBe(0)
  })

  it('splits what comes back as the ledger does (stock 84)', () => {
    const back = accepted(cancel(accepted(sell(boxed(5, 0), [line(2)]))))
    expect(split(back.levels.get('beer'))).toEqual([4, 12])
    expect(quantityOnHand(back.levels.get('beer') ?? boxed(0, 0))).toBe(60)
  })

  it('regroups what comes back beyond a box', () => {
    const back = accepted(cancel(accepted(sell(boxed(2, 4), [line(3, { sold_as: 'muntu' })]))))
    expect(split(back.levels.get('beer'))).toEqual([2, 4])
    expect(rows(back.movements).map(([type]) => type)).toEqual(['return', 'box_regroup'])
  })

  it('gives back sealed what left sealed', () => {
    const back = accepted(cancel(accepted(sell(boxed(5, 8), [line(2, { sold_as: 'box' })]))))
    expect(split(back.levels.get('beer'))).toEqual([5, 8])
  })

  it('gives doses back to the open bottle, and whole bottles beyond it', () => {
    const few = accepted(sell(poured(1, 2, 0), [line(3, { sold_as: 'dose' })]))
    expect(split(accepted(cancel(few)).levels.get('beer'))).toEqual([1, 1, 25])
    const many = accepted(sell(poured(1, 1, 10), [line(60, { sold_as: 'dose' })]))
    expect(split(accepted(cancel(many)).levels.get('beer'))).toEqual([1, 1, 10])
  })

  it('gives back the bottles that were used up for doses', () => {
    const product = { dose_mode: 'bottle_per_sale' } as const
    const sale = accepted(sell(poured(1, 2, 0), [line(3, { sold_as: 'dose' })], { product }))
    expect(split(accepted(cancel(sale)).levels.get('beer'))).toEqual([1, 2, 0])
  })

  it('gives boxes of another size back as units, and doses of another size as their share', () => {
    const boxes = accepted(sell(boxed(5, 0), [line(1, { sold_as: 'box' })]))
    const resized = { ...boxed(2, 0), units_per_box: 24 }
    expect(split(accepted(cancel(boxes, resized)).levels.get('beer'))).toEqual([2, 12])
    const doses = accepted(sell(poured(1, 0, 0), [line(5, { sold_as: 'dose' })]))
    const smaller = { ...poured(1, 0, 0), doses_per_bottle: 50 }
    expect(split(accepted(cancel(doses, smaller)).levels.get('beer'))).toEqual([1, 0, 10])
    const larger = { ...poured(1, 0, 0), doses_per_bottle: 2 }
    const one = accepted(sell(poured(1, 0, 0), [line(1, { sold_as: 'dose' })]))
    expect(split(accepted(cancel(one, larger)).levels.get('beer'))).toEqual([1, 0, 1])
  })

  it('is refused for doses of a product that no longer has them', () => {
    const doses = accepted(sell(poured(1, 0, 0), [line(5, { sold_as: 'dose' })]))
    expect(refused(cancel(doses, boxed(1, 0))).code).toBe('DOSE_NOT_ENABLED')
  })
})
