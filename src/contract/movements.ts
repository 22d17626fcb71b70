import * as z from 'zod'
import { day, flag, id, instant, pageOf, pageQuery } from './common.ts'

/** One row of the ledger as clients see it. */
export const movement = z.object({
  id,
  seq: z.int(),
  product_id: id,
  product_name: z.string(),
  sku: z.string(),
  branch_id: id,
  branch_name: z.string(),
  movement_type: z.string(),
  quantity: z.int(),
  quantity_before: z.int(),
  quantity_after: z.int(),
  closed_boxes_before: z.int(),
  closed_boxes_after: z.int(),
  open_box_before: z.int(),
  open_box_after: z.int(),
  open_bottle_before: z.int(),
  open_bottle_after: z.int(),
  units_per_box: z.int().nullable(),
  doses_per_bottle: z.int().nullable(),
  boxes_opened: z.int(),
  bottles_opened: z.int(),
  box_opened_automatically: z.boolean(),
  reason: z.string().nullable(),
  responsible: id,
  responsible_name: z.string(),
  terminal: z.string().nullable(),
  operation_id: id,
  sale_id: id.nullable(),
  purchase_id: id.nullable(),
  unit_cost_micros: z.int().nullable(),
  notes: z.string().nullable(),
  lots: z
    .array(z.object({ batch_number: z.string(), expiry_date: day.nullable(), quantity: z.int() }))
    .nullable(),
  from_device: z.boolean(),
  occurred_at: instant,
  recorded_at: instant,
  hash: z.string(),
})

export const movementPage = pageOf(movement)

/** A movement inside the answer of the command that made it: before names and hash are looked up. */
export const writtenMovement = movement.pick({
  id: true,
  seq: true,
  product_id: true,
  branch_id: true,
  movement_type: true,
  quantity: true,
  quantity_before: true,
  quantity_after: true,
  closed_boxes_before: true,
  closed_boxes_after: true,
  open_box_before: true,
  open_box_after: true,
  open_bottle_before: true,
  open_bottle_after: true,
  boxes_opened: true,
  bottles_opened: true,
  box_opened_automatically: true,
  reason: true,
  notes: true,
})

/** The answer of every command that writes movements. */
export const writtenAnswer = z.object({ id, movements: z.array(writtenMovement) })

export const movementQuery = z.strictObject({
  ...pageQuery,
  product_id: id.optional(),
  branch_id: id.optional(),
  type: z
    .string()
    .regex(/^[a-z_]+(,[a-z_]+)*$/)
    .max(300)
    .optional()
    .describe('Um ou mais tipos, separados por vírgula'),
  from: instant.optional(),
  to: instant.optional(),
  auto_opened: flag.optional(),
  responsible: id.optional(),
  search: z.string().trim().max(120).optional(),
})
