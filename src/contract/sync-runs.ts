import * as z from 'zod'
import { ALERT_KINDS } from './alert-sentences.ts'
import { flag, id, instant, pageOf, pageQuery, text } from './common.ts'

/** Why a look at a SKU was taken. */
const origin = z.enum(['webhook', 'sweep', 'manual', 'reconcile', 'plan'])
const result = z.enum(['success', 'partial', 'failed', 'unchanged', 'pending'])
const sku = text(120)

/** A manual synchronisation: given SKUs, a pasted text of them, or a selection. */
export const newSyncRun = z.strictObject({
  pool_id: id.optional().describe('Limita uma seleção aos SKUs deste estoque'),
  skus: z.array(sku).min(1).max(100_000).optional(),
  text: z
    .string()
    .max(1_000_000)
    .optional()
    .describe('SKUs colados, separados por vírgula, ponto e vírgula ou linha'),
  select: z.enum(['all', 'suspects', 'recent']).optional(),
  hours: z.int().min(1).max(720).default(2).describe('Para recent: processados nas últimas horas'),
})

/** One movement of a run and its fate. */
export const syncWrite = z.object({
  reference: id,
  run_id: id,
  kind: z.enum(['target', 'draw']),
  sku: z.string(),
  account_id: id.nullable(),
  deposit_id: id.nullable(),
  site_id: id.nullable(),
  operation: z.enum(['E', 'S', 'B']),
  quantity: z.number(),
  before: z.number(),
  after: z.number(),
  before_physical: z.number(),
  after_physical: z.number(),
  reason: z.string(),
  sent_at: instant,
  answer: z.enum(['acknowledged', 'refused', 'unclear']).nullable(),
  read_back: z.enum(['as_intended', 'differs', 'unread']).nullable(),
  judged: z.enum(['applied', 'not_applied', 'unrecognizable']).nullable(),
  echoed_at: instant.nullable(),
  error: z.string().nullable(),
})

/** A line of the history. */
export const syncRun = z.object({
  id,
  parent_id: id.nullable(),
  kind: z.enum(['sku', 'many', 'sweep', 'plan']),
  origin,
  pool_id: id.nullable(),
  sku: z.string().nullable(),
  account_ids: z.array(id),
  state: z.enum(['running', 'done', 'cancelled', 'interrupted']),
  result: result.nullable(),
  reason: z.string().nullable(),
  facts: z.record(z.string(), z.unknown()),
  started_at: instant,
  finished_at: instant.nullable(),
  duration_ms: z.int().nullable(),
  progress: z
    .object({ total: z.int(), done: z.int(), results: z.record(z.string(), z.int()) })
    .nullable()
    .describe('De uma execução sobre muitos SKUs'),
})
export const syncRunDetail = syncRun.extend({ writes: z.array(syncWrite), children: z.array(syncRun) })
export const syncRunPage = pageOf(syncRun)
export const syncRunQuery = z.strictObject({
  ...pageQuery,
  cursor: id.optional(),
  origin: origin.optional(),
  kind: z.enum(['sku', 'many', 'sweep', 'plan']).optional(),
  result: result.optional(),
  account_id: id.optional(),
  pool_id: id.optional(),
  sku: sku.optional(),
  parent_id: id.optional(),
  from: instant.optional(),
  to: instant.optional(),
})

/** Totals of the history in a period, always counted from its runs. */
export const syncTotals = z.object({
  since: instant.nullable().describe('Desde quando se conta, se as estatísticas foram limpas'),
  runs: z.int(),
  results: z.record(z.string(), z.int()),
  writes: z.int(),
  writes_unclear: z.int(),
  missed_events: z.int(),
})
export const syncTotalsBegun = z.object({ since: instant })
export const syncTotalsQuery = z.strictObject({ from: instant, to: instant })

