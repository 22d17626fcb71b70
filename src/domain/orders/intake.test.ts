import { expect, it } from 'vitest'
import { intakeOf } from './intake.ts'
import { NEW_ORDER, type OrderNews } from './order-facts.ts'

const CONNECTED = new Date('2026-11-24T15:00:00Z')
const sight = (placed_at: Date, news: OrderNews = {}, has_taken_stock = true) =>
  intakeOf({ facts: { ...NEW_ORDER, ...news }, has_taken_stock, placed_at, connected_at: CONNECTED })
const before = new Date(CONNECTED.getTime() - 1)

it('takes what was placed from the moment of connecting on, also when it is first seen when it has left', () => {
  expect(sight(CONNECTED)).toBe('take')
  expect(sight(CONNECTED, { payment: 'approved', progress: 'delivered' })).toBe('take')
})

it('leaves to a person what was placed before and is still to leave', () => {
  expect(sight(before)).toBe('hold')
  expect(sight(before, { payment: 'approved', progress: 'preparing' })).toBe('hold')
})

it('passes over what was over before, and what holds nothing at the shop', () => {
  expect(sight(before, { progress: 'shipped' })).toBe('pass')
  expect(sight(before, { payment: 'approved', progress: 'delivered' })).toBe('pass')
  expect(sight(before, { progress: 'cancelled' })).toBe('pass')
  expect(sight(CONNECTED, {}, false)).toBe('pass')
})
