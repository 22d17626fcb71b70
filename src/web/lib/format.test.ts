import { describe, expect, it } from 'vitest'
import { centsOf, moneyText, signedText } from './format.ts'

describe('money', () => {
  it('is read as people type it', () => {
    expect(['12', '12,5', '12.50', '1.234,50', 'R$ 1.234', '1.234'].map(centsOf)).toEqual([
      1200, 1250, 1250, 123450, 123400, 123400,
    ])
  })
  it('is not guessed from what is no amount', () => {
    expect(['', 'abc', '1,234,5', '-3', '12,345'].map(centsOf)).toEqual([null, null, null, null, null])
  })
  it('is shown in reais', () => {
    expect(moneyText(123450).replace(/\s/g, ' ')).toBe('R$ 1.234,50')
  })
})

it('shows a loss with a true minus', () => {
  expect([signedText(-3), signedText(1200)]).toEqual(['−3', '+1.200'])
})
