import * as z from 'zod'
import { ORDER_STATUSES } from '../domain/orders/standing.ts'
import { cents, id, instant, MAX_QUANTITY, pageOf, pageQuery, text } from './common.ts'

const productId = z.string().min(1).max(100)
const textOrEmpty = (max: number) => z.union([z.string().trim().length(0), text(max)]).default('')
const units = z.number().describe('Unidades')

/** A product that the site sells: its price is ours, whatever the site shows. */
export const offeredProduct = z.object({
  product_id: productId,
  sku: z.string(),
  gtin: z.string().nullable(),
  name: z.string(),
  price_cents: z.int().nullable().describe('Nulo: sem preço, não se vende'),
  is_active: z.boolean(),
  description: z.string(),
  weight_mg: z.int().nullable().describe('Peso em miligramas'),
  images: z.array(z.string()).describe('Endereços das imagens'),
  available: units,
  version: z.string().describe('Muda com o estoque'),
})
export const offeredPage = pageOf(offeredProduct)
export const offeredQuery = z.strictObject({
  ...pageQuery,
  changed_since: instant.optional().describe('Só o que mudou no cadastro desde este instante'),
})

/** What there is of some products, or of all of them page by page. */
export const offeredStock = offeredProduct.pick({
  product_id: true,
  sku: true,
  available: true,
  version: true,
})
export const offeredStockPage = pageOf(offeredStock)
export const offeredStockQuery = z.strictObject({
  ...pageQuery,
  skus: z.string().min(1).max(10_000).optional().describe('SKUs separados por vírgula, até 200'),
})

/** Who bought. */
export const siteCustomer = z.strictObject({
  name: textOrEmpty(200),
  email: textOrEmpty(200),
  phone: textOrEmpty(40),
  tax_id: textOrEmpty(30).describe('CPF ou CNPJ'),
  street: textOrEmpty(200),
  number: textOrEmpty(30),
  complement: textOrEmpty(120),
  district: textOrEmpty(120),
  city: textOrEmpty(120),
  state: textOrEmpty(60),
  postal_code: textOrEmpty(20),
})

/** A new order. Prices that a client sends are accepted and not believed. */
export const newSiteOrder = z.strictObject({
  reference: text(100).describe('O número do pedido no site: o mesmo número é o mesmo pedido'),
  status: z.enum(['awaiting_payment', 'paid']).default('awaiting_payment'),
  lines: z
    .array(
      z
        .strictObject({
          product_id: productId.optional(),
          sku: text(120).optional(),
          quantity: z.int().min(1).max(MAX_QUANTITY),
          price_cents: z.unknown().optional().describe('Ignorado: vale o preço daqui'),
        })
        .refine((line) => (line.product_id === undefined) !== (line.sku === undefined), {
          message: 'informe product_id ou sku',
        }),
    )
    .min(1)
    .max(200),
  freight_cents: cents.default(0),
  discount_cents: cents.default(0),
  instalments: z.int().min(1).max(36).default(1),
  payment_method: textOrEmpty(60).describe('A palavra do site para a forma de pagamento'),
  customer: siteCustomer.prefault({}),
  note: textOrEmpty(1000),
})

/** An order as we have it. */
export const keptSiteOrder = z.object({
  id,
  reference: z.string(),
  status: z.enum(ORDER_STATUSES),
  items_cents: z.int(),
  freight_cents: z.int(),
  discount_cents: z.int(),
  total_cents: z.int(),
  lines: z.array(
    z.object({
      sku: z.string(),
      name: z.string(),
      quantity: units,
      unit_price_cents: z.int(),
      total_cents: z.int(),
    }),
  ),
  placed_at: instant,
  invoice: z
    .object({ number: z.string(), series: z.string(), access_key: z.string(), url: z.string() })
    .nullable()
    .describe('Depois de autorizada'),
})
export type KeptSiteOrder = z.infer<typeof keptSiteOrder>

/** What a site may say of an order: what became of its payment, or that it is off. */
export const SITE_ORDER_WORDS = [
  'paid',
  'refused',
  'expired',
  'refunded',
  'charged_back',
  'cancelled',
] as const
export type SiteOrderWord = (typeof SITE_ORDER_WORDS)[number]
export const siteOrderChange = z.strictObject({ status: z.enum(SITE_ORDER_WORDS) })

/** What a site was told, and whether it heard. */
export const siteDelivery = z.object({
  id,
  body: z.string().describe('O aviso, byte por byte'),
  state: z.enum(['waiting', 'delivered', 'failed']),
  attempts: z.int(),
  next_attempt_at: instant,
  error: z.string().nullable(),
  created_at: instant,
  delivered_at: instant.nullable(),
})
export const siteDeliveryPage = pageOf(siteDelivery)
export const siteDeliveryQuery = z.strictObject({ ...pageQuery, cursor: id.optional() })
