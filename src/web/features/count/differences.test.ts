import { expect, it } from 'vitest'
import { foundDifferences } from './differences.ts'

const level = {
  units_per_box: 12,
  doses_per_bottle: null,
  closed_boxes: 4,
  open_box_units: 2,
  open_bottle_doses: 0,
}
const line = { closed_boxes: 4, open_box_units: 2, open_bottle_doses: null, ledger_seq: 9 }
const draft = { branch_id: 'bar', is_blind: true, begun_at: '2026-11-22T21:00:00Z' }

it('shows what the shelf says against the books before anything is applied (stock 48)', () => {
  const lines = {
    same: line,
    beer: { ...line, closed_boxes: 3, open_box_units: 7 },
    water: { ...line, open_box_units: 3 },
    unknown: line,
  }
  const levels = new Map([
    ['same', level],
    ['beer', level],
    ['water', level],
  ])
  expect(foundDifferences({ ...draft, lines }, levels)).toEqual([
    { product_id: 'beer', expected: 50, counted: 43 },
    { product_id: 'water', expected: 50, counted: 51 },
  ])
})

it('sees doses that are missing from an open bottle', () => {
  const gin = { ...level, units_per_box: 6, doses_per_bottle: 25, closed_boxes: 0, open_bottle_doses: 22 }
  const counted = { ...line, closed_boxes: 0, open_bottle_doses: 20 }
  const [found] = foundDifferences({ ...draft, lines: { gin: counted } }, new Map([['gin', gin]]))
  expect(found).toEqual({ product_id: 'gin', expected: 72, counted: 70 })
})
