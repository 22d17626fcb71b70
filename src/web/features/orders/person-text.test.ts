import { expect, it } from 'vitest'
import { addressLines, documentText } from './person-text.ts'

it('writes documents as people do, the CNPJ with letters too', () => {
  expect(documentText('52998224725')).toBe('529.982.247-25')
  expect(documentText('12ABC34501DE35')).toBe('12.ABC.345/01DE-35')
  expect(documentText('5299')).toBe('5299')
})

it('writes an address without what nobody gave', () => {
  const address = { street: 'Rua Augusta', number: '10', complement: '', district: 'Centro' }
  expect(addressLines({ ...address, city: 'São Paulo', state: 'SP', postal_code: '01304000' })).toEqual([
    'Rua Augusta, 10',
    'Centro',
    'São Paulo · SP',
    '01304-000',
  ])
  expect(addressLines({ street: ' ' })).toEqual([])
})
