import type { Level } from '../../domain/stock/level.ts'
import type { StockStatus } from '../../domain/stock/status.ts'
import type { Tx } from '../db/database.ts'
import { raw, type Sql, sql } from '../db/sql.ts'

/** A level that a change of the catalogue has to do with. */
export type KeptLevel = Level & {
  readonly branch_id: string
  readonly product_id: string
  readonly qty_units: number
  /** The last movement that touched it; 0 for a level that nothing ever moved. */
  readonly last_seq: number
}

const LEVEL_COLUMNS =
  raw(`branch_id, product_id, closed_boxes, open_box_units, open_bottle_doses, units_per_box,
  doses_per_bottle, qty_units, last_seq`)

/** The levels of some products in all branches, as they are. */
export async function levelsOfProducts(tx: Tx, productIds: readonly string[]): Promise<KeptLevel[]> {
  if (productIds.length === 0) return []
  return tx.query<KeptLevel>(sql`
    select ${LEVEL_COLUMNS} from inventory_items
     where tenant_id = ${tx.tenant_id} and product_id = any (${productIds}::uuid[])`)
}

/** Locks the levels of some products in all branches, in key order like everybody, and gives them. Before any product's row. */
export async function lockLevels(tx: Tx, productIds: readonly string[]): Promise<KeptLevel[]> {
  if (productIds.length === 0) return []
  return tx.query<KeptLevel>(sql`
    select ${LEVEL_COLUMNS} from inventory_items
     where tenant_id = ${tx.tenant_id} and product_id = any (${productIds}::uuid[])
     order by branch_id, product_id for update`)
}

/** Makes the empty levels of new products, so that they show with zero in every branch of our own. */
export async function createLevelsOfProducts(tx: Tx, productIds: readonly string[]): Promise<void> {
  if (productIds.length > 0) await createLevels(tx, sql`p.id = any (${productIds}::uuid[])`)
}

/** Makes the empty levels of a new branch: every product shows there with zero. */
export async function createLevelsOfBranch(tx: Tx, branchId: string): Promise<void> {
  await createLevels(tx, sql`b.id = ${branchId}`)
}

async function createLevels(tx: Tx, which: Sql): Promise<void> {
  await tx.query(sql`
    insert into inventory_items (tenant_id, branch_id, product_id, units_per_box, doses_per_bottle, low_stock_alert, target_days,
                                 is_listed)
    select ${tx.tenant_id}, b.id, p.id, case when p.box_tracking then p.units_per_box end,
           case when p.dose_enabled then p.doses_per_bottle end, p.low_stock_alert,
           coalesce(p.target_days, (t.settings ->> 'target_days')::integer, 15), p.is_active
      from products p
      join branches b on b.tenant_id = p.tenant_id and b.kind = 'own'
      join tenants t on t.id = p.tenant_id
     where p.tenant_id = ${tx.tenant_id} and ${which}
     order by b.id, p.id
        on conflict do nothing`)
}

/**
 * Brings alert, target, visibility and packing of some products' levels in step with the products. The levels are locked, and those
 * that anything ever moved are in the product's packing already.
 */
export async function alignLevels(tx: Tx, productIds: readonly string[]): Promise<void> {
  await tx.query(sql`
    update inventory_items i
       set low_stock_alert = coalesce(i.branch_low_stock_alert, p.low_stock_alert), is_listed = p.is_active,
           units_per_box = case when p.box_tracking then p.units_per_box end,
           doses_per_bottle = case when p.dose_enabled then p.doses_per_bottle end,
           target_days = coalesce(p.target_days, (t.settings ->> 'target_days')::integer, 15)
      from products p join tenants t on t.id = p.tenant_id
     where i.tenant_id = ${tx.tenant_id} and i.product_id = any (${productIds}::uuid[])
       and p.tenant_id = i.tenant_id and p.id = i.product_id`)
}

/** The alert that counts in a place, the branch's own behind it (null: the product's counts), and where the level stands. */
export type AlertRow = {
  readonly low_stock_alert: number
  readonly branch_low_stock_alert: number | null
  readonly status: StockStatus
}

type Place = { readonly branch_id: string; readonly product_id: string }

/** The alert of one product in one branch; null when there is no level of it. */
export async function alertAt(tx: Tx, { branch_id, product_id }: Place): Promise<AlertRow | null> {
  const [row] = await tx.query<AlertRow>(sql`
    select low_stock_alert, branch_low_stock_alert, status from inventory_items
     where tenant_id = ${tx.tenant_id} and branch_id = ${branch_id} and product_id = ${product_id}`)
  return row ?? null
}

/** Writes a branch's own alert, or null for none. `alignLevels` makes it count; the level is locked. */
export async function setBranchAlert(tx: Tx, { branch_id, product_id }: Place, alert: number | null) {
  await tx.query(sql`
    update inventory_items set branch_low_stock_alert = ${alert}
     where tenant_id = ${tx.tenant_id} and branch_id = ${branch_id} and product_id = ${product_id}`)
}
