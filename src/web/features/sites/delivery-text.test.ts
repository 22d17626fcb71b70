import { expect, it } from 'vitest'
import { deliveryText } from './delivery-text.ts'

it('says which order a notice speaks of and where that stands', () => {
  expect(deliveryText('{"topic":"order","reference":"P-1","status":"shipped"}')).toBe('Pedido P-1: Enviado')
  expect(deliveryText('{"topic":"order","reference":"P-1","status":"lost"}')).toBe('Pedido P-1: lost')
})

it('tells of a notice that cannot be read all the same', () => {
  for (const body of ['', '{', '[]', 'null', '{"reference":1}']) expect(deliveryText(body)).toBe('Aviso')
})
