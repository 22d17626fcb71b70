import { arrayLiteral } from '../../db/array-literal.ts'
import type { Tx } from '../../db/database.ts'
import { businessDayOf } from '../business-day.ts'
import type { Placed } from './assign.ts'
import type { BatchState } from './batch-state.ts'

const UPSERT = `
  insert into daily_sales as d (tenant_id, business_day, branch_id, product_id, sold, returned, muntu_packs, muntu_quantity, amount_cents)
  select $1, * from unnest($2::date[], $3::uuid[], $4::uuid[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[])
      on conflict (tenant_id, business_day, branch_id, product_id) do update
     set sold = d.sold + excluded.sold, returned = d.returned + excluded.returned, muntu_packs = d.muntu_packs + excluded.muntu_packs,
         muntu_quantity = d.muntu_quantity + excluded.muntu_quantity, amount_cents = d.amount_cents + excluded.amount_cents`

type Sums = {
  readonly business_day: string
  readonly branch_id: string
  readonly product_id: string
  sold: number
  returned: number
  muntu_packs: number
  muntu_quantity: number
  amount_cents: number
}

/** Adds sales and returns to the day they belong to, by the company's own cut-off hour. Rows go in key order, so nobody waits crosswise. */
export async function writeDailySales(tx: Tx, state: BatchState, placed: readonly Placed[]): Promise<void> {
  const days = new Map<string, Sums>()
  for (const movement of placed.flatMap((place) => place.movements)) {
    const { movement_type: type, extras } = movement
    if (type !== 'sale' && type !== 'sale_muntu' && type !== 'return') continue
    const sums = sumsFor(days, businessDayOf(movement.occurred_at, state.settings), movement)
    if (type === 'return') sums.returned += movement.quantity
    else sums.sold -= movement.quantity
    if (type === 'sale_muntu' || extras.muntu_packs < 0) {
      sums.muntu_packs += extras.muntu_packs
      sums.muntu_quantity -= movement.quantity
    }
    sums.amount_cents += extras.amount_cents
  }
  const rows = [...days.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, sums]) => sums)
  if (rows.length === 0) return
  await tx.prepared('batch-daily', UPSERT, [
    tx.tenant_id,
    arrayLiteral(rows.map((row) => row.business_day)),
    arrayLiteral(rows.map((row) => row.branch_id)),
    arrayLiteral(rows.map((row) => row.product_id)),
    arrayLiteral(rows.map((row) => row.sold)),
    arrayLiteral(rows.map((row) => row.returned)),
    arrayLiteral(rows.map((row) => row.muntu_packs)),
    arrayLiteral(rows.map((row) => row.muntu_quantity)),
    arrayLiteral(rows.map((row) => row.amount_cents)),
  ])
}

function sumsFor(
  days: Map<string, Sums>,
  business_day: string,
  key: { branch_id: string; product_id: string },
): Sums {
  const name = `${business_day}${key.branch_id}${key.product_id}`
  const found = days.get(name)
  if (found !== undefined) return found
  const fresh: Sums = {
    business_day,
    branch_id: key.branch_id,
    product_id: key.product_id,
    sold: 0,
    returned: 0,
    muntu_packs: 0,
    muntu_quantity: 0,
    amount_cents: 0,
  }
  days.set(name, fresh)
  return fresh
}
