import { type Sql, sql } from '../../db/sql.ts'
import { unnest } from '../../db/unnest.ts'
import { businessDayOf } from '../business-day.ts'
import type { Placed } from './assign.ts'
import type { BatchState } from './batch-state.ts'

type Sums = {
  readonly business_day: string
  readonly branch_id: string
  readonly product_id: string
  /** 0 for what is sold in bottles: sums of bottles and of doses stand apart. */
  readonly doses_per_bottle: number
  sold: number
  returned: number
  muntu_packs: number
  muntu_quantity: number
  amount_cents: number
}

/**
 * The statement that adds sales and returns to the day they belong to, by the company's own cut-off hour; null when there are
 * none. Rows go in key order, so that nobody waits crosswise.
 */
export function addDailySales(state: BatchState, placed: readonly Placed[]): Sql | null {
  const days = sumByDay(state, placed)
  if (days.length === 0) return null
  const rows = unnest([
    ['date', days.map((day) => day.business_day)],
    ['uuid', days.map((day) => day.branch_id)],
    ['uuid', days.map((day) => day.product_id)],
    ['integer', days.map((day) => day.doses_per_bottle)],
    ['bigint', days.map((day) => day.sold)],
    ['bigint', days.map((day) => day.returned)],
    ['bigint', days.map((day) => day.muntu_packs)],
    ['bigint', days.map((day) => day.muntu_quantity)],
    ['bigint', days.map((day) => day.amount_cents)],
  ])
  return sql`
    insert into daily_sales as d
      (tenant_id, business_day, branch_id, product_id, doses_per_bottle, sold, returned, muntu_packs, muntu_quantity, amount_cents)
    select ${state.tenant_id}::uuid, row.* from ${rows} as row
        on conflict (tenant_id, business_day, branch_id, product_id, doses_per_bottle) do update
       set sold = d.sold + excluded.sold, returned = d.returned + excluded.returned, muntu_packs = d.muntu_packs + excluded.muntu_packs,
           muntu_quantity = d.muntu_quantity + excluded.muntu_quantity, amount_cents = d.amount_cents + excluded.amount_cents`
}

function sumByDay(state: BatchState, placed: readonly Placed[]): Sums[] {
  const days = new Map<string, Sums>()
  for (const movement of placed.flatMap((place) => place.movements)) {
    const { movement_type: type, extras } = movement
    if (type !== 'sale' && type !== 'sale_muntu' && type !== 'return') continue
    const sums = sumsFor(days, businessDayOf(movement.occurred_at, state.settings), movement)
    if (type === 'return') sums.returned += movement.quantity
    else sums.sold -= movement.quantity
    sums.muntu_packs += extras.muntu_packs
    sums.muntu_quantity += extras.muntu_quantity
    sums.amount_cents += extras.amount_cents
  }
  return [...days.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, sums]) => sums)
}

function sumsFor(
  days: Map<string, Sums>,
  business_day: string,
  key: { branch_id: string; product_id: string; doses_per_bottle: number | null },
): Sums {
  const doses_per_bottle = key.doses_per_bottle ?? 0
  const name = `${business_day}${key.branch_id}${key.product_id}${doses_per_bottle}`
  const found = days.get(name)
  if (found !== undefined) return found
  const fresh: Sums = {
    business_day,
    branch_id: key.branch_id,
    product_id: key.product_id,
    doses_per_bottle,
    sold: 0,
    returned: 0,
    muntu_packs: 0,
    muntu_quantity: 0,
    amount_cents: 0,
  }
  days.set(name, fresh)
  return fresh
}