/** How synchronisation stands. */
export const syncStatus = z.object({
  pools: z.array(
    z.object({
      pool_id: id,
      name: z.string(),
      is_active: z.boolean(),
      waiting_plan_id: id.nullable(),
      skus: z.int(),
      oversold_skus: z.int(),
    }),
  ),
  accounts: z.array(
    z.object({
      account_id: id,
      name: z.string(),
      state: z.string(),
      last_event_at: instant.nullable(),
      last_sweep_at: instant.nullable(),
      next_sweep_at: instant,
      is_sweeping: z.boolean(),
      orders_read_at: instant.nullable(),
      calls_today: z.int(),
      calls_per_day: z.int(),
      sweeps_paused: z.boolean(),
      webhooks: z.enum(['ok', 'silent', 'none_yet']),
      events_waiting: z.int(),
      events_dead: z.int(),
      reserves_in: z.enum(['main', 'shared', 'nowhere']),
      reservation_by: z.enum(['hand', 'detected', 'assumed']).describe('Quem disse onde os pedidos reservam'),
      reservation_found_at: instant.nullable().describe('Quando foi descoberto, se foi'),
    }),
  ),
  sites: z.array(
    z.object({
      site_id: id,
      name: z.string(),
      state: z.enum(['active', 'paused']),
      last_sweep_at: instant.nullable().describe('Quando o site foi conferido pela última vez'),
      next_sweep_at: instant.nullable(),
      orders_read_at: instant.nullable().describe('Quando os pedidos foram lidos até o fim'),
    }),
  ),
  backlog: z.object({ due_skus: z.int(), running_skus: z.int(), suspects: z.int() }),
})

/** Why one SKU shows what it shows. */
export const syncSku = z.object({
  sku: z.string(),
  suspect_since: instant.nullable(),
  suspect_reason: z.string().nullable(),
  last_result: z.string().nullable(),
  last_run_at: instant.nullable(),
  due_at: instant.nullable(),
  kit_available: z.number().nullable().describe('De um kit: quantos os componentes permitem'),
  pools: z.array(
    z.object({
      pool_id: id,
      run_id: id.nullable().describe('A execução que conta esta decisão; null quando nenhuma a conta'),
      decided_at: instant,
      state: z.string(),
      available: z.number().nullable(),
      oversold: z.number().nullable(),
      oversell_bound: z.number().nullable(),
      why: z.record(z.string(), z.unknown()),
    }),
  ),
  writes: z.array(syncWrite),
})
export const syncSkuPage = pageOf(
  z.object({
    sku: z.string(),
    suspect_since: instant.nullable(),
    suspect_reason: z.string().nullable(),
    last_result: z.string().nullable(),
    last_run_at: instant.nullable(),
  }),
)
export const syncSkuQuery = z.strictObject({
  limit: pageQuery.limit,
  cursor: z.string().max(500).optional(),
  suspects: flag.optional(),
  recent_hours: z.coerce.number().int().min(1).max(720).optional(),
})

/** One demand line, with its order. */
export const demandRow = z.object({
  channel_id: id,
  order_id: z.string(),
  number: z.string(),
  shop_number: z.string(),
  sku: z.string(),
  item_id: z.string(),
  quantity: z.number(),
  phase: z.enum(['open', 'shipped', 'cancelled']),
  state: z.enum(['open', 'visible', 'settled', 'cancelled', 'ignored']),
  ignored_by: z.string().nullable(),
  first_seen_at: instant,
  is_draw_pending: z.boolean(),
})
export const demandPage = pageOf(demandRow)
export const demandQuery = z.strictObject({
  limit: pageQuery.limit,
  cursor: z.string().max(500).optional(),
  state: z.enum(['open', 'visible', 'settled', 'cancelled', 'ignored', 'reserved']).default('reserved'),
  sku: sku.optional(),
  channel_id: id.optional(),
})
export const ignoredTotals = z.object({
  items: z.array(z.object({ label: z.string(), orders: z.int(), lines: z.int() })),
})

/** What a person has to look at. */
export const alert = z.object({
  id,
  kind: z.enum(ALERT_KINDS),
  subject: z.string(),
  sentence: z.string().describe('O aviso, pronto para mostrar'),
  facts: z.record(z.string(), z.unknown()),
  opened_at: instant,
  resolved_at: instant.nullable(),
})
export const alertPage = pageOf(alert)
export const alertQuery = z.strictObject({ ...pageQuery, cursor: id.optional(), open: flag.default(true) })

/** What a person knows about a movement on real stock that nobody answered for. */
export const drawVerdict = z.strictObject({ happened: z.boolean() })
