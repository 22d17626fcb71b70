import type * as z from 'zod'
import type { orderDetail } from '../../contract/orders.ts'
import { toUnits } from '../../domain/sync/quantity.ts'
import type { Tx } from '../db/database.ts'
import { AppError } from '../kernel/app-error.ts'
import { linkSkus } from './link-items.ts'
import { timelineOf } from './order-events.store.ts'
import { orderHead } from './order-list.queries.ts'
import { readRoute } from './order-routes.store.ts'
import { itemsOf, personOfOrder, readOrderRow, type StoredOrder } from './orders.store.ts'

/** A whole order as people see it. Throws `NOT_FOUND`. */
export async function viewOrder(tx: Tx, id: string): Promise<z.infer<typeof orderDetail>> {
  const head = await orderHead(tx, id)
  const order = await readOrderRow(tx, id)
  if (head === null || order === null) throw new AppError('NOT_FOUND')
  const person = await personOfOrder(tx, id)
  const items = await itemsOf(tx, id)
  const timeline = await timelineOf(tx, id)
  const unknown = new Set(order.is_linked ? [] : await unknownSkus(tx, order, items))
  return {
    ...head,
    shop_number: order.shop_number,
    items: items.map((item) => ({
      ...item,
      quantity: toUnits(item.quantity),
      is_linked: !unknown.has(item.sku),
    })),
    items_cents: order.items_cents,
    discount_cents: order.discount_cents,
    freight_cents: order.freight_cents,
    other_cents: order.other_cents,
    instalments: order.instalments,
    payment_method: order.payment_method,
    is_linked: order.is_linked,
    is_held: order.is_held,
    bling_status: order.bling_status,
    are_accounts_launched: order.are_accounts_launched,
    invoice_asked_at: order.invoice_asked_at?.toISOString() ?? null,
    invoice:
      order.invoice_id === null
        ? null
        : {
            number: order.invoice_number,
            series: order.invoice_series,
            access_key: order.invoice_key,
            url: order.invoice_url,
          },
    customer: person === null ? null : { ...person, address: person.address && { ...person.address } },
    timeline: timeline.map((event) => ({ ...event, at: event.at.toISOString() })),
  }
}

/** The SKUs for which the order waits: those that are no product of the account that it goes to. */
async function unknownSkus(
  tx: Tx,
  order: StoredOrder,
  items: readonly { readonly sku: string }[],
): Promise<readonly string[]> {
  const route = await readRoute(tx, order.site_id)
  const account_id = order.account_id ?? route?.account_id ?? null
  const linked = await linkSkus(
    tx,
    items.map(({ sku }) => sku),
    account_id,
  )
  return linked.unknown
}
