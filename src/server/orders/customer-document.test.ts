import { expect, it } from 'vitest'
import { checkedDocument, personOf } from './customer-document.ts'

it('keeps a CPF or CNPJ without punctuation, letters and zeros included, when its check digits are right (sync 84)', () => {
  expect(checkedDocument('529.982.247-25')).toBe('52998224725')
  expect(checkedDocument('012.345.678-90')).toBe('01234567890')
  expect(checkedDocument('11.222.333/0001-81')).toBe('11222333000181')
  expect(checkedDocument('12.abc.345/01de-35')).toBe('12ABC34501DE35')
  expect(personOf('12ABC34501DE35')).toBe('legal')
})

it('keeps nothing that is neither', () => {
  const wrong = [
    '529.982.247-26',
    '11.222.333/0001-82',
    '12.ABC.345/01DE-36',
    '00000000000',
    '123',
    '',
    'ABCDEFGHIJK',
  ]
  expect(wrong.map(checkedDocument)).toEqual(wrong.map(() => null))
})
