import * as z from 'zod'
import { cents, day, id, instant, natural, pageOf, pageQuery, text } from './common.ts'
import { writtenMovement } from './movements.ts'

const purchaseLine = z
  .strictObject({
    product_id: id,
    boxes: natural.default(0),
    units: natural.default(0),
    box_cost_cents: cents.optional(),
    unit_cost_cents: cents.optional(),
    batch_number: text(60).optional(),
    expiry_date: day.optional(),
  })
  .refine((line) => line.boxes + line.units > 0, { message: 'informe caixas ou unidades' })
  .refine((line) => line.box_cost_cents === undefined || line.unit_cost_cents === undefined, {
    message: 'informe o custo por caixa ou por unidade, não os dois',
  })
  .refine((line) => line.expiry_date === undefined || line.batch_number !== undefined, {
    message: 'validade precisa do número do lote',
  })

export const newPurchase = z.strictObject({
  branch_id: id,
  supplier: text(200).optional(),
  status: z.enum(['pending', 'received']).default('received'),
  notes: text(500).optional(),
  occurred_at: instant.optional(),
  lines: z.array(purchaseLine).min(1).max(500),
})

export type NewPurchase = z.infer<typeof newPurchase>

const purchaseStatus = z.enum(['pending', 'received', 'cancelled'])

export const purchase = z.object({
  id,
  number: z.int(),
  branch_id: id,
  supplier: z.string().nullable(),
  status: purchaseStatus,
  notes: z.string().nullable(),
  total_cents: z.int(),
  uncosted_lines: z.int(),
  lines: z.array(
    z.object({
      product_id: id,
      sku: z.string(),
      product_name: z.string(),
      boxes: z.int(),
      units: z.int(),
      total_units: z.int(),
      unit_cost_micros: z.int().nullable().describe('Custo de uma unidade em milionésimos de real'),
      total_cents: z.int().nullable(),
      batch_number: z.string().nullable(),
      expiry_date: day.nullable(),
    }),
  ),
  created_at: instant,
  received_at: instant.nullable(),
  cancelled_at: instant.nullable(),
})

export const purchaseAnswer = purchase.extend({ movements: z.array(writtenMovement) })

export const purchasePage = pageOf(purchase)

export const purchaseQuery = z.strictObject({
  ...pageQuery,
  branch_id: id.optional(),
  status: purchaseStatus.optional(),
})
