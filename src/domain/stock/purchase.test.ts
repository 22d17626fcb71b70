import { describe, expect, it } from 'vitest'
import { boxed, loose, poured, split } from './level.fixture.ts'
import { type Level, quantityOnHand } from './level.ts'
import { decidePurchase } from './purchase.ts'
import { accepted, refused, rows } from './sale.fixture.ts'

function receive(level: Level, ...lines: readonly (readonly [number, number])[]) {
  return decidePurchase(
    {
      branch_id: 'bar',
      lines: lines.map(([boxes, units]) => ({ product_id: 'beer', boxes, units })),
      notes: null,
    },
    new Map([['beer', level]]),
    { regroup: 'correct' },
  )
}

describe('a receipt', () => {
  it('keeps whole boxes closed (stock 34)', () => {
    const decision = accepted(receive(boxed(0, 0), [10, 0]))
    expect(split(decision.levels.get('beer'))).toEqual([10, 0])
    expect(rows(decision.movements)).toEqual([['purchase', 120, 0]])
    expect(decision.movements[0]?.reason).toBe('Compra recebida')
  })

  it('regroups loose units that make a box, in a row of its own (stock 35)', () => {
    const decision = accepted(receive(boxed(1, 8), [2, 6]))
    expect(split(decision.levels.get('beer'))).toEqual([4, 2])
    expect(rows(decision.movements)).toEqual([
      ['purchase', 30, 0],
      ['box_regroup', 0, 0],
    ])
  })

  it('pays what the open box owes and leaves the split to be looked at (stock 78)', () => {
    const decision = accepted(receive(boxed(0, -2), [1, 0]))
    const level = decision.levels.get('beer') ?? boxed(0, 0)
    expect(split(level)).toEqual([0, 10])
    expect(quantityOnHand(level)).toBe(10)
    expect(decision.movements[0]).toMatchObject({
      quantity: 12,
      boxes_opened: 1,
      notes: '1 caixa aberta automaticamente (Compra) · divisão em caixas a conferir',
    })
  })

  it('counts bottles in doses where they pour doses', () => {
    expect(rows(accepted(receive(poured(0, 0, 10), [1, 1])).movements)).toEqual([['purchase', 175, 0]])
  })

  it('of several lines continues where the line before ended', () => {
    const decision = accepted(receive(boxed(0, 0), [1, 10], [0, 10]))
    expect(split(decision.levels.get('beer'))).toEqual([2, 8])
    expect(decision.movements[1]?.before).toEqual(decision.movements[0]?.after)
  })

  it('is refused empty, without box control, and for unknown products', () => {
    expect(refused(receive(boxed(0, 0), [0, 0])).code).toBe('NOTHING_TO_DO')
    expect(refused(receive(loose(0), [1, 0])).code).toBe('BOX_NOT_TRACKED')
    expect(refused(receive(boxed(0, 0), [1, -1])).code).toBe('INVALID_VALUES')
    const nothing = decidePurchase(
      { branch_id: 'bar', lines: [{ product_id: 'wine', boxes: 1, units: 0 }], notes: null },
      new Map(),
      { regroup: 'correct' },
    )
    expect(refused(nothing).code).toBe('NOT_FOUND')
  })
})
