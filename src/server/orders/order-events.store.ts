import type { Tx } from '../db/database.ts'
import { jsonText } from '../db/json-text.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../kernel/ids.ts'

/** What can stand in an order's timeline. */
export type OrderEventKind =
  | 'taken'
  | 'told_by_site'
  | 'told_by_bling'
  | 'linked'
  | 'waiting'
  | 'sending'
  | 'sent'
  | 'found_there'
  | 'moved'
  | 'stock_launched'
  | 'stock_reversed'
  | 'accounts_launched'
  | 'accounts_reversed'
  | 'invoice_made'
  | 'invoice_sent'
  | 'invoice_seen'
  | 'invoice_removed'
  | 'told_site'
  | 'failed'
  | 'given_up'
  | 'resent'
  | 'edited'
  | 'edit_held'
  | 'replacing'
  | 'replaced'
  | 'cancelled_by_person'
  | 'invoice_asked'
  | 'payment_by_person'
  | 'stock'

/** Writes one line of an order's timeline with the change that it tells of. Facts are codes, numbers and ids; nothing personal. */
export async function recordOrderEvent(
  tx: Tx,
  order_id: string,
  event: {
    readonly at: Date
    readonly kind: OrderEventKind
    readonly facts: Readonly<Record<string, unknown>>
  },
): Promise<void> {
  await tx.query(sql`
    insert into order_events (tenant_id, order_id, id, at, kind, facts)
    values (${tx.tenant_id}, ${order_id}, ${newId()}, ${event.at}, ${event.kind}, ${jsonText(event.facts)}::jsonb)`)
}

/** A line as it stands. */
export type OrderEventRow = {
  readonly id: string
  readonly at: Date
  readonly kind: string
  readonly facts: Record<string, unknown>
}

/** The whole timeline of an order, in the order in which it was written. */
export async function timelineOf(tx: Tx, order_id: string): Promise<OrderEventRow[]> {
  return tx.query<OrderEventRow>(sql`
    select id, at, kind, facts from order_events
     where tenant_id = ${tx.tenant_id} and order_id = ${order_id} order by id`)
}

/** Whether this invoice of an order was removed in Bling. */
export async function wasInvoiceRemoved(tx: Tx, order_id: string, invoice_id: string): Promise<boolean> {
  const [row] = await tx.query(sql`
    select from order_events
     where tenant_id = ${tx.tenant_id} and order_id = ${order_id} and kind = 'invoice_removed'
       and facts ->> 'invoice_id' = ${invoice_id} limit 1`)
  return row !== undefined
}
