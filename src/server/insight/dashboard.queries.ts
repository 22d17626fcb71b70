import type * as z from 'zod'
import type { dashboard } from '../../contract/insight.ts'
import type { Tx } from '../db/database.ts'
import { empty, type Sql, sql } from '../db/sql.ts'
import { boxesFor } from '../stock/inventory-row.queries.ts'

type Dashboard = z.input<typeof dashboard>
type Branches = readonly string[] | null

/** Items shown in a list of the dashboard. */
const SHOWN = 20
/** Days of cover from which on nothing is urgent. */
const CALM_DAYS = 7

const within = (branches: Branches): Sql =>
  branches === null ? empty : sql`and branch_id = any (${branches}::uuid[])`

/** The cards: sums over everything that is listed. "Out" is at or below zero, "divergent" the part below. */
export async function stockCards(tx: Tx, branches: Branches) {
  const [cards] = await tx.query<
    Pick<
      Dashboard,
      | 'closed_boxes'
      | 'open_box_units'
      | 'total_bottles'
      | 'low_stock'
      | 'out_of_stock'
      | 'divergent'
      | 'total_products'
      | 'velocity_per_day'
    > & { reorder_products: number; reorder_units: number }
  >(sql`
    select coalesce(sum(closed_boxes), 0)::bigint as closed_boxes, coalesce(sum(open_box_units), 0)::bigint as open_box_units,
           coalesce(sum(total_bottles), 0)::bigint as total_bottles,
           count(*) filter (where status = 'low') as low_stock,
           count(*) filter (where status in ('out', 'divergent')) as out_of_stock,
           count(*) filter (where status = 'divergent') as divergent,
           (select count(*) from products where tenant_id = ${tx.tenant_id} and is_active) as total_products,
           coalesce(sum(consumption_avg_15d), 0) as velocity_per_day,
           count(*) filter (where suggested_reorder > 0) as reorder_products,
           coalesce(sum(suggested_reorder), 0)::bigint as reorder_units
      from inventory_items
     where tenant_id = ${tx.tenant_id} and is_listed ${within(branches)}`)
  if (cards === undefined) throw new Error('an aggregate gave no row')
  return cards
}

/** What runs out first: within a week, the nearest first. */
export function stockoutsAhead(tx: Tx, branches: Branches): Promise<Dashboard['stockouts_ahead']> {
  return tx.query(sql`
    select i.product_id, i.branch_id, p.name, p.sku, i.days_until_stockout, i.total_bottles
      from inventory_items i join products p on p.tenant_id = ${tx.tenant_id} and p.id = i.product_id
     where i.tenant_id = ${tx.tenant_id} and i.is_listed and i.days_until_stockout <= ${CALM_DAYS} ${within(branches)}
     order by i.days_until_stockout, i.consumption_avg_15d desc, i.branch_id, i.product_id limit ${SHOWN}`)
}

/** What to buy, the most first. */
export async function reorderList(tx: Tx, branches: Branches): Promise<Dashboard['reorder']['items']> {
  const rows = await tx.query<
    Omit<Dashboard['reorder']['items'][number], 'suggested_reorder_boxes'> & { units_per_box: number | null }
  >(sql`
    select i.product_id, i.branch_id, p.name, p.sku, i.suggested_reorder, i.incoming_units, i.units_per_box
      from inventory_items i join products p on p.tenant_id = ${tx.tenant_id} and p.id = i.product_id
     where i.tenant_id = ${tx.tenant_id} and i.is_listed and i.suggested_reorder > 0 ${within(branches)}
     order by i.suggested_reorder desc, i.branch_id, i.product_id limit ${SHOWN}`)
  return rows.map(({ units_per_box, ...row }) => ({
    ...row,
    suggested_reorder_boxes: boxesFor(row.suggested_reorder, units_per_box),
  }))
}

/** What was sold on each business day from one on, in bottles, and the packs among it. Days without sales are not there. */
export function soldByDay(tx: Tx, branches: Branches, since: string) {
  return tx.query<{
    business_day: string
    sold: number
    amount_cents: number
    muntu_packs: number
    muntu_units: number
  }>(sql`
    select business_day, sum((sold - returned)::float8 / greatest(doses_per_bottle, 1)) as sold,
           sum(amount_cents)::bigint as amount_cents, sum(muntu_packs)::bigint as muntu_packs,
           sum(muntu_quantity / greatest(doses_per_bottle, 1))::bigint as muntu_units
      from daily_sales
     where tenant_id = ${tx.tenant_id} and business_day >= ${since} ${within(branches)}
     group by business_day`)
}

/** How many divergences wait for a person, and how far the ledger was last proven. */
export async function openMatters(tx: Tx, branches: Branches) {
  const [row] = await tx.query<{
    divergences_open: number
    up_to_seq: number | null
    verified_at: Date | null
  }>(sql`
    select (select count(*) from divergences
             where tenant_id = ${tx.tenant_id} and resolved_at is null ${within(branches)}) as divergences_open,
           v.up_to_seq, v.verified_at
      from (select) one left join ledger_verifications v on v.tenant_id = ${tx.tenant_id}`)
  if (row === undefined) throw new Error('a row of one was not there')
  const { divergences_open, up_to_seq, verified_at } = row
  const verified =
    up_to_seq === null || verified_at === null ? null : { up_to_seq, at: verified_at.toISOString() }
  return { divergences_open, verified }
}
