import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { StoredOrder } from './orders.store.ts'

/**
 * Whether goods of an order left stock in its account, as far as is known: by our doing, by its status there, or because a deposit dropped
 * by what it asks for.
 */
export async function areGoodsOut(tx: Tx, order: StoredOrder): Promise<boolean> {
  if (order.was_fulfilled || (order.is_stock_launched && !order.is_stock_reversed)) return true
  if (order.bling_order_id === null) return false
  const [row] = await tx.query(sql`
    select from demand_lines
     where tenant_id = ${tx.tenant_id} and channel_id = ${order.account_id} and order_id = ${order.bling_order_id}
       and phase <> 'cancelled' and not is_replaced and state = 'settled' limit 1`)
  return row !== undefined
}
