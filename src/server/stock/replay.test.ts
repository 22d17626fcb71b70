import { expect, it } from 'vitest'
import { type ReplayedRow, replayRow } from './replay.ts'

const SALE: ReplayedRow = {
  movement_type: 'sale',
  quantity: -2,
  quantity_before: 60,
  quantity_after: 58,
  closed_boxes_before: 5,
  closed_boxes_after: 4,
  open_box_before: 0,
  open_box_after: 10,
  open_bottle_before: 0,
  open_bottle_after: 0,
  units_per_box: 12,
  doses_per_bottle: null,
}
const BEFORE = {
  closed_boxes: 5,
  open_box_units: 0,
  open_bottle_doses: 0,
  units_per_box: 12,
  doses_per_bottle: null,
}

it('carries a level from row to row', () => {
  const { level, difference } = replayRow(BEFORE, SALE)
  expect(difference).toBeNull()
  expect(level).toEqual({ ...BEFORE, closed_boxes: 4, open_box_units: 10 })
})

it('begins from nothing', () => {
  expect(replayRow(null, SALE).difference).toMatchObject({ kind: 'not_contiguous' })
})

it.each([
  ['not_contiguous', { closed_boxes_before: 4, open_box_before: 12 }],
  ['wrong_quantity', { quantity: -3 }],
  ['wrong_total', { quantity_before: 61, quantity_after: 59 }],
])('finds %s', (kind, change) => {
  expect(replayRow(BEFORE, { ...SALE, ...change }).difference).toMatchObject({ kind })
})

it('lets only a change of packing change the packing', () => {
  const repacked = {
    ...SALE,
    quantity: 0,
    quantity_after: 60,
    closed_boxes_after: 2,
    open_box_after: 12,
    units_per_box: 24,
  }
  expect(replayRow(BEFORE, { ...repacked, movement_type: 'box_config' }).difference).toBeNull()
  expect(replayRow(BEFORE, repacked).difference).toMatchObject({ kind: 'not_contiguous' })
})
