import { instalmentsOf, monthlyDays, reconcile } from '../../domain/orders/money.ts'
import type { NewOrder } from '../bling/mapping/order.ts'
import { saoPauloDay } from '../bling/rate/sao-paulo-day.ts'
import type { ArrivedItem } from './arrived-order.ts'
import { noteOf } from './order-notes.ts'
import type { StoredOrder } from './orders.store.ts'

/** What an order needs of the account that it is sent to. */
export type AccountSide = {
  readonly contact_id: string
  readonly channel_id: string | null
  readonly payment_method_id: string
  /** By SKU; every item has one. */
  readonly product_ids: ReadonlyMap<string, string>
  /** What the buyer wrote. */
  readonly note: string
}

/** The order as the account is given it: the site's number, our mark, and charges and instalments that come to the total to the cent. */
export function blingOrderBody(
  order: StoredOrder,
  items: readonly ArrivedItem[],
  account: AccountSide,
): NewOrder {
  const day = saoPauloDay(order.placed_at.getTime())
  const charges = reconcile(items, order, order.total_cents)
  const parts = instalmentsOf(order.total_cents, monthlyDays(day, order.instalments))
  return {
    shop_number: order.shop_number,
    contact_id: account.contact_id,
    channel_id: account.channel_id,
    day,
    items: items.map(({ sku, description, quantity, unit_price_cents }) => ({
      product_id: account.product_ids.get(sku) ?? '',
      code: sku,
      description,
      quantity,
      unit_price_cents,
      discount_percent: 0,
    })),
    instalments: parts.map((part) => ({ ...part, payment_method_id: account.payment_method_id })),
    notes: account.note,
    internal_notes: noteOf(order.id),
    shipping_cents: charges.freight_cents,
    discount_cents: charges.discount_cents,
    other_cents: charges.other_cents,
  }
}
