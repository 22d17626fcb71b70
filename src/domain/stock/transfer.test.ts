import { describe, expect, it } from 'vitest'
import { boxed, loose, split } from './level.fixture.ts'
import type { Level } from './level.ts'
import { accepted, refused, rows } from './sale.fixture.ts'
import { decideTransfer, type Transfer } from './transfer.ts'

function move(
  from: Level,
  to: Level,
  lines: readonly (readonly [number, number])[],
  changes: Partial<Transfer> = {},
) {
  const input: Transfer = {
    from_branch_id: 'depot',
    to_branch_id: 'bar',
    lines: lines.map(([boxes, units]) => ({ product_id: 'beer', boxes, units })),
    notes: null,
    fact: false,
    ...changes,
  }
  return decideTransfer(input, new Map([['beer', from]]), new Map([['beer', to]]), { regroup: 'correct' })
}

describe('a transfer', () => {
  it('takes as a sale does and arrives as an entry does (stock 50)', () => {
    const decision = accepted(move(boxed(4, 2), boxed(0, 0), [[0, 15]]))
    expect(split(decision.from_levels.get('beer'))).toEqual([2, 11])
    expect(split(decision.to_levels.get('beer'))).toEqual([1, 3])
    expect(rows(decision.movements)).toEqual([
      ['transfer_out', -15, 2],
      ['transfer_in', 15, 0],
      ['box_regroup', 0, 0],
    ])
    expect(decision.movements.map((row) => row.branch_id)).toEqual(['depot', 'bar', 'bar'])
  })

  it('moves sealed boxes sealed', () => {
    const decision = accepted(move(boxed(4, 2), boxed(0, 1), [[2, 1]]))
    expect(split(decision.from_levels.get('beer'))).toEqual([2, 1])
    expect(split(decision.to_levels.get('beer'))).toEqual([2, 2])
  })

  it('is refused whole when one line is short, checked on the sum of the product (stock 50)', () => {
    const short = refused(
      move(boxed(0, 8), boxed(0, 0), [
        [0, 5],
        [0, 4],
      ]),
    )
    expect(short).toMatchObject({ code: 'INSUFFICIENT_STOCK', available: 8, required: 9 })
    expect(refused(move(boxed(0, 12), boxed(0, 0), [[1, 0]])).code).toBe('NO_SEALED_BOX')
  })

  it('that already happened is never refused for stock', () => {
    const decision = accepted(move(boxed(0, 8), boxed(0, 0), [[0, 9]], { fact: true }))
    expect(split(decision.from_levels.get('beer'))).toEqual([0, -1])
    expect(split(decision.to_levels.get('beer'))).toEqual([0, 9])
  })

  it('is refused within one branch, of nothing, and of boxes that are not controlled', () => {
    expect(refused(move(boxed(1, 0), boxed(0, 0), [[1, 0]], { to_branch_id: 'depot' })).code).toBe(
      'SAME_BRANCH',
    )
    expect(refused(move(boxed(1, 0), boxed(0, 0), [[0, 0]])).code).toBe('NOTHING_TO_DO')
    expect(refused(move(loose(9), loose(0), [[1, 0]])).code).toBe('BOX_NOT_TRACKED')
  })
})
