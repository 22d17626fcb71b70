import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fullGtin, gtinCheckDigit, isGtin, unitGtinOfBox } from './gtin.ts'

describe('a GTIN', () => {
  it.each(['96385074', '036000291452', '4006381333931', '7894900011517', '17894900011514'])(
    '%s is right',
    (gtin) => {
      expect(isGtin(gtin)).toBe(true)
    },
  )

  it.each(['', '7894900011518', '789490001151', '78949000115177', '7894900O11517', ' 7894900011517'])(
    '"%s" is not',
    (text) => {
      expect(isGtin(text)).toBe(false)
    },
  )

  it('with one digit changed is never right', () => {
    const digits = fc.stringMatching(/^\d{12}$/)
    const place = fc.integer({ min: 0, max: 12 })
    fc.assert(
      fc.property(digits, place, fc.integer({ min: 1, max: 9 }), (body, at, shift) => {
        const gtin = `${body}${gtinCheckDigit(body)}`
        const other = (Number(gtin.charAt(at)) + shift) % 10
        expect(isGtin(gtin)).toBe(true)
        expect(isGtin(`${gtin.slice(0, at)}${other}${gtin.slice(at + 1)}`)).toBe(false)
      }),
    )
  })

  it('is the same code with zeros in front', () => {
    expect(fullGtin('96385074')).toBe('00000096385074')
    expect(isGtin(fullGtin('036000291452'))).toBe(true)
  })
})

describe('the GTIN-14 of a box', () => {
  it('names the unit inside it', () => {
    expect(unitGtinOfBox('17894900011514')).toBe('7894900011517')
  })

  it.each(['07894900011517', '97894900011510', '17894900011515', '7894900011517'])(
    'is not %s: no box of equal units, or wrong',
    (gtin) => {
      expect(unitGtinOfBox(gtin)).toBeNull()
    },
  )
})
