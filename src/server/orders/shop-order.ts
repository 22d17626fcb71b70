import { createHash } from 'node:crypto'
import { NOTHING, type Quantity } from '../../domain/sync/quantity.ts'
import type { Tx } from '../db/database.ts'
import { storable } from '../db/storable.ts'
import type { ArrivedAddress, ArrivedCustomer, ArrivedOrder, ArrivedVersion } from './arrived-order.ts'
import { ourSkus } from './our-skus.ts'

/** Who bought, as sites write it: one flat record, texts empty where there is nothing. */
export type ShopCustomer = Pick<ArrivedCustomer, 'name' | 'email' | 'phone'> &
  ArrivedAddress & { readonly tax_id: string }

/** An order as a shop shows it, in the shop's own words and products. Money in whole cents. */
export type ShopOrder = {
  readonly order_id: string
  readonly number: string
  readonly word: string
  readonly has_taken_stock: boolean
  readonly placed_at: Date
  readonly modified_at: Date
  readonly payment_method: string
  readonly total_cents: number
  readonly discount_cents: number
  readonly freight_cents: number
  readonly customer: ShopCustomer
  readonly note: string
  readonly lines: readonly {
    readonly product_id: string
    readonly sku: string
    readonly name: string
    readonly quantity: Quantity
    readonly unit_price_cents: number
  }[]
}

/** The buyer of an order of a site, and what was written for whoever packs it. */
export function arrivedCustomer(customer: ShopCustomer, note: string): ArrivedCustomer {
  const kept = Object.entries({ ...customer, note }).map(([name, text]) => [name, storable(text)])
  const {
    name,
    email,
    phone,
    tax_id,
    note: said,
    ...address
  } = Object.fromEntries(kept) as ShopCustomer & {
    readonly note: string
  }
  const isSomewhere = Object.values(address).some((text) => text !== '')
  return { name, email, phone, document: tax_id, address: isSomewhere ? address : null, note: said }
}

const LONGEST = 100

/** The shop's order with our products in it: a product that is linked goes by our SKU, any other by the shop's. */
export async function arrivedOrder(
  tx: Tx,
  site_id: string,
  order: ShopOrder,
): Promise<ArrivedOrder & { readonly version: ArrivedVersion }> {
  const lines = order.lines.filter(({ quantity }) => quantity > NOTHING)
  const skus = await ourSkus(tx, site_id, lines)
  const { placed_at } = order
  return {
    site_order_id: order.order_id,
    number: storable(order.number).slice(0, LONGEST),
    word: storable(order.word).slice(0, LONGEST),
    items: lines.map(({ name, quantity, unit_price_cents }, index) => ({
      ...{ sku: storable(skus[index] ?? ''), description: storable(name), quantity },
      unit_price_cents: notNegative(unit_price_cents),
    })),
    placed_at,
    total_cents: notNegative(order.total_cents),
    discount_cents: notNegative(order.discount_cents),
    freight_cents: notNegative(order.freight_cents),
    // What the shop charges besides follows from its total, where the order is sent.
    other_cents: 0,
    instalments: 1,
    payment_method: storable(order.payment_method),
    customer: arrivedCustomer(order.customer, order.note),
    version: { modified_at: order.modified_at, digest: digestOf(order) },
  }
}

/** The mark of everything that an edit may change: the lines in the shop's own products, so that linking one is no edit. */
function digestOf({ lines, total_cents, discount_cents, freight_cents, customer, note }: ShopOrder): string {
  const { email: _email, phone: _phone, ...buyer } = customer
  const goods = lines.map((line) => [line.product_id, line.sku, line.quantity, line.unit_price_cents])
  const content = [goods, total_cents, discount_cents, freight_cents, Object.entries(buyer).toSorted(), note]
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}

/** Shops write rebates as negative prices and fees; what was charged in all is right, and the rest is made to fit it. */
function notNegative(cents: number): number {
  return Math.max(0, cents)
}
