import * as z from 'zod'
import { fromUnits, NOTHING, parseQuantity } from '../../../domain/sync/quantity.ts'
import type { SiteCustomer, SiteOrder, SiteOrderLine } from '../connector.ts'
import { centsOf } from './woo-product.ts'

const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? '' : String(value)))
const money = text.transform((value) => centsOf(value) ?? 0)
/** GMT without its zone, as the API writes instants. */
const instant = z
  .string()
  .transform((value) => new Date(/Z$/.test(value) ? value : `${value}Z`))
  .refine((value) => !Number.isNaN(value.getTime()))
const meta = z
  .array(z.looseObject({ key: z.string(), value: z.unknown() }))
  .nullish()
  .transform((value) => value ?? [])
const address = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => value ?? {})

const line = z.looseObject({
  id: z.int(),
  product_id: z.int().nullish(),
  variation_id: z.int().nullish(),
  name: text,
  sku: text,
  quantity: z.unknown(),
  price: z.unknown(),
  subtotal: text,
  total: text,
})

/** An order as the API shows it. */
export const wooOrder = z.looseObject({
  id: z.int().min(1),
  number: text,
  status: z.string(),
  date_created_gmt: instant,
  date_modified_gmt: instant,
  payment_method: text,
  total: money,
  discount_total: money,
  shipping_total: money,
  customer_note: text,
  billing: address,
  shipping: address,
  meta_data: meta,
  line_items: z.array(line),
})
type WooOrder = z.infer<typeof wooOrder>

/** In these the items are in stock; what a plugin added counts as having left it. */
const NO_STOCK = new Set(['pending', 'cancelled', 'refunded', 'failed', 'checkout-draft', 'auto-draft'])

/** An order in our words. */
export function siteOrder(order: WooOrder): SiteOrder {
  return {
    order_id: String(order.id),
    number: order.number === '' ? String(order.id) : order.number,
    word: order.status,
    has_taken_stock: !NO_STOCK.has(order.status),
    placed_at: order.date_created_gmt,
    modified_at: order.date_modified_gmt,
    payment_method: order.payment_method,
    total_cents: order.total,
    discount_cents: order.discount_total,
    freight_cents: order.shipping_total,
    customer: customerOf(order),
    note: order.customer_note,
    lines: order.line_items.map(lineOf),
  }
}

/** What was charged for the line decides; the price of one follows from it. */
function lineOf(item: WooOrder['line_items'][number]): SiteOrderLine {
  const parsed = parseQuantity(item.quantity)
  const quantity = parsed.ok ? parsed.quantity : NOTHING
  const total_cents = centsOf(item.total) ?? 0
  const whole = centsOf(item.subtotal) ?? total_cents
  const isVariation = item.variation_id != null && item.variation_id > 0
  const product_id = item.product_id == null ? '' : String(item.product_id)
  return {
    line_id: String(item.id),
    product_id: isVariation ? String(item.variation_id) : product_id,
    parent_id: isVariation ? product_id : null,
    sku: item.sku,
    name: item.name,
    quantity,
    unit_price_cents: quantity > NOTHING ? Math.round((whole * fromUnits(1)) / quantity) : 0,
    total_cents,
  }
}

/** Plugins that ask Brazilians what Brazil needs put it beside the address, or into the order's own data. */
const TAX_ID_FIELDS = ['cpf', 'cnpj', '_billing_cpf', '_billing_cnpj']

function customerOf({ billing, shipping, meta_data }: WooOrder): SiteCustomer {
  const billed = (name: string) => said(billing[name])
  const sent = (name: string) => said(shipping[name]) || billed(name)
  const inMeta = (names: readonly string[]) =>
    said(meta_data.find(({ key, value }) => names.includes(key) && said(value) !== '')?.value)
  return {
    name: [billed('first_name'), billed('last_name')].filter((part) => part !== '').join(' '),
    email: billed('email'),
    phone: billed('cellphone') || billed('phone'),
    tax_id: billed('cpf') || billed('cnpj') || inMeta(TAX_ID_FIELDS),
    street: sent('address_1'),
    number: sent('number') || inMeta(['_shipping_number', '_billing_number']),
    complement: sent('address_2'),
    district: sent('neighborhood') || inMeta(['_shipping_neighborhood', '_billing_neighborhood']),
    city: sent('city'),
    state: sent('state'),
    postal_code: sent('postcode'),
  }
}

function said(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
}
