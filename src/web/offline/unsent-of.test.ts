import { expect, it } from 'vitest'
import type { Entry } from './entry.ts'
import { unsentOf } from './unsent-of.ts'

const BEER = 'beer'
let made = 0
function entry(kind: Entry['kind'], body: Entry['body'], state: Entry['state'] = 'fact'): Entry {
  made += 1
  return {
    ...{ device_seq: made, op_id: `op-${made}`, tenant_id: 'bar', kind, body, state },
    ...{ charged_cents: null, summary: '', occurred_at: '2026-11-20T22:00:00.000Z' },
    ...{ may_have_arrived: false, problem: null },
  }
}

it('finds what was done with a product in every kind of operation', () => {
  const ofBeer = [
    entry('sale', {
      branch_id: 'b',
      lines: [
        { product_id: 'gin', quantity: 1 },
        { product_id: BEER, quantity: 2 },
      ],
    }),
    entry('count', { branch_id: 'b', lines: [{ product_id: BEER, closed_boxes: 1, open_box_units: 0 }] }),
    entry('loss', { branch_id: 'b', product_id: BEER, quantity: 1 }, 'asked'),
    entry('breakage', { branch_id: 'b', product_id: BEER, quantity: 1 }, 'refused'),
    entry('sale_cancel', { sale_id: 'of whatever' }),
  ]
  const others = [
    entry('sale', { branch_id: 'b', lines: [{ product_id: 'gin', quantity: 1 }] }),
    entry('loss', { branch_id: 'b', product_id: 'gin', quantity: 1 }),
    entry('sale', { branch_id: 'b', lines: [{ product_id: BEER, quantity: 1 }] }, 'quarantined'),
  ]
  expect(unsentOf(BEER, [...others, ...ofBeer])).toEqual(ofBeer)
})
