import { randomUUID } from 'node:crypto'

/** What the bodies speak of. */
export type Existing = {
  readonly branch_id: string
  readonly to_branch_id: string
  readonly product_id: string
  readonly sku: string
  readonly gtin: string
}

/** Bodies that the stock accepts as they stand, by path, so that a wrong value put into one is the only thing wrong with it. */
export function goodBodies({
  branch_id,
  to_branch_id,
  product_id,
  sku,
  gtin,
}: Existing): Record<string, readonly object[]> {
  const now = new Date().toISOString()
  const of = { branch_id, product_id }
  const said = { terminal: 'Caixa 1', occurred_at: now, notes: 'nota' }
  const sale = (line: object) => ({
    branch_id,
    terminal: 'Caixa 1',
    payment_method: 'pix',
    lines: [{ quantity: 1, partial: 'refuse', ...line }],
  })
  const count = { product_id, closed_boxes: 5000, open_box_units: 3 }
  const lot = { batch_number: 'L1', expiry_date: '2027-01-15' }
  const bought = { product_id, boxes: 1, units: 1, ...lot }
  const operation = (kind: string, payload: object) => ({
    device_id: 'caixa-2',
    device_now: now,
    operations: [{ op_id: randomUUID(), device_seq: 1, kind, occurred_at: now, payload }],
  })
  return {
    '/inventory/counts': [{ branch_id, terminal: 'Caixa 1', notes: 'nota', ledger_seq: 1, lines: [count] }],
    '/sales': [
      sale({ product_id, sold_as: 'unit' }),
      sale({ sku, sold_as: 'box' }),
      sale({ gtin, sold_as: 'muntu' }),
    ],
    '/purchases': [
      {
        branch_id,
        supplier: 'Distribuidora',
        status: 'pending',
        notes: 'nota',
        lines: [{ ...bought, box_cost_cents: 4800 }],
      },
      { branch_id, status: 'received', lines: [{ ...bought, unit_cost_cents: 400 }] },
    ],
    '/transfers': [
      { from_branch_id: branch_id, to_branch_id, ...said, lines: [{ product_id, boxes: 1, units: 1 }] },
    ],
    '/inventory/losses': [{ ...of, ...said, quantity: 1, taken_from: 'unit', reason: 'Extravio' }],
    '/inventory/breakages': [{ ...of, ...said, quantity: 1, taken_from: 'box', reason: 'Queda' }],
    '/inventory/courtesies': [{ ...of, ...said, quantity: 1, taken_from: 'unit', reason: 'Aniversário' }],
    '/inventory/adjustments': [{ ...of, ...said, quantity: -1, counted_in: 'unit', reason: 'Outro' }],
    '/offline/operations': [
      operation('sale', { ...sale({ sku, sold_as: 'unit' }), charged_cents: 900 }),
      operation('count', { branch_id, notes: 'nota', lines: [count] }),
      operation('loss', { ...of, quantity: 1, taken_from: 'unit', reason: 'Extravio', notes: 'nota' }),
    ],
  }
}
