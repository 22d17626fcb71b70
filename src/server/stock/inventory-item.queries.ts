import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { LevelKey } from './batch/command.ts'
import {
  INVENTORY_COLUMNS,
  type InventoryItem,
  type InventoryRow,
  inventoryItemOf,
} from './inventory-row.queries.ts'

/** One product in one branch; null when the company has no such pair. Archived products are found too. */
export async function inventoryItemAt(tx: Tx, key: LevelKey): Promise<InventoryItem | null> {
  const [row] = await tx.query<InventoryRow>(sql`
    select ${INVENTORY_COLUMNS}
      from inventory_items i
      join products p on p.tenant_id = ${tx.tenant_id} and p.id = i.product_id
     where i.tenant_id = ${tx.tenant_id} and i.branch_id = ${key.branch_id} and i.product_id = ${key.product_id}`)
  return row === undefined ? null : inventoryItemOf(row)
}
