import * as z from 'zod'
import { COMBINE_RULES } from '../domain/sync/combine.ts'
import { DRIFT_POLICIES } from '../domain/sync/drift.ts'
import { POLICY_KINDS } from '../domain/sync/exposure.ts'
import { id, instant, pageOf, pageQuery, text } from './common.ts'

/** Units of stock, exact to four decimals. */
const units = z
  .number()
  .min(-1_000_000_000)
  .max(1_000_000_000)
  .refine((value) => Number.isInteger(Math.round(value * 1e6) / 100), 'tem mais de quatro casas decimais')
const percentOfSkus = z.int().min(0).max(100)
const WRITE_MODES = ['difference', 'balance'] as const
const UNRESOLVED = ['freeze', 'leave_out'] as const

const policy = z
  .strictObject({
    kind: z.enum(POLICY_KINDS),
    value: units.optional().describe('Percentual em share; unidades em buffer, max e min'),
  })
  .refine((one) => (one.kind === 'full') === (one.value === undefined), {
    message: 'informe value em share, buffer, max e min, e só neles',
    path: ['value'],
  })

const newSource = z
  .strictObject({
    deposit_id: id.optional(),
    branch_id: id.optional(),
    priority: z.int().min(0).max(1000).default(1).describe('O menor é usado primeiro'),
  })
  .refine((one) => (one.deposit_id === undefined) !== (one.branch_id === undefined), {
    message: 'informe deposit_id ou branch_id',
  })

const newTarget = z
  .strictObject({
    deposit_id: id.optional(),
    site_id: id.optional(),
    role: z.enum(['shared', 'mirror']).default('shared'),
    mirror_of: id.optional().describe('Depósito ou filial que o espelho copia'),
    policy: policy.default({ kind: 'full' }),
    paused: z.boolean().default(false),
  })
  .refine((one) => (one.deposit_id === undefined) !== (one.site_id === undefined), {
    message: 'informe deposit_id ou site_id',
  })
  .refine((one) => one.role === 'mirror' || one.mirror_of === undefined, {
    message: 'só um espelho tem mirror_of',
    path: ['mirror_of'],
  })

const poolFields = {
  name: text(120),
  combine: z.enum(COMBINE_RULES),
  safety_stock: units,
  drift_policy: z.enum(DRIFT_POLICIES).describe('Edição feita no Bling: impor o nosso valor ou só avisar'),
  write_mode: z.enum(WRITE_MODES).describe('Gravar a diferença, que não perde vendas, ou o saldo'),
  unresolved_links: z.enum(UNRESOLVED).describe('Produto sem vínculo certo: parar ou seguir sem a conta'),
  zeroed_limit_percent: percentOfSkus,
  changed_limit_percent: percentOfSkus.nullable(),
  sources: z.array(newSource).max(500),
  targets: z.array(newTarget).max(500),
}

/** A new pool; everything but the name has a default. */
export const newPool = z.strictObject({
  ...poolFields,
  combine: poolFields.combine.default('sum'),
  safety_stock: poolFields.safety_stock.default(0),
  drift_policy: poolFields.drift_policy.default('impose'),
  write_mode: poolFields.write_mode.default('difference'),
  unresolved_links: poolFields.unresolved_links.default('freeze'),
  zeroed_limit_percent: poolFields.zeroed_limit_percent.default(20),
  changed_limit_percent: poolFields.changed_limit_percent.default(null),
  sources: poolFields.sources.default([]),
  targets: poolFields.targets.default([]),
})
export type NewPool = z.infer<typeof newPool>
/** A change: only the given fields; sources and targets as whole lists. */
export const poolChange = z.strictObject(poolFields).partial()
export type PoolChange = z.infer<typeof poolChange>

const placeShown = {
  deposit_id: id.nullable(),
  account_id: id.nullable(),
  account_name: z.string().nullable(),
  account_state: z.enum(['active', 'frozen', 'excluded', 'reauthorize']).nullable(),
  name: z.string(),
  is_active: z.boolean().describe('Falso: inativado no Bling, ou filial inativa'),
}

/** Something that is allowed in a pool but deserves a look, or that is refused. */
export const poolFinding = z.object({
  code: z.string(),
  severity: z.enum(['refuse', 'warn']),
  place_id: id.nullable(),
  message: z.string(),
})
export type PoolFinding = z.infer<typeof poolFinding>

/** What exposing risks: with so many units available, what the targets show together and how many too many they could sell. */
export const oversellPreview = z.object({
  can_oversell: z.boolean(),
  examples: z.array(z.object({ available: z.number(), exposed: z.number(), oversell_bound: z.number() })),
  message: z.string(),
})
export type OversellPreview = z.infer<typeof oversellPreview>

/** A pool: sources and targets that form one stock. */
export const pool = z.object({
  id,
  name: z.string(),
  combine: poolFields.combine,
  safety_stock: z.number(),
  drift_policy: poolFields.drift_policy,
  write_mode: poolFields.write_mode,
  unresolved_links: poolFields.unresolved_links,
  zeroed_limit_percent: percentOfSkus,
  changed_limit_percent: percentOfSkus.nullable(),
  activated_at: instant.nullable().describe('Nulo: nada é gravado antes de alguém aprovar o primeiro plano'),
  sources: z.array(z.object({ ...placeShown, branch_id: id.nullable(), priority: z.int() })),
  targets: z.array(
    z.object({
      ...placeShown,
      site_id: id.nullable(),
      role: z.enum(['shared', 'mirror']),
      mirror_of: id.nullable(),
      policy: z.object({ kind: z.enum(POLICY_KINDS), value: z.number().optional() }),
      paused: z.boolean(),
    }),
  ),
  warnings: z.array(poolFinding),
  oversell_preview: oversellPreview,
  version: z.int(),
  created_at: instant,
  updated_at: instant,
})
export type Pool = z.infer<typeof pool>
export const poolQuery = z.strictObject(pageQuery)
export const poolPage = pageOf(pool)

export const accountPreviewQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(['active', 'frozen', 'excluded']).describe('O que se pensa em escolher para a conta'),
})
const outcome = z.object({
  state: z
    .enum(['unchanged', 'to_write', 'orders_needed', 'pending', 'not_written'])
    .describe('pending: congelado, nada é gravado'),
  available: z.number().nullable(),
  oversell_bound: z.number().nullable(),
})
/** What choosing a state for an account would do to one SKU of one pool, from balances read just now. */
export const accountPreviewLine = z.object({
  sku: z.string(),
  pool_id: id,
  pool_name: z.string(),
  before: outcome,
  after: outcome.describe('Com o estado escolhido'),
  writes: z.array(
    z.object({
      account_id: id.nullable(),
      deposit_id: id.nullable(),
      site_id: id.nullable(),
      name: z.string(),
      current: z.number(),
      target: z.number(),
      difference: z.number(),
    }),
  ),
})
export type AccountPreviewLine = z.infer<typeof accountPreviewLine>
export const accountPreviewPage = pageOf(accountPreviewLine).extend({
  account_id: id,
  state: z.enum(['active', 'frozen', 'excluded']),
})

/** Switching a deposit off in Bling itself; its name is repeated, because it is not our configuration that changes. */
export const depositDeactivation = z.strictObject({
  confirm_name: z.string().max(200).describe('O nome do depósito, como está no Bling'),
})
export const deactivatedDeposit = z.object({
  id,
  account_id: id,
  name: z.string(),
  is_active: z.literal(false),
  pools: z.array(z.string()).describe('Estoques unificados que usam o depósito e param para ele'),
})
