import type { BlingClients } from '../bling/client/bling-client.ts'
import type { InvoiceRow } from '../bling/mapping/invoice.ts'
import type { Database } from '../db/database.ts'
import type { Clock } from '../kernel/clock.ts'
import { invoiceDetail } from './bling-steps.ts'
import { INVOICE_NEWS, keepInvoice } from './follow-invoice.ts'
import { ordersOfInvoices } from './invoices.queries.ts'
import { hasOrdersIn } from './orders.store.ts'

/** Looks again at the invoices of an account, for what no event told. Throws `BlingError`. */
export type InvoiceLookout = (tenant_id: string, account_id: string) => Promise<void>

/** A note is cancelled within hours or days of its making; beyond, nobody changes it any more. */
const YOUNG_MS = 7 * 86_400_000
/** The list leaves cancelled ones out unless it is asked for them. */
const LISTS = [
  { kind: 'nfe' },
  { kind: 'nfe', status: 'cancelled' },
  { kind: 'nfce' },
  { kind: 'nfce', status: 'cancelled' },
] as const

/** Makes the lookout. Only what differs from what we know is read whole; an account without orders of ours is not asked. */
export function createInvoiceLookout(deps: {
  readonly database: Database
  readonly clients: BlingClients
  readonly clock: Clock
}): InvoiceLookout {
  const { database, clients, clock } = deps
  return async (tenant_id, account_id) => {
    if (!(await database.tenant(tenant_id, (tx) => hasOrdersIn(tx, account_id)))) return
    const client = clients.forAccount(tenant_id, account_id, 'sweep')
    const issued_since = new Date(clock.now().getTime() - YOUNG_MS)
    const changed = new Map<string, string>()
    for (const list of LISTS)
      for await (const rows of client.invoices.pages({ ...list, issued_since }))
        for (const [order_id, invoice_id] of await database.tenant(tenant_id, (tx) =>
          ordersOfInvoices(tx, account_id, rows.map(told)),
        ))
          changed.set(order_id, invoice_id)
    for (const [order_id, invoice_id] of changed) {
      const detail = await invoiceDetail(client, invoice_id)
      // One that was removed since the list was read is told by its own event.
      if (detail !== null)
        await database.tenant(tenant_id, (tx) => keepInvoice(tx, order_id, detail, clock.now()))
    }
  }
}

function told({ invoice_id, shop_number, status }: InvoiceRow) {
  return { invoice_id, shop_number, state: INVOICE_NEWS[status] }
}
