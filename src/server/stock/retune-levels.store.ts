import type { Level } from '../../domain/stock/level.ts'
import type { UnitChange } from '../catalog/catalog-plan.ts'
import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { unnest } from '../db/unnest.ts'
import { type DerivedFrom, derivedOf } from './derived.ts'

type Row = Level & Omit<DerivedFrom, 'level'> & { readonly branch_id: string; readonly product_id: string }

/** Computes again what follows from alert, target and consumption of some products' levels. The caller holds the levels. */
export async function retuneLevels(tx: Tx, productIds: readonly string[]): Promise<void> {
  const rows = await tx.query<Row>(sql`
    select branch_id, product_id, closed_boxes, open_box_units, open_bottle_doses, units_per_box, doses_per_bottle,
           low_stock_alert, target_days, incoming_units, sold_15d, days_15d
      from inventory_items
     where tenant_id = ${tx.tenant_id} and product_id = any (${productIds}::uuid[])`)
  const derived = rows.map((row) => derivedOf({ ...row, level: row }))
  const values = unnest([
    ['uuid', rows.map((row) => row.branch_id)],
    ['uuid', rows.map((row) => row.product_id)],
    ['text', derived.map((one) => one.status)],
    ['integer', derived.map((one) => one.days_until_stockout)],
    ['bigint', derived.map((one) => one.suggested_reorder)],
  ])
  await tx.query(sql`
    update inventory_items i
       set status = row.status, days_until_stockout = row.days_until_stockout, suggested_reorder = row.suggested_reorder
      from ${values} as row (branch_id, product_id, status, days_until_stockout, suggested_reorder)
     where i.tenant_id = ${tx.tenant_id} and i.branch_id = row.branch_id and i.product_id = row.product_id`)
}

/** Says the levels' sums of what was sold and given away in the new base unit; halves round up, for the next recomputation to put right. */
export async function restateSold(tx: Tx, changes: readonly UnitChange[]): Promise<void> {
  for (const { product_id, from, to } of changes) {
    await tx.query(sql`
      update inventory_items
         set sold_7d = round(sold_7d::numeric * ${to} / ${from}), sold_15d = round(sold_15d::numeric * ${to} / ${from}),
             sold_30d = round(sold_30d::numeric * ${to} / ${from}),
             courtesies_15d = round(courtesies_15d::numeric * ${to} / ${from})
       where tenant_id = ${tx.tenant_id} and product_id = ${product_id}`)
  }
}
