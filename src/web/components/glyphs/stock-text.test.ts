import { expect, it } from 'vitest'
import { shortStockText, stockText } from './stock-text.ts'

const boxed = {
  units_per_box: 12,
  doses_per_bottle: null,
  closed_boxes: 5,
  open_box_units: 8,
  open_bottle_doses: 0,
}
const poured = {
  ...boxed,
  units_per_box: 6,
  doses_per_bottle: 25,
  closed_boxes: 1,
  open_box_units: 2,
  open_bottle_doses: 17,
}

it('says what the drawing shows', () => {
  expect(stockText(boxed)).toBe('5 caixas fechadas, 8 de 12 na caixa aberta')
  expect(stockText(poured)).toBe('1 caixa fechada, 2 de 6 na caixa aberta, 17 de 25 doses na garrafa aberta')
  expect(stockText({ ...boxed, units_per_box: null, closed_boxes: 0, open_box_units: 1 })).toBe('1 unidade')
})

it('says it shortly on a card', () => {
  expect(shortStockText(boxed)).toBe('5 cx + 8 un')
  expect(shortStockText({ ...boxed, closed_boxes: 0, open_box_units: 0 })).toBe('0 un')
  expect(shortStockText({ ...poured, closed_boxes: 0, open_box_units: 0 })).toBe('17 doses')
})
