import * as z from 'zod'
import { instant, pageOf, text } from './common.ts'

/** The kinds of operation that a device without network may have done; `payload` is the body of the same command online. */
export const OPERATION_KINDS = [
  'sale',
  'sale_cancel',
  'loss',
  'breakage',
  'courtesy',
  'adjustment',
  'box_opening',
  'count',
  'purchase_receive',
  'transfer',
] as const

export const deviceOperation = z.strictObject({
  op_id: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[\x21-\x7e]+$/),
  device_seq: z.int().min(0),
  kind: z.enum(OPERATION_KINDS),
  occurred_at: instant,
  payload: z.record(z.string(), z.unknown()),
})

export type DeviceOperation = z.infer<typeof deviceOperation>

export const pushOperations = z.strictObject({
  device_id: text(120),
  device_now: instant.describe('O relógio do aparelho ao enviar; revela relógio errado'),
  operations: z.array(deviceOperation).min(1).max(200),
})

export const pushAnswer = z.object({
  ledger_seq: z.int(),
  results: z.array(
    z.object({
      op_id: z.string(),
      result: z.enum(['applied', 'duplicate', 'quarantined']),
      status: z.int(),
      answer: z.unknown(),
    }),
  ),
})

export const quarantinedOperation = z.object({
  op_id: z.string(),
  device_id: z.string(),
  kind: z.enum(OPERATION_KINDS),
  payload: z.record(z.string(), z.unknown()),
  occurred_at: instant,
  clock_is_trusted: z
    .boolean()
    .describe('Se o relógio do aparelho merecia confiança quando a operação chegou'),
  code: z.string(),
  facts: z.record(z.string(), z.unknown()),
  received_at: instant,
})

export const quarantinePage = pageOf(quarantinedOperation)
