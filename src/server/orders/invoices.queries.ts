import type { InvoiceState } from '../../domain/orders/order-facts.ts'
import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/**
 * Of these invoices of an account those that say something else than what is known of their orders: each order with its invoice. What was
 * cancelled once is over, unless the order has another one by now.
 */
export async function ordersOfInvoices(
  tx: Tx,
  account_id: string,
  invoices: readonly {
    readonly invoice_id: string
    readonly shop_number: string
    readonly state: InvoiceState
  }[],
): Promise<[order_id: string, invoice_id: string][]> {
  const rows = await tx.query<{ id: string; invoice_id: string }>(sql`
    select o.id, r.invoice_id
      from jsonb_to_recordset(${JSON.stringify(invoices)}::jsonb) as r (invoice_id text, shop_number text, state text)
      join orders o on o.tenant_id = ${tx.tenant_id} and o.account_id = ${account_id} and o.bling_order_id is not null
       and (o.invoice_id = r.invoice_id or (r.shop_number <> '' and o.shop_number = r.shop_number))
     where o.invoice <> r.state
       and (o.invoice <> 'cancelled' or (o.invoice_id <> r.invoice_id and r.state <> 'cancelled'))
     order by o.id`)
  return rows.map(({ id, invoice_id }) => [id, invoice_id])
}
