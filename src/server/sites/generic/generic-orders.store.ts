import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import type { SiteOrderStatus } from '../connector.ts'

/** One item of an order as it is kept. Quantity in ten-thousandths of a unit. */
export type GenericLine = {
  readonly line_id: string
  readonly product_id: string
  readonly sku: string
  readonly name: string
  readonly quantity: number
  readonly unit_price_cents: number
  readonly total_cents: number
}

/** An order of a site written by hand. `customer` is sealed. `has_stock`: its items have left the site's stock. */
export type GenericOrderRow = {
  readonly id: string
  readonly number: number
  readonly reference: string
  readonly fingerprint: string
  readonly status: Exclude<SiteOrderStatus, 'other'>
  readonly has_stock: boolean
  readonly total_cents: number
  readonly freight_cents: number
  readonly lines: readonly GenericLine[]
  readonly customer: string
  readonly placed_at: Date
  readonly modified_at: Date
  readonly paid_at: Date | null
  readonly change: number
}

const COLUMNS = sql`
  id, number, reference, fingerprint, status, has_stock, total_cents, freight_cents, lines, customer, placed_at, modified_at, paid_at,
  change`

/** The order of this name, or null. */
export async function orderOfReference(
  tx: Tx,
  site_id: string,
  reference: string,
): Promise<GenericOrderRow | null> {
  const [row] = await tx.query<GenericOrderRow>(sql`
    select ${COLUMNS} from generic_orders
     where tenant_id = ${tx.tenant_id} and site_id = ${site_id} and reference = ${reference}`)
  return row ?? null
}

/** The order, or null. */
export async function readGenericOrder(tx: Tx, site_id: string, id: string): Promise<GenericOrderRow | null> {
  const [row] = await tx.query<GenericOrderRow>(sql`
    select ${COLUMNS} from generic_orders
     where tenant_id = ${tx.tenant_id} and site_id = ${site_id} and id::text = ${id}`)
  return row ?? null
}

/** Orders by the number of their last change, from after one on. */
export async function ordersChangedAfter(
  tx: Tx,
  site_id: string,
  page: { readonly change: number; readonly since: Date; readonly limit: number },
): Promise<GenericOrderRow[]> {
  return tx.query<GenericOrderRow>(sql`
    select ${COLUMNS} from generic_orders
     where tenant_id = ${tx.tenant_id} and site_id = ${site_id} and change > ${page.change} and modified_at >= ${page.since}
     order by change limit ${page.limit}`)
}

/** The next number of a change, and of an order when one is placed. Held to the end: numbers are seen in their order. */
export async function nextNumbers(
  tx: Tx,
  site_id: string,
  is_new_order: boolean,
): Promise<{ readonly change: number; readonly number: number }> {
  const step = is_new_order ? 1 : 0
  const [row] = await tx.query<{ change: number; number: number }>(sql`
    insert into generic_counters as c (tenant_id, site_id, changes, orders) values (${tx.tenant_id}, ${site_id}, 1, ${step}::bigint)
        on conflict (tenant_id, site_id) do update set changes = c.changes + 1, orders = c.orders + ${step}::bigint
    returning changes as change, orders as number`)
  if (row === undefined) throw new Error('no number was given')
  return row
}

/** Writes an order as it is now. */
export async function saveGenericOrder(tx: Tx, site_id: string, order: GenericOrderRow): Promise<void> {
  await tx.query(sql`
    insert into generic_orders (tenant_id, site_id, id, number, reference, fingerprint, status, has_stock, total_cents, freight_cents,
      lines, customer, placed_at, modified_at, paid_at, change)
    values (${tx.tenant_id}, ${site_id}, ${order.id}, ${order.number}, ${order.reference}, ${order.fingerprint}, ${order.status},
      ${order.has_stock}, ${order.total_cents}, ${order.freight_cents}, ${JSON.stringify(order.lines)}, ${order.customer},
      ${order.placed_at}, ${order.modified_at}, ${order.paid_at}, ${order.change})
        on conflict (tenant_id, site_id, id) do update
       set status = excluded.status, has_stock = excluded.has_stock, modified_at = excluded.modified_at, paid_at = excluded.paid_at,
           change = excluded.change`)
}
