import { expect, it } from 'vitest'
import { countBodies } from './use-draft.ts'

it('sends together what was counted knowing the same books, so that sales in between are kept', () => {
  const line = { closed_boxes: 1, open_box_units: 2, open_bottle_doses: null }
  const bodies = countBodies({
    branch_id: 'bar',
    is_blind: true,
    begun_at: '2026-11-22T21:00:00Z',
    lines: {
      beer: { ...line, ledger_seq: 10 },
      gin: { ...line, open_bottle_doses: 7, ledger_seq: 12 },
      water: { ...line, ledger_seq: 10 },
    },
  })
  expect(bodies).toEqual([
    {
      branch_id: 'bar',
      ledger_seq: 10,
      lines: [
        { product_id: 'beer', closed_boxes: 1, open_box_units: 2 },
        { product_id: 'water', closed_boxes: 1, open_box_units: 2 },
      ],
    },
    {
      branch_id: 'bar',
      ledger_seq: 12,
      lines: [{ product_id: 'gin', closed_boxes: 1, open_box_units: 2, open_bottle_doses: 7 }],
    },
  ])
})
