import type { OrderPhase } from '../../../domain/sync/demand-line.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** An order as it was last read again. */
export type StoredOrder = {
  readonly channel_id: string
  readonly order_id: string
  readonly number: string
  readonly shop_number: string
  readonly phase: OrderPhase
  readonly ignored_by: string | null
  readonly placed_on: string | null
  readonly is_gone: boolean
  /** Whether an invoice was made of it: people count it among the reserved orders no longer. */
  readonly is_invoiced: boolean
  /** Counts the readings that were kept. */
  readonly version: number
}

const COLUMNS = sql`channel_id, order_id, number, shop_number, phase, ignored_by, placed_on, is_gone, is_invoiced, version`

/** How often an order was read again so far; 0 for one that is not known. */
export async function orderVersion(tx: Tx, channel_id: string, order_id: string): Promise<number> {
  const [row] = await tx.query<{ version: number }>(sql`
    select version from demand_orders
     where tenant_id = ${tx.tenant_id} and channel_id = ${channel_id} and order_id = ${order_id}`)
  return row?.version ?? 0
}

/** The order, held for a change; whoever else reads it again at this moment waits. */
export async function lockOrder(tx: Tx, channel_id: string, order_id: string): Promise<StoredOrder | null> {
  await tx.query(sql`
    select pg_advisory_xact_lock(hashtextextended('order ' || ${tx.tenant_id} || ${channel_id} || ${order_id}, 0))`)
  const [row] = await tx.query<StoredOrder>(sql`
    select ${COLUMNS} from demand_orders
     where tenant_id = ${tx.tenant_id} and channel_id = ${channel_id} and order_id = ${order_id} for update`)
  return row ?? null
}

/** Where these orders of an account stood when they were read last, by order; those that are not known are left out. */
export async function phasesOfOrders(
  tx: Tx,
  channel_id: string,
  order_ids: readonly string[],
): Promise<ReadonlyMap<string, OrderPhase>> {
  const rows = await tx.query<{ order_id: string; phase: OrderPhase }>(sql`
    select order_id, phase from demand_orders
     where tenant_id = ${tx.tenant_id} and channel_id = ${channel_id} and order_id = any (${order_ids}::text[])`)
  return new Map(rows.map(({ order_id, phase }) => [order_id, phase]))
}

/** Open orders of an account that nobody has read since `before`, the longest unread first. */
export async function unreadOrders(
  tx: Tx,
  channel_id: string,
  before: Date,
  limit: number,
): Promise<string[]> {
  const rows = await tx.query<{ order_id: string }>(sql`
    select order_id from demand_orders
     where tenant_id = ${tx.tenant_id} and channel_id = ${channel_id} and phase = 'open' and not is_gone and read_at < ${before}
     order by read_at, order_id limit ${limit}`)
  return rows.map((row) => row.order_id)
}

/** Keeps an order as it was just read. */
export async function saveOrder(tx: Tx, order: Omit<StoredOrder, 'version'>, read_at: Date): Promise<void> {
  await tx.query(sql`
    insert into demand_orders as o (tenant_id, channel_id, order_id, number, shop_number, phase, ignored_by, placed_on, is_gone,
      is_invoiced, read_at)
    values (${tx.tenant_id}, ${order.channel_id}, ${order.order_id}, ${order.number}, ${order.shop_number}, ${order.phase},
      ${order.ignored_by}, ${order.placed_on}, ${order.is_gone}, ${order.is_invoiced}, ${read_at})
    on conflict (tenant_id, channel_id, order_id) do update
       set number = excluded.number, shop_number = excluded.shop_number, phase = excluded.phase, ignored_by = excluded.ignored_by,
           placed_on = excluded.placed_on, is_gone = excluded.is_gone, is_invoiced = excluded.is_invoiced, read_at = excluded.read_at,
           version = o.version + 1`)
}
