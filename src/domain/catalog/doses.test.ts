import { describe, expect, it } from 'vitest'
import { dosesInTenths, suggestDosesPerBottle } from './doses.ts'

describe('doses per bottle', () => {
  it.each([
    [750, undefined, 15],
    [1000, undefined, 20],
    [750, 30, 25],
    [50, 50, null],
    [0, 50, null],
    [750, 0, null],
  ])('of %s ml poured by %s ml are suggested as %s', (volume, dose, doses) => {
    expect(suggestDosesPerBottle(volume, dose)).toBe(doses)
  })
})

describe('tenths of a bottle', () => {
  it.each([
    [0, 0],
    [3, 8],
    [4, 10],
    [10, 25],
  ])('%i of 25 doses are %i doses', (tenths, doses) => {
    expect(dosesInTenths(tenths, 25)).toBe(doses)
  })
})
