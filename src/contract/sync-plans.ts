import * as z from 'zod'
import { id, instant, pageOf, pageQuery, text } from './common.ts'

const sku = text(120)

/** One write as data, in units: what a deposit shows and holds now, and what it will. */
export const planLine = z.object({
  sku: z.string(),
  account_id: id.nullable(),
  deposit_id: id.nullable(),
  site_id: id.nullable().optional().describe('No lugar de conta e depósito, quando o destino é um site'),
  product_id: z.string().describe('Id do produto nessa conta ou nesse site'),
  role: z.enum(['shared', 'mirror']),
  current: z.number(),
  target: z.number(),
  difference: z.number(),
  current_physical: z.number(),
  target_physical: z.number(),
  operation: z.enum(['E', 'S', 'B']),
  quantity: z.number(),
  reason: z.enum(['first_alignment', 'external_drift', 'available_changed', 'undo']),
})

/** What a plan says; kept byte for byte. */
export const planBody = z.object({
  looked_skus: z.int(),
  lines: z.array(planLine),
  oversell_bound: z.number(),
  pending: z.array(z.object({ sku: z.string(), causes: z.array(z.record(z.string(), z.unknown())) })),
  skipped: z.array(z.object({ sku: z.string(), place: z.string(), code: z.string() })),
  busy: z.array(z.string()).describe('SKUs que outra verificação segurou o tempo todo'),
})

/** What became of one line of a plan. */
export const planLineOutcome = z.object({
  sku: z.string(),
  deposit_id: id.nullable(),
  site_id: id.nullable().optional(),
  result: z.enum(['applied', 'skipped', 'refused', 'unclear']),
  planned: z.number(),
  now: z.number().nullable().describe('Saldo virtual encontrado ao aplicar'),
  error: z.string().nullable(),
})
export type PlanLineOutcome = z.infer<typeof planLineOutcome>

/** A plan: what would be written, seen before anything is. */
export const syncPlan = z.object({
  id,
  pool_id: id,
  kind: z.enum(['dry_run', 'approval', 'undo']),
  state: z.enum(['open', 'applying', 'applied', 'superseded']),
  causes: z.array(z.record(z.string(), z.unknown())).describe('Por que o plano espera por uma pessoa'),
  created_at: instant,
  applied_at: instant.nullable(),
  run_id: id.nullable(),
  outcome: z.array(planLineOutcome).nullable(),
  ...planBody.shape,
})
export const newSyncPlan = z.strictObject({ pool_id: id, skus: z.array(sku).min(1).max(10_000).optional() })
export const syncPlanQuery = z.strictObject({ ...pageQuery, cursor: id.optional(), pool_id: id.optional() })
export const syncPlanPage = pageOf(syncPlan.omit(planBodyKeys()))

function planBodyKeys() {
  return {
    lines: true,
    pending: true,
    skipped: true,
    busy: true,
    oversell_bound: true,
    looked_skus: true,
  } as const
}
