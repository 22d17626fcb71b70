import { describe, expect, it } from 'vitest'
import { noisyPrice, roundMoney, roundQuantity } from './numbers.ts'

describe('numbers', () => {
  it('carry the noise that was seen on a real price', () => {
    expect(noisyPrice(49.9)).toBe(49.9000015259)
    expect(noisyPrice(10)).toBe(10)
  })

  it('add up without tails', () => {
    expect(roundQuantity(0.1 + 0.2)).toBe(0.3)
    expect(roundQuantity(-0.1 - 0.2)).toBe(-0.3)
    expect(roundMoney(3 * 33.335)).toBe(100.01)
  })
})
