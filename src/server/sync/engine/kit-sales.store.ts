import { type Asked, summedBySku } from '../../../domain/sync/kits.ts'
import type { TakingLine } from '../../../domain/sync/outflow.ts'
import { fromGrains } from '../../../domain/sync/quantity.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** What an order of a site took of a kit, as the site counts it. */
export type KitSale = TakingLine & { readonly channel_id: string; readonly sku: string }

/** Keeps what an order of a site asks of kits; when it was first heard of stays. */
export async function saveKitSales(
  tx: Tx,
  order: { readonly channel_id: string; readonly order_id: string },
  kits: readonly Asked[],
  now: Date,
): Promise<void> {
  if (kits.length === 0) return
  await tx.query(sql`
    insert into kit_sales as k (tenant_id, channel_id, order_id, sku, quantity, first_seen_at)
    select ${tx.tenant_id}, ${order.channel_id}, ${order.order_id}, sku, quantity, ${now}
      from jsonb_to_recordset(${JSON.stringify(summedBySku(kits))}::jsonb) as row (sku text, quantity bigint)
    on conflict (tenant_id, channel_id, order_id, sku) do update set quantity = excluded.quantity
     where k.quantity <> excluded.quantity`)
}

/** What was heard of kits since the places that show them were last known to be right. */
export async function readKitSales(tx: Tx, skus: readonly string[]): Promise<KitSale[]> {
  const rows = await tx.query<{ channel_id: string; sku: string; quantity: number; first_seen_at: Date }>(sql`
    with known as (
      select sku, min(planned_at) as planned_at from sync_places
       where tenant_id = ${tx.tenant_id} and sku = any (${skus}::text[]) and planned_at is not null group by sku)
    select k.channel_id, k.sku, k.quantity, k.first_seen_at from known
      join kit_sales k on k.tenant_id = ${tx.tenant_id} and k.sku = known.sku and k.first_seen_at > known.planned_at
     order by k.channel_id, k.order_id, k.sku`)
  return rows.map((row) => ({ ...row, quantity: fromGrains(row.quantity), shipped_seen_at: null }))
}
