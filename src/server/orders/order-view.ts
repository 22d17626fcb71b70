import type * as z from 'zod'
import type { orderDetail } from '../../contract/orders.ts'
import { toUnits } from '../../domain/sync/quantity.ts'
import type { Tx } from '../db/database.ts'
import { AppError } from '../kernel/app-error.ts'
import { timelineOf } from './order-events.store.ts'
import { orderHead } from './order-list.queries.ts'
import { itemsOf, personOfOrder, readOrderRow } from './orders.store.ts'

/** A whole order as people see it. Throws `NOT_FOUND`. */
export async function viewOrder(tx: Tx, id: string): Promise<z.infer<typeof orderDetail>> {
  const head = await orderHead(tx, id)
  const order = await readOrderRow(tx, id)
  if (head === null || order === null) throw new AppError('NOT_FOUND')
  const person = await personOfOrder(tx, id)
  const items = await itemsOf(tx, id)
  const timeline = await timelineOf(tx, id)
  return {
    ...head,
    shop_number: order.shop_number,
    items: items.map((item) => ({ ...item, quantity: toUnits(item.quantity) })),
    items_cents: order.items_cents,
    discount_cents: order.discount_cents,
    freight_cents: order.freight_cents,
    other_cents: order.other_cents,
    instalments: order.instalments,
    payment_method: order.payment_method,
    is_linked: order.is_linked,
    bling_status: order.bling_status,
    are_accounts_launched: order.are_accounts_launched,
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
