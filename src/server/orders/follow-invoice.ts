import type { InvoiceState } from '../../domain/orders/order-facts.ts'
import type { InvoiceDetail, InvoiceStatus } from '../bling/mapping/invoice.ts'
import type { Tx } from '../db/database.ts'
import { changeOrder } from './change-order.ts'
import { recordOrderEvent } from './order-events.store.ts'
import { lockOrderRow } from './orders.store.ts'

/** What an invoice's status means for its order; null when it tells nothing. */
export const INVOICE_NEWS: Readonly<Record<InvoiceStatus, InvoiceState>> = {
  pending: 'pending',
  awaiting_receipt: 'pending',
  awaiting_protocol: 'pending',
  being_queried: 'pending',
  blocked: 'pending',
  contingency: 'pending',
  other: 'pending',
  rejected: 'rejected',
  denied: 'rejected',
  authorised: 'authorised',
  printed: 'authorised',
  registered: 'authorised',
  cancelled: 'cancelled',
}

/** Keeps what an order's invoice says. Number, key and link are told to the site once it is authorised. */
export async function keepInvoice(
  tx: Tx,
  order_id: string,
  invoice: InvoiceDetail,
  now: Date,
): Promise<void> {
  const order = await lockOrderRow(tx, order_id)
  if (order === null) return
  const state = INVOICE_NEWS[invoice.status]
  const isOther = order.invoice_id !== null && order.invoice_id !== invoice.invoice_id
  const isKnown =
    order.invoice === state && order.invoice_number === invoice.number && order.invoice_id !== null
  if (isKnown && !isOther) return
  const next = await changeOrder(
    tx,
    order,
    {
      invoice_id: invoice.invoice_id,
      invoice_number: invoice.number,
      invoice_series: invoice.series,
      invoice_key: invoice.access_key === '' ? null : invoice.access_key,
      invoice_url: invoice.pdf_url === '' ? null : invoice.pdf_url,
      // An invoice that a person sends again after a correction is no longer the rejected one.
      ...(isOther || order.invoice === 'rejected' ? { invoice: 'none' as const } : {}),
      news: { invoice: state },
    },
    now,
  )
  if (next.invoice === order.invoice && !isOther) return
  await recordOrderEvent(tx, order_id, {
    at: now,
    kind: 'invoice_seen',
    facts: { invoice_id: invoice.invoice_id, number: invoice.number, state: next.invoice },
  })
}

/**
 * An invoice that Bling does not have any more is no longer its order's, and another may be made. Only one that the tax office has not
 * authorised can be removed there: what is known of any other stands. So does one that nobody has read yet: it may be too young to be found.
 */
export async function forgetInvoice(tx: Tx, order_id: string, invoice_id: string, now: Date): Promise<void> {
  const order = await lockOrderRow(tx, order_id)
  const wasTold = order?.invoice === 'authorised' || order?.invoice === 'cancelled'
  if (order === null || order.invoice_id !== invoice_id || order.invoice_number === null || wasTold) return
  const none = { invoice_id: null, invoice_number: null, invoice_series: null, invoice_key: null }
  const notAsked = { invoice_asked_at: null, invoice_sent_at: null, invoice: 'none' } as const
  await changeOrder(tx, order, { ...none, ...notAsked, invoice_url: null }, now)
  await recordOrderEvent(tx, order_id, {
    at: now,
    kind: 'invoice_removed',
    facts: { invoice_id, number: order.invoice_number },
  })
}
