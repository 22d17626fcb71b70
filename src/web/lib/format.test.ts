import { describe, expect, it } from 'vitest'
import { centsInField, centsOf, moneyText, signedText } from './format.ts'

describe('money', () => {
  it('is read as people type it', () => {
    expect(['12', '12,5', '12.50', '1.234,50', 'R$ 1.234', '1.234'].map(centsOf)).toEqual([
      1200, 1250, 1250, 123450, 123400, 123400,
    ])
  })
  it('is not guessed from what is no amount', () => {
    expect(['', 'abc', '1,234,5', '-3', '12,345'].map(centsOf)).toEqual([null, null, null, null, null])
  })
  it('stands in a field as it is typed, and reads back the same', () => {
    expect([null, 5, 1250, 123450].map(centsInField)).toEqual(['', '0,05', '12,50', '1234,50'])
    for (const cents of [0, 5, 1250, 123450]) expect(centsOf(centsInField(cents))).toBe(cents)
  })
  it('is shown in reais', () => {
    expect(moneyText(123450).replace(/\s/g, ' ')).toBe('R$ 1.234,50')
  })
})

it('shows a loss with a true minus', () => {
  expect([signedText(-3), signedText(1200)]).toEqual(['−3', '+1.200'])
})
