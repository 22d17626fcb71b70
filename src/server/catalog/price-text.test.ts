import { expect, it } from 'vitest'
import { centsOfText } from './price-text.ts'

it.each([
  ['12,90', 1290],
  ['12,9', 1290],
  ['R$ 1.234,56', 123_456],
  ['1.234', 123_400],
  ['12.90', 1290],
  ['7', 700],
  ['0', 0],
])('reads %s', (text, cents) => {
  expect(centsOfText(text)).toBe(cents)
})

it.each(['', '12,905', '1,234.56', '12.9.0', '-5', 'doze', '12 90', '9999999999999999'])(
  'does not guess at "%s"',
  (text) => {
    expect(centsOfText(text)).toBeNull()
  },
)
