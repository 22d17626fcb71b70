import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { milligramsOf, weightText } from './weight.ts'

it('reads and writes weights to the milligram, and rounds none (sync 83)', () => {
  expect([milligramsOf('0.35', 'kg'), milligramsOf('350', 'g'), milligramsOf('.5', 'kg')]).toEqual([
    350_000,
    350_000,
    null,
  ])
  expect([milligramsOf('0.0000001', 'kg'), milligramsOf('1e-7', 'kg'), milligramsOf('', 'g')]).toEqual([
    null,
    null,
    null,
  ])
  expect([weightText(350_000, 'kg'), weightText(350_001, 'g'), weightText(2_000_000, 'kg')]).toEqual([
    '0.35',
    '350.001',
    '2',
  ])
})

it('brings every weight back as it was', () => {
  fc.assert(
    fc.property(fc.nat(2_000_000_000), fc.constantFrom('kg' as const, 'g' as const), (weight_mg, unit) => {
      expect(milligramsOf(weightText(weight_mg, unit), unit)).toBe(weight_mg)
    }),
  )
})
