import { instalmentsOf, monthlyDays, reconcile } from '../../domain/orders/money.ts'
import type { Delivery, NewOrder, OrderChange } from '../bling/mapping/order.ts'
import { saoPauloDay } from '../bling/rate/sao-paulo-day.ts'
import type { ArrivedItem } from './arrived-order.ts'
import { noteOf } from './order-notes.ts'
import type { OrderPerson, StoredOrder } from './orders.store.ts'

/** What an order's content needs of the account that it is in. */
export type ContentSide = {
  readonly payment_method_id: string
  /** By SKU; every item has one. */
  readonly product_ids: ReadonlyMap<string, string>
  readonly person: OrderPerson | null
}

/** What an order needs of the account that it is sent to. */
export type AccountSide = ContentSide & {
  readonly contact_id: string
  readonly channel_id: string | null
}

/** The order as the account is given it: the site's number, our mark, and its content. */
export function blingOrderBody(
  order: StoredOrder,
  items: readonly ArrivedItem[],
  account: AccountSide,
): NewOrder {
  return {
    shop_number: order.shop_number,
    contact_id: account.contact_id,
    channel_id: account.channel_id,
    day: saoPauloDay(order.placed_at.getTime()),
    internal_notes: noteOf(order.id),
    ...blingOrderContent(order, items, account),
  }
}

/** What the order holds, with charges and instalments that come to its total to the cent. */
export function blingOrderContent(
  order: StoredOrder,
  items: readonly ArrivedItem[],
  { payment_method_id, product_ids, person }: ContentSide,
): OrderChange {
  const day = saoPauloDay(order.placed_at.getTime())
  const charges = reconcile(items, order, order.total_cents)
  const parts = instalmentsOf(order.total_cents, monthlyDays(day, order.instalments))
  return {
    items: items.map(({ sku, description, quantity, unit_price_cents }) => ({
      product_id: product_ids.get(sku) ?? '',
      code: sku,
      description,
      quantity,
      unit_price_cents,
      discount_percent: 0,
    })),
    instalments: parts.map((part) => ({ ...part, payment_method_id })),
    notes: person?.note ?? '',
    shipping_cents: charges.freight_cents,
    discount_cents: charges.discount_cents,
    other_cents: charges.other_cents,
    delivery: deliveryTo(person),
  }
}

function deliveryTo(person: OrderPerson | null): Delivery | null {
  return person?.address == null ? null : { name: person.name, ...person.address }
}
