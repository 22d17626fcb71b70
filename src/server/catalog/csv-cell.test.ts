import fc from 'fast-check'
import { expect, it } from 'vitest'
import { guardCell, unguardCell } from './csv-cell.ts'

it('guards what a spreadsheet would run', () => {
  for (const text of ['=1+1', '+5', '-5', '@SUM(A1)', '\t=1', '＝1']) expect(guardCell(text)).toBe(`'${text}`)
  expect(guardCell('Heineken')).toBe('Heineken')
})

it('gives back any text', () => {
  const tricky = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', 'a', '\t', '＝') })
  fc.assert(
    fc.property(fc.oneof(fc.string(), tricky), (text) => {
      expect(unguardCell(guardCell(text))).toBe(text)
    }),
  )
})
