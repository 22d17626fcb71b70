import { describe, expect, it } from 'vitest'
import { decideCount } from './count.ts'
import { rebaseOnCount } from './late-fact.ts'
import { boxed, split } from './level.fixture.ts'
import { quantityOnHand } from './level.ts'
import { accepted, line, rows, sell } from './sale.fixture.ts'

describe('a sale made before a count that arrives after it', () => {
  it('is recorded and given back, so that the count stands (stock 49)', () => {
    const input = { branch_id: 'bar', product_id: 'beer', seen: null, notes: null, fact: false }
    const counted = { closed_boxes: 3, open_box_units: 7, open_bottle_doses: null }
    const count = accepted(decideCount({ ...input, counted }, boxed(4, 2), { regroup: 'correct' }))

    const late = accepted(sell(count.level, [line(2)], { fact: true }))
    const rebased = rebaseOnCount(late.movements, '14:05')
    expect(rows([...late.movements, ...rebased])).toEqual([
      ['sale', -2, 0],
      ['count', 2, 0],
    ])
    expect(rebased[0]?.notes).toBe('venda anterior à contagem de 14:05')
    expect(rebased[0]?.before).toEqual(late.movements[0]?.after)
    expect(split(rebased[0]?.after)).toEqual([3, 7])
    expect(quantityOnHand(rebased[0]?.after ?? boxed(0, 0))).toBe(43)
  })

  it('gives each product back once, whatever the number of its rows', () => {
    const late = accepted(sell(boxed(1, 0), [line(1), line(1, { sold_as: 'muntu' })], { fact: true }))
    const rebased = rebaseOnCount(late.movements, '14:05')
    expect(rows(rebased)).toEqual([['count', 7, 0]])
    expect(split(rebased[0]?.after)).toEqual([1, 0])
  })

  it('has nothing to give back for rows that changed nothing', () => {
    expect(rebaseOnCount([], '14:05')).toEqual([])
  })
})
