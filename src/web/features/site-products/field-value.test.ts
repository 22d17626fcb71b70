import { expect, it } from 'vitest'
import { fieldValueText } from './field-value.ts'

it('says values as people read them', () => {
  expect(fieldValueText('price_cents', 123_450)).toBe('R$\u00a01.234,50')
  expect(fieldValueText('price_cents', 0)).toBe('nada')
  expect(fieldValueText('weight_mg', 350_000)).toBe('0,35 kg')
  expect(fieldValueText('is_active', false)).toBe('não')
  expect(fieldValueText('images', ['a', 'b'])).toBe('2 imagens')
  expect(fieldValueText('images', [])).toBe('nada')
  expect(fieldValueText('description', '<p>Cabe <b>300 ml</b></p>')).toBe('Cabe 300 ml')
  expect(fieldValueText('name', null)).toBe('nada')
})
