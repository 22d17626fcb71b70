import { newsFromBling } from '../../domain/orders/bling-status.ts'
import { goodsOf } from '../../domain/orders/order-edit.ts'
import { isOff } from '../../domain/orders/standing.ts'
import type { OrderDetail } from '../bling/mapping/order.ts'
import type { Tx } from '../db/database.ts'
import type { OrderFollower } from '../sync/engine/order-ledger.ts'
import { skusOfProducts } from '../sync/links/links.store.ts'
import { changeOrder } from './change-order.ts'
import { recordOrderEvent, wasInvoiceRemoved } from './order-events.store.ts'
import { orderNotedIn } from './order-notes.ts'
import { type ItemsThere, lockOrderOf, type StoredOrder } from './orders.store.ts'

/**
 * Keeps what an account's order says of an order of ours, whoever read it and why, in the transaction that keeps its demand: from the first
 * reading on the account's order asks for the stock and ours does not, so that it never counts twice, and not for an instant not at all.
 */
export const followOrder: OrderFollower = async (tx, { account_id, order_id, detail, now }) => {
  const noted_id = detail === null ? null : orderNotedIn(detail.internal_notes)
  const order = await lockOrderOf(tx, account_id, { bling_order_id: order_id, noted_id })
  if (order === null) return
  if (detail === null) return removedThere(tx, order, now)
  const wasThere = order.bling_status
  const isBack = wasThere === 'cancelled' && detail.status !== 'cancelled'
  const news = newsFromBling(detail.status, order, order.was_cancelled_there)
  const invoice_id = await invoiceNamedBy(tx, order, detail)
  const isOtherInvoice = invoice_id !== order.invoice_id
  const next = await changeOrder(
    tx,
    order,
    {
      bling_order_id: order_id,
      bling_number: detail.number === '' ? order.bling_number : detail.number,
      bling_status: detail.status,
      may_be_there: false,
      // Where we had cancelled it stays cancelled until we bring it back: that is no news of an order that came to life again.
      was_cancelled_there: detail.status === 'cancelled' && (order.was_cancelled_there || isOff(order)),
      was_fulfilled: order.was_fulfilled || detail.status === 'fulfilled',
      // What is cancelled a second time may have been taken out a second time.
      is_stock_reversed: detail.status === 'cancelled' && order.is_stock_reversed,
      invoice_id,
      ...(order.is_edited ? { bling_items: await itemsThere(tx, account_id, detail) } : {}),
      ...(isOtherInvoice ? { invoice: 'none' as const, invoice_key: null, invoice_number: null } : {}),
      news,
    },
    now,
  )
  if (wasThere === detail.status && !isOtherInvoice && order.bling_order_id !== null) return
  await recordOrderEvent(tx, order.id, {
    at: now,
    kind: order.bling_order_id === null ? 'found_there' : 'told_by_bling',
    facts: {
      ...{ bling_order_id: order_id, bling_status: detail.status, before: order.status, after: next.status },
      ...(isOtherInvoice ? { invoice_id } : {}),
      ...(isBack ? { is_back: true } : {}),
    },
  })
}

/** The order's invoice by what the account's order says; one that was removed is not taken again for being named there still. */
async function invoiceNamedBy(
  tx: Tx,
  order: StoredOrder,
  { invoice_id }: OrderDetail,
): Promise<string | null> {
  if (invoice_id === null || invoice_id === order.invoice_id) return order.invoice_id
  return (await wasInvoiceRemoved(tx, order.id, invoice_id)) ? order.invoice_id : invoice_id
}

/** What the account's order asks for, in our SKUs; of products that are none of ours nobody asks us for stock. */
async function itemsThere(tx: Tx, account_id: string, { items }: OrderDetail): Promise<ItemsThere> {
  const ids = items.flatMap(({ product_id }) => product_id ?? [])
  const skus = new Map(
    (await skusOfProducts(tx, account_id, ids)).map((one) => [one.bling_product_id, one.sku]),
  )
  const asked = items.flatMap(({ product_id, quantity }) => {
    const sku = skus.get(product_id ?? '') ?? null
    return sku === null ? [] : [{ sku, quantity }]
  })
  return { goods: goodsOf(items), asked }
}

async function removedThere(tx: Tx, order: StoredOrder, now: Date): Promise<void> {
  // Bling removes no order that has goods out or receivables.
  const nothing_left = { is_stock_reversed: true, is_stock_launched: false, are_accounts_launched: false }
  const change = { ...nothing_left, bling_status: 'cancelled', news: { progress: 'cancelled' } } as const
  if (order.bling_status === 'cancelled' && isOff(order)) return
  const next = await changeOrder(tx, order, change, now)
  await recordOrderEvent(tx, order.id, {
    at: now,
    kind: 'told_by_bling',
    facts: { removed: true, before: order.status, after: next.status },
  })
}
