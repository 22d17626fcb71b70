import * as z from 'zod'
import { day, flag, id, instant, pageOf, pageQuery, text } from './common.ts'
import { movement } from './movements.ts'

export const dashboardQuery = z.strictObject({ branch_id: id.optional() })

export const dashboard = z.object({
  closed_boxes: z.int(),
  open_box_units: z.int(),
  total_bottles: z.int(),
  low_stock: z.int(),
  out_of_stock: z.int(),
  divergent: z.int(),
  total_products: z.int(),
  velocity_per_day: z.number().describe('Garrafas por dia, média de 15 dias'),
  stockouts_ahead: z.array(
    z.object({
      product_id: id,
      branch_id: id,
      name: z.string(),
      sku: z.string(),
      days_until_stockout: z.int(),
      total_bottles: z.int(),
    }),
  ),
  reorder: z.object({
    products: z.int(),
    units: z.int(),
    items: z.array(
      z.object({
        product_id: id,
        branch_id: id,
        name: z.string(),
        sku: z.string(),
        suggested_reorder: z.int(),
        suggested_reorder_boxes: z.int().nullable(),
        incoming_units: z.int(),
      }),
    ),
  }),
  muntu_today: z.object({ packs: z.int(), units: z.int() }),
  sold_today: z.object({ amount_cents: z.int(), business_day: day }),
  daily: z
    .array(z.object({ business_day: day, sold: z.number(), amount_cents: z.int() }))
    .describe('Últimos 30 dias de expediente, em garrafas'),
  divergences_open: z.int(),
  verified: z.object({ up_to_seq: z.int(), at: instant }).nullable(),
})

export const verifyQuery = z.strictObject({
  full: flag.default(false).describe('Lê o livro inteiro de novo, por maior que seja'),
})

export const verifyAnswer = z.object({
  ok: z.boolean(),
  verified_up_to_seq: z.int(),
  root_hash: z.string(),
  full: z.boolean().describe('Se tudo foi lido; senão, o que veio depois da última prova guardada'),
  from_seq: z.int().describe('Movimentações até aqui já estavam provadas e não foram lidas de novo'),
  movements: z.int().describe('Quantas movimentações foram lidas'),
  differences: z.array(
    z.object({
      kind: z.string(),
      seq: z.int().nullable(),
      product_id: id.nullable(),
      branch_id: id.nullable(),
      expected: z.string().nullable(),
      found: z.string().nullable(),
    }),
  ),
})

export const divergence = z.object({
  id,
  kind: z.enum(['negative_stock', 'sale_before_count', 'device_clock', 'price_mismatch']),
  branch_id: id,
  branch_name: z.string(),
  product_id: id.nullable(),
  product_name: z.string().nullable(),
  sku: z.string().nullable(),
  operation_id: id,
  seq: z.int().nullable(),
  facts: z.record(z.string(), z.unknown()),
  opened_at: instant,
  resolved_at: instant.nullable(),
  resolved_by: id.nullable(),
  resolved_by_name: z.string().nullable(),
  resolution: z.string().nullable(),
  movements: z
    .array(movement)
    .describe('As últimas movimentações do produto até ela e as que vieram logo depois'),
})

export const divergencePage = pageOf(divergence)

export const divergenceQuery = z.strictObject({
  ...pageQuery,
  open: flag.default(true),
  branch_id: id.optional(),
})

export const divergenceResolution = z.strictObject({ resolution: text(500) })
