import type { Caller, Reply } from './test-app.ts'

let made = 0

/** Makes a product of boxes of 12 unless told otherwise; gives its id. */
export async function makeProduct(owner: Caller, fields: Record<string, unknown> = {}): Promise<string> {
  made += 1
  const reply = await owner.post('/products', {
    sku: `SKU-${made}`,
    name: `Produto ${made}`,
    unit_price_cents: 900,
    box_tracking: true,
    units_per_box: 12,
    ...fields,
  })
  if (reply.status !== 201) throw new Error(`no product: ${JSON.stringify(reply.body)}`)
  return reply.body.id
}

/** A whisky of 25 doses, boxes of 6. */
export const BOTTLE = { units_per_box: 6, dose_enabled: true, doses_per_bottle: 25, dose_price_cents: 1200 }

/** Brings a level to (closed boxes, open box units, open bottle doses) by a count. */
export async function putLevel(
  owner: Caller,
  branch_id: string,
  product_id: string,
  c: number,
  u: number,
  d?: number,
): Promise<Reply> {
  const doses = d === undefined ? {} : { open_bottle_doses: d }
  const reply = await owner.post('/inventory/counts', {
    branch_id,
    lines: [{ product_id, closed_boxes: c, open_box_units: u, ...doses }],
  })
  if (reply.status !== 201) throw new Error(`no count: ${JSON.stringify(reply.body)}`)
  return reply
}

/** The level as (C, U, D, T). */
export async function levelOf(
  owner: Caller,
  branch_id: string,
  product_id: string,
): Promise<[number, number, number, number]> {
  const { body } = await owner.get(`/inventory/${product_id}?branch_id=${branch_id}`)
  return [body.closed_boxes, body.open_box_units, body.open_bottle_doses, body.qty_units]
}
