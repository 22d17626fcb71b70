import { describe, expect, it } from 'vitest'
import { type Adjustment, decideAdjustment } from './adjustment.ts'
import { boxed, poured, split } from './level.fixture.ts'
import type { Level } from './level.ts'
import { accepted, refused, rows } from './sale.fixture.ts'

function adjust(level: Level, quantity: number, changes: Partial<Adjustment> = {}) {
  const adjustment: Adjustment = {
    branch_id: 'bar',
    product_id: 'beer',
    quantity,
    counted_in: 'unit',
    reason: 'Correção de erro',
    notes: null,
    fact: false,
    ...changes,
  }
  return decideAdjustment(adjustment, level, { regroup: 'correct' })
}

describe('an adjustment', () => {
  it('below zero opens a box instead of owing units (stock 44)', () => {
    const decision = accepted(adjust(boxed(5, 2), -5))
    expect(split(decision.level)).toEqual([4, 9])
    expect(rows(decision.movements)).toEqual([['adjustment', -5, 1]])
    expect(decision.movements[0]?.notes).toBe('1 caixa aberta automaticamente (Ajuste)')
  })

  it('above zero fills the open box and regroups in a row of its own (stock 45)', () => {
    const decision = accepted(adjust(boxed(3, 8), 7))
    expect(split(decision.level)).toEqual([4, 3])
    expect(rows(decision.movements)).toEqual([
      ['adjustment', 7, 0],
      ['box_regroup', 0, 0],
    ])
    expect(decision.movements.map((row) => split(row.after))).toEqual([
      [3, 15],
      [4, 3],
    ])
  })

  it('is refused beyond what there is (stock 46)', () => {
    expect(refused(adjust(boxed(0, 3), -4))).toMatchObject({ available: 3, required: 4 })
  })

  it('by boxes takes sealed ones (stock 47)', () => {
    const decision = accepted(adjust(boxed(2, 8), -2, { counted_in: 'box', reason: 'Saída de caixas' }))
    expect(split(decision.level)).toEqual([0, 8])
    expect(rows(decision.movements)).toEqual([['adjustment', -24, 0]])
  })

  it('by boxes is refused when fewer are sealed', () => {
    const boxes = { counted_in: 'box', reason: 'Saída de caixas' } as const
    expect(refused(adjust(boxed(1, 12), -2, boxes)).code).toBe('NO_SEALED_BOX')
  })

  it('by boxes adds sealed ones', () => {
    const decision = accepted(adjust(boxed(2, 8), 2, { counted_in: 'box', reason: 'Entrada de caixas' }))
    expect(split(decision.level)).toEqual([4, 8])
  })

  it('by doses fills the open bottle and counts the rest as bottles', () => {
    expect(split(accepted(adjust(poured(1, 2, 20), 5, { counted_in: 'dose' })).level)).toEqual([1, 2, 25])
    expect(split(accepted(adjust(poured(1, 2, 20), 6, { counted_in: 'dose' })).level)).toEqual([1, 3, 1])
  })

  it('only warns of an overfull open box where the business says so', () => {
    const input = { branch_id: 'bar', product_id: 'beer', reason: 'Correção de erro', notes: null }
    const decision = accepted(
      decideAdjustment({ ...input, quantity: 7, counted_in: 'unit', fact: false }, boxed(3, 8), {
        regroup: 'warn',
      }),
    )
    expect(split(decision.level)).toEqual([3, 15])
    expect(decision.movements).toHaveLength(1)
  })

  it('of nothing, of a fraction or of more than can be is refused', () => {
    expect(refused(adjust(boxed(1, 0), 0)).code).toBe('NOTHING_TO_DO')
    expect(refused(adjust(boxed(1, 0), -1.5)).code).toBe('INVALID_VALUES')
    expect(refused(adjust(boxed(1, 0), 10_000_001)).code).toBe('QUANTITY_TOO_LARGE')
  })

  it('is refused when the level could no longer be stored', () => {
    const full = boxed(0, 1_999_999_999, 10_000)
    expect(refused(adjust({ ...full, units_per_box: null }, 10)).code).toBe('QUANTITY_TOO_LARGE')
  })
})
