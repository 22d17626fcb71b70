import { describe, expect, it } from 'vitest'
import { boxed, loose, poured, split } from './level.fixture.ts'
import { bottlesOnHand, type Level, type Packing, quantityOnHand } from './level.ts'
import { decideRepack } from './repack.ts'
import { accepted, refused, rows } from './sale.fixture.ts'

const repack = (level: Level, packing: Partial<Packing>) => {
  const { units_per_box, doses_per_bottle } = level
  return decideRepack(
    {
      branch_id: 'bar',
      product_id: 'beer',
      packing: { units_per_box, doses_per_bottle, ...packing },
      notes: null,
    },
    level,
  )
}

describe('a change of packing', () => {
  it('keeps the total and splits it anew (stock 51)', () => {
    const decision = accepted(repack(boxed(5, 3), { units_per_box: 24 }))
    expect(split(decision.level)).toEqual([2, 15])
    expect(rows(decision.movements)).toEqual([['box_config', 0, 0]])
    expect(decision.movements[0]?.notes).toBe('Unidades por caixa: 12 → 24')
  })

  it('switches box control off and on', () => {
    const off = accepted(repack(boxed(5, 3), { units_per_box: null }))
    expect(split(off.level)).toEqual([0, 63])
    expect(split(accepted(repack(off.level, { units_per_box: 12 })).level)).toEqual([5, 3])
  })

  it('to doses says the same bottles in the new unit', () => {
    const decision = accepted(repack(boxed(1, 2, 6), { doses_per_bottle: 25 }))
    expect(bottlesOnHand(decision.level)).toBe(8)
    expect(quantityOnHand(decision.level)).toBe(200)
    expect(decision.movements[0]).toMatchObject({ quantity: 192, notes: 'Doses por garrafa: não → 25' })
  })

  it('of doses is refused while doses stand open; of boxes it is not', () => {
    expect(refused(repack(poured(1, 2, 4), { doses_per_bottle: 20 }))).toMatchObject({
      code: 'OPEN_BOTTLE_NOT_EMPTY',
      open_bottle_doses: 4,
    })
    expect(refused(repack(poured(1, 2, 4), { doses_per_bottle: null })).code).toBe('OPEN_BOTTLE_NOT_EMPTY')
    expect(split(accepted(repack(poured(1, 2, 4), { units_per_box: 4 })).level)).toEqual([2, 0, 4])
  })

  it('is refused while more left than there was', () => {
    expect(refused(repack(boxed(0, -2), { units_per_box: 24 }))).toMatchObject({
      code: 'STOCK_IS_NEGATIVE',
      quantity: -2,
    })
  })

  it('is refused for boxes of one and bottles of no dose (stock 64)', () => {
    expect(refused(repack(loose(5), { units_per_box: 1 })).code).toBe('INVALID_VALUES')
    expect(refused(repack(loose(5), { doses_per_bottle: 0 })).code).toBe('INVALID_VALUES')
  })

  it('to the same packing writes nothing', () => {
    expect(accepted(repack(boxed(5, 3), {})).movements).toEqual([])
  })
})
