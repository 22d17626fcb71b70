import * as z from 'zod'
import { id, instant, pageOf, pageQuery, positive, text } from './common.ts'
import { writtenAnswer, writtenMovement } from './movements.ts'

const gtinText = z.string().regex(/^\d{8,14}$/)

/** How a line is sold. */
export const SOLD_AS = ['unit', 'box', 'dose', 'muntu'] as const

export const PAYMENT_METHODS = ['cash', 'pix', 'debit', 'credit', 'tab', 'other'] as const

const saleLine = z
  .strictObject({
    product_id: id.optional(),
    sku: text(120).optional(),
    gtin: gtinText
      .optional()
      .describe('EAN da unidade ou GTIN-14 da caixa; o da caixa vale pelas unidades dela'),
    sold_as: z.enum(SOLD_AS).default('unit'),
    quantity: positive,
    partial: z
      .enum(['refuse', 'accept'])
      .default('refuse')
      .describe('Muntu parcial: recusar (padrão) ou vender o que há'),
  })
  .refine(
    (line) => [line.product_id, line.sku, line.gtin].filter((name) => name !== undefined).length === 1,
    {
      message: 'informe exatamente um de product_id, sku ou gtin',
    },
  )

export const newSale = z.strictObject({
  branch_id: id,
  terminal: text(60).optional(),
  occurred_at: instant.optional(),
  payment_method: z.enum(PAYMENT_METHODS).optional(),
  lines: z.array(saleLine).min(1).max(200),
})

export type NewSale = z.infer<typeof newSale>

const soldLine = z.object({
  product_id: id,
  sku: z.string(),
  product_name: z.string(),
  sold_as: z.enum(SOLD_AS),
  quantity: z.int(),
  quantity_sold: z.int().describe('Quanto saiu, na unidade base do produto'),
  unit_price_cents: z.int().nullable(),
  amount_cents: z.int().nullable(),
  saving_cents: z.int(),
  note: z.string().nullable(),
})

export const saleAnswer = z.object({
  id,
  number: z.int(),
  branch_id: id,
  total_cents: z.int(),
  savings_cents: z.int(),
  unpriced_lines: z.int().describe('Linhas sem preço cadastrado: não entram no total'),
  lines: z.array(soldLine),
  movements: z.array(writtenMovement),
})

export const sale = saleAnswer.omit({ movements: true }).extend({
  terminal: z.string().nullable(),
  payment_method: z.enum(PAYMENT_METHODS).nullable(),
  status: z.enum(['completed', 'cancelled']),
  occurred_at: instant,
  recorded_at: instant,
  responsible: id,
  responsible_name: z.string(),
  cancelled_at: instant.nullable(),
})

export const salePage = pageOf(sale)

export const saleQuery = z.strictObject({
  ...pageQuery,
  branch_id: id.optional(),
  status: z.enum(['completed', 'cancelled']).optional(),
  from: instant.optional(),
  to: instant.optional(),
})

/** The answer to a cancellation. */
export const cancelAnswer = writtenAnswer.extend({
  sale_id: id,
  number: z.int(),
  status: z.literal('cancelled'),
})
