import { describe, expect, it } from 'vitest'
import { fromUnits } from './quantity.ts'
import { balanceOf, readingInAnswer } from './reading.ts'
import { reads } from './two-shops.fixture.ts'

const rows = [
  {
    product_id: '111',
    deposits: [{ deposit_id: 'P1', physical: fromUnits(10), virtual: fromUnits(8) }],
  },
]

describe('what an answer about balances says of a deposit', () => {
  it('is its balance when it is there', () => {
    expect(readingInAnswer(rows, '111', 'P1')).toEqual(reads(10, 8))
  })

  it('is "never moved" when the product is there without the deposit (sync 9)', () => {
    expect(readingInAnswer(rows, '111', 'P2')).toEqual({ kind: 'unmoved' })
  })

  it('is unknown, not zero, when the product itself is missing (sync 9)', () => {
    const reading = readingInAnswer(rows, '222', 'P3')
    expect(reading).toEqual({ kind: 'unknown', cause: 'row_missing' })
    expect(balanceOf(reading)).toBeNull()
  })
})
