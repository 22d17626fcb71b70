import * as z from 'zod'
import { BLING_GOALS } from '../domain/orders/bling-status.ts'
import { INVOICES, PAYMENTS, PROGRESSES } from '../domain/orders/order-facts.ts'
import { ORDER_STATUSES } from '../domain/orders/standing.ts'
import { flag, id, instant, pageOf, pageQuery, text } from './common.ts'

const blingId = z.string().regex(/^\d{1,20}$/)

/** Where the work on one side of an order stands. */
const orderSending = z.object({
  side: z.enum(['bling', 'site']),
  state: z.enum(['due', 'waiting', 'dead', 'done']),
  reason: z.string().nullable(),
  attempts: z.int(),
  next_attempt_at: instant,
})

const orderHead = {
  id,
  site_id: id,
  number: z.string(),
  status: z.enum(ORDER_STATUSES),
  progress: z.enum(PROGRESSES),
  payment_status: z.enum(PAYMENTS),
  invoice_status: z.enum(INVOICES),
  total_cents: z.int(),
  placed_at: instant,
  taken_at: instant,
  account_id: id.nullable(),
  bling_order_id: z.string().nullable(),
  bling_number: z.string().nullable(),
  customer_name: z.string().nullable(),
  sendings: z.array(orderSending),
}

/** An order in a list. */
export const orderRow = z.object(orderHead)
export const orderPage = pageOf(orderRow)

export const orderQuery = z.strictObject({
  ...pageQuery,
  cursor: id.optional(),
  site_id: id.optional(),
  status: z.enum(ORDER_STATUSES).optional(),
  payment_status: z.enum(PAYMENTS).optional(),
  invoice_status: z.enum(INVOICES).optional(),
  sending: z.enum(['due', 'waiting', 'dead']).optional(),
  needs_person: flag.optional().describe('Só os que esperam alguém: parados ou desistidos, em qualquer lado'),
  from: instant.optional(),
  to: instant.optional(),
  search: text(100).optional().describe('Número, número no Bling, parte do nome, ou CPF/CNPJ'),
})

/** One line of the timeline. `facts` say what arrived, was decided, sent or answered; nothing personal. */
const orderEvent = z.object({
  id,
  at: instant,
  kind: z.string(),
  facts: z.record(z.string(), z.unknown()),
})

/** A whole order. */
export const orderDetail = z.object({
  ...orderHead,
  shop_number: z.string(),
  items: z.array(
    z.object({
      sku: z.string(),
      description: z.string(),
      quantity: z.number(),
      unit_price_cents: z.int(),
      is_linked: z.boolean().describe('Se é um produto da conta a que o pedido vai'),
    }),
  ),
  items_cents: z.int(),
  discount_cents: z.int(),
  freight_cents: z.int(),
  other_cents: z.int(),
  instalments: z.int(),
  payment_method: z.string(),
  is_linked: z.boolean(),
  is_held: z.boolean().describe('Feito antes de o site ser conectado: alguém diz se já está em uma conta'),
  bling_status: z.string().nullable(),
  are_accounts_launched: z.boolean(),
  invoice_asked_at: instant.nullable(),
  invoice: z
    .object({
      number: z.string().nullable(),
      series: z.string().nullable(),
      access_key: z.string().nullable(),
      url: z.string().nullable(),
    })
    .nullable(),
  customer: z
    .object({
      name: z.string(),
      document: z.string().nullable(),
      email: z.string().nullable(),
      phone: z.string().nullable(),
      address: z.record(z.string(), z.string()).nullable(),
      note: z.string().nullable(),
    })
    .nullable(),
  timeline: z.array(orderEvent),
})

/** What a person says of the payment of an order that nobody else can tell of. */
export const orderPayment = z.strictObject({ payment: z.enum(['approved', 'refused']) })

/** What waits to be sent to each account, and how long that may take at the account's pace. */
export const orderBacklog = z.object({
  items: z.array(
    z.object({
      account_id: id.nullable(),
      due: z.int(),
      waiting: z.int(),
      dead: z.int(),
      oldest_taken_at: instant.nullable(),
      expected_seconds: z.int(),
    }),
  ),
})

/** How the orders of a site travel. */
export const orderRoute = z.object({
  site_id: id,
  shop_kind: z.enum(['woocommerce', 'generic']).describe('Segue do tipo do site'),
  account_id: id.nullable(),
  sales_channel_id: z.string().nullable(),
  number_prefix: z.string(),
  launches_stock: z
    .boolean()
    .describe('Se damos baixa no estoque do Bling quando o site diz que o pedido saiu'),
  invoice_rule: z.enum(['by_person', 'when_paid']),
  payment_methods: z.record(z.string(), z.string()),
})
export const orderRouteChange = z.strictObject({
  account_id: id.nullable(),
  sales_channel_id: blingId.nullable().default(null),
  number_prefix: z
    .string()
    .max(20)
    .regex(/^[A-Za-z0-9_.-]*$/)
    .default(''),
  launches_stock: z.boolean().default(true),
  invoice_rule: z.enum(['by_person', 'when_paid']).default('by_person'),
  payment_methods: z.record(text(60), blingId).default({}),
})

const news = z
  .strictObject({ progress: z.enum(PROGRESSES).optional(), payment: z.enum(PAYMENTS).optional() })
  .nullable()
const mapping = {
  from_site: z.record(z.string().min(1).max(60), news),
  to_site: z.partialRecord(z.enum(ORDER_STATUSES), text(60).nullable()),
  to_bling: z.partialRecord(z.enum(BLING_GOALS), blingId),
}
/** What differs from the usual words for states. */
export const statusMappingChange = z.strictObject(mapping)
/** The words for states: what was set, and everything that is in force. */
export const statusMapping = z.object({ overrides: z.object(mapping), in_force: z.object(mapping) })
