import * as z from 'zod'
import { BOX_ADJUSTMENT_REASONS, BREAKAGE_REASONS, DOSE_LOSS_REASONS } from '../domain/stock/reasons.ts'
import { id, instant, MAX_QUANTITY, natural, positive, text } from './common.ts'
import { writtenAnswer } from './movements.ts'

const notes = text(500).optional()

const takenFrom = z.enum(['unit', 'box', 'dose'])

const needsNotes = (body: { reason: string; notes?: string | undefined }) =>
  body.reason !== 'Outro' || body.notes !== undefined

const notesRule = { message: 'com o motivo "Outro", descreva nas observações', path: ['notes'] }

const outflow = {
  branch_id: id,
  product_id: id,
  quantity: positive,
  taken_from: takenFrom.default('unit'),
  terminal: text(60).optional(),
  occurred_at: instant.optional(),
  notes,
}

export const newLoss = z
  .strictObject({ ...outflow, reason: z.enum(DOSE_LOSS_REASONS) })
  .refine(needsNotes, notesRule)

export const newBreakage = z
  .strictObject({ ...outflow, reason: z.enum(BREAKAGE_REASONS) })
  .refine(needsNotes, notesRule)

export const newCourtesy = z.strictObject({ ...outflow, reason: text(120) })

export type NewOutflow = z.infer<typeof newLoss> | z.infer<typeof newBreakage> | z.infer<typeof newCourtesy>

export const newAdjustment = z
  .strictObject({
    branch_id: id,
    product_id: id,
    quantity: z
      .int()
      .min(-MAX_QUANTITY)
      .max(MAX_QUANTITY)
      .refine((value) => value !== 0, 'não pode ser zero'),
    counted_in: takenFrom.default('unit'),
    reason: z.enum(BOX_ADJUSTMENT_REASONS),
    terminal: text(60).optional(),
    occurred_at: instant.optional(),
    notes,
  })
  .refine(needsNotes, notesRule)

export type NewAdjustment = z.infer<typeof newAdjustment>

export const newBoxOpening = z.strictObject({
  branch_id: id,
  product_id: id,
  terminal: text(60).optional(),
  occurred_at: instant.optional(),
  notes,
})

export type NewBoxOpening = z.infer<typeof newBoxOpening>

export const newCount = z
  .strictObject({
    branch_id: id,
    counted_at: instant.optional(),
    ledger_seq: z.int().min(0).optional().describe('Até que movimentação o aparelho já sabia ao contar'),
    terminal: text(60).optional(),
    notes,
    lines: z
      .array(
        z.strictObject({
          product_id: id,
          closed_boxes: natural,
          open_box_units: natural,
          open_bottle_doses: natural.optional(),
        }),
      )
      .min(1)
      .max(1000),
  })
  .refine((body) => new Set(body.lines.map((line) => line.product_id)).size === body.lines.length, {
    message: 'há produto repetido na contagem',
    path: ['lines'],
  })

export type NewCount = z.infer<typeof newCount>

export const countAnswer = writtenAnswer.extend({
  lines: z.array(
    z.object({
      product_id: id,
      expected_quantity: z.int(),
      counted_quantity: z.int(),
      difference: z.int(),
    }),
  ),
})

export const newTransfer = z
  .strictObject({
    from_branch_id: id,
    to_branch_id: id,
    terminal: text(60).optional(),
    occurred_at: instant.optional(),
    notes,
    lines: z
      .array(
        z
          .strictObject({ product_id: id, boxes: natural.default(0), units: natural.default(0) })
          .refine((line) => line.boxes + line.units > 0, { message: 'informe caixas ou unidades' }),
      )
      .min(1)
      .max(200),
  })
  .refine((body) => new Set(body.lines.map((line) => line.product_id)).size === body.lines.length, {
    message: 'há produto repetido na transferência',
    path: ['lines'],
  })

export type NewTransfer = z.infer<typeof newTransfer>
