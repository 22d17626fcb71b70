import type { MappingOverrides, ShopKind } from '../../domain/orders/status-mapping.ts'
import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/** How the orders of a site travel. */
export type OrderRoute = {
  readonly site_id: string
  readonly shop_kind: ShopKind
  /** When the site was connected: orders that it placed from then on are ours to send. */
  readonly connected_at: Date
  /** Whether the site can still be told of its orders. */
  readonly is_connected: boolean
  readonly account_id: string | null
  readonly sales_channel_id: string | null
  readonly number_prefix: string
  /** Whether we have the account take the goods out when the site says that an order left. */
  readonly launches_stock: boolean
  readonly invoice_rule: 'by_person' | 'when_paid'
  /** The account's way to pay for each of the site's words for one. */
  readonly payment_methods: Readonly<Record<string, string>>
  readonly status_mapping: MappingOverrides
}

/** The route of a site's orders, which goes to no account while nobody said to which; null when the tenant has no such site. */
export async function readRoute(tx: Tx, site_id: string): Promise<OrderRoute | null> {
  const read = () =>
    tx.query<OrderRoute>(sql`
      select r.site_id, s.kind as shop_kind, s.orders_since as connected_at,
             s.removed_at is null as is_connected, r.account_id, r.sales_channel_id, r.number_prefix, r.launches_stock, r.invoice_rule,
             r.payment_methods, r.status_mapping
        from order_routes r join sites s on s.tenant_id = r.tenant_id and s.id = r.site_id
       where r.tenant_id = ${tx.tenant_id} and r.site_id = ${site_id}`)
  const [known] = await read()
  if (known !== undefined) return known
  await tx.query(sql`
    insert into order_routes (tenant_id, site_id)
    select tenant_id, id from sites where tenant_id = ${tx.tenant_id} and id = ${site_id} on conflict do nothing`)
  return (await read())[0] ?? null
}

/** Keeps the route of a site's orders; its words for states stay. */
export async function saveRoute(
  tx: Tx,
  route: Omit<OrderRoute, 'shop_kind' | 'connected_at' | 'is_connected' | 'status_mapping'>,
): Promise<void> {
  await tx.query(sql`
    update order_routes
       set account_id = ${route.account_id}, sales_channel_id = ${route.sales_channel_id}, number_prefix = ${route.number_prefix},
           launches_stock = ${route.launches_stock}, invoice_rule = ${route.invoice_rule},
           payment_methods = ${JSON.stringify(route.payment_methods)}::jsonb
     where tenant_id = ${tx.tenant_id} and site_id = ${route.site_id}`)
}

/** Keeps what differs from the usual words. */
export async function saveMapping(tx: Tx, site_id: string, mapping: MappingOverrides): Promise<void> {
  await tx.query(sql`
    update order_routes set status_mapping = ${JSON.stringify(mapping)}::jsonb
     where tenant_id = ${tx.tenant_id} and site_id = ${site_id}`)
}

/** Whether the tenant has this account connected. */
export async function isAccountThere(tx: Tx, account_id: string): Promise<boolean> {
  const [row] = await tx.query(sql`
    select from bling_accounts where tenant_id = ${tx.tenant_id} and id = ${account_id} and removed_at is null`)
  return row !== undefined
}

/** The orders of a site that have something left to do, or wait: they are looked at again when the route changes. */
export async function unfinishedOrders(tx: Tx, site_id: string): Promise<string[]> {
  const rows = await tx.query<{ order_id: string }>(sql`
    select distinct order_id from order_sendings
     where tenant_id = ${tx.tenant_id} and site_id = ${site_id} and state in ('due', 'waiting') order by 1`)
  return rows.map((row) => row.order_id)
}
