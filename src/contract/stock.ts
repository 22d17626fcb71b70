import * as z from 'zod'
import { BOX_ADJUSTMENT_REASONS, BREAKAGE_REASONS, DOSE_LOSS_REASONS } from '../domain/stock/reasons.ts'
import {
  cents,
  day,
  flag,
  id,
  instant,
  MAX_QUANTITY,
  natural,
  pageOf,
  pageQuery,
  positive,
  text,
} from './common.ts'

const notes = text(500).optional()
const gtinText = z.string().regex(/^\d{8,14}$/)

/** How a line is sold. */
export const SOLD_AS = ['unit', 'box', 'dose', 'muntu'] as const
export const PAYMENT_METHODS = ['cash', 'pix', 'debit', 'credit', 'tab', 'other'] as const
const saleLine = z
  .strictObject({
    product_id: id.optional(),
    sku: z.string().min(1).max(120).optional(),
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

const soldLine = z.object({
  product_id: id,
  sku: z.string(),
  product_name: z.string(),
  sold_as: z.enum(SOLD_AS),
  quantity: z.int(),
  quantity_sold: z.int().describe('Quanto saiu, na unidade base do produto'),
  unit_price_cents: cents.nullable(),
  amount_cents: cents.nullable(),
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

/** The answer of every command that writes movements. */
export const writtenAnswer = z.object({ id, movements: z.array(writtenMovement) })

/** The answer to a cancellation. */
export const cancelAnswer = writtenAnswer.extend({
  sale_id: id,
  number: z.int(),
  status: z.literal('cancelled'),
})

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
  notes,
  occurred_at: instant.optional(),
  lines: z.array(purchaseLine).min(1).max(500),
})
export type NewPurchase = z.infer<typeof newPurchase>
export const purchase = z.object({
  id,
  number: z.int(),
  branch_id: id,
  supplier: z.string().nullable(),
  status: z.enum(['pending', 'received']),
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
})
export const purchaseAnswer = purchase.extend({ movements: z.array(writtenMovement) })
export const purchasePage = pageOf(purchase)
export const purchaseQuery = z.strictObject({
  ...pageQuery,
  branch_id: id.optional(),
  status: z.enum(['pending', 'received']).optional(),
})

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

export const inventoryItem = z.object({
  id: z.string().describe('branch_id:product_id'),
  product_id: id,
  branch_id: id,
  qty_units: z.int().describe('Na unidade base: doses para produtos vendidos em doses'),
  closed_boxes: z.int(),
  open_box_units: z.int(),
  open_bottle_doses: z.int(),
  total_bottles: z.int(),
  consumption_avg_7d: z.number(),
  consumption_avg_15d: z.number(),
  consumption_avg_30d: z.number(),
  consumption_partial_days: z.int().nullable().describe('Dias que a média cobre quando o produto é novo'),
  days_until_stockout: z.int().nullable(),
  suggested_reorder: z.int(),
  suggested_reorder_boxes: z.int().nullable(),
  incoming_units: z.int(),
  low_stock_alert: z.int(),
  status: z.enum(['ok', 'low', 'out', 'divergent']),
  stockout_status: z.enum(['critical', 'attention', 'normal', 'no_consumption']),
  last_seq: z.int(),
  updated_at: instant,
  product: z.object({
    id,
    sku: z.string(),
    name: z.string(),
    category: z.string(),
    gtin: z.string().nullable(),
    box_gtin: z.string().nullable(),
    unit_price_cents: cents.nullable(),
    box_price_cents: cents.nullable(),
    dose_price_cents: cents.nullable(),
    cost_cents: cents.nullable(),
    box_tracking: z.boolean(),
    units_per_box: z.int().nullable(),
    dose_enabled: z.boolean(),
    doses_per_bottle: z.int().nullable(),
    muntu_enabled: z.boolean(),
    muntu_quantity: z.int().nullable(),
    muntu_price_cents: cents.nullable(),
    is_active: z.boolean(),
  }),
})
export const INVENTORY_SORTS = [
  'name',
  'sku',
  'category',
  'closed_boxes',
  'open_box_units',
  'open_bottle_doses',
  'total_bottles',
  'qty_units',
  'consumption_avg_7d',
  'consumption_avg_15d',
  'consumption_avg_30d',
  'days_until_stockout',
  'suggested_reorder',
  'incoming_units',
  'status',
  'updated_at',
] as const
export const inventoryQuery = z.strictObject({
  ...pageQuery,
  branch_id: id.optional(),
  search: z.string().trim().max(120).optional(),
  status: z.enum(['ok', 'low', 'out', 'divergent']).optional(),
  sort: z.enum([...INVENTORY_SORTS, ...INVENTORY_SORTS.map((name) => `-${name}` as const)]).default('name'),
})
export const inventoryPage = pageOf(inventoryItem).extend({
  ledger_seq: z.int().describe('Até que movimentação estes números vão'),
})
export const inventoryItemQuery = z.strictObject({ branch_id: id, as_of: instant.optional() })
/** A level at an instant: what had happened by then, as known now. */
export const pastLevel = z.object({
  product_id: id,
  branch_id: id,
  as_of: instant,
  qty_units: z.int(),
  total_bottles: z.int(),
  closed_boxes: z.int(),
  open_box_units: z.int(),
  open_bottle_doses: z.int(),
  seq: z.int().describe('Última movimentação considerada'),
})

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

export const consumptionBody = z.strictObject({ branch_id: id.optional(), product_id: id.optional() })
export const consumptionAnswer = z.object({ items_updated: z.int(), calculated_at: instant })

export const consistencyQuery = z.strictObject({ branch_id: id })
export const consistencyAnswer = z.object({
  product_id: id,
  branch_id: id,
  ok: z.boolean(),
  findings: z.array(
    z.object({ code: z.string(), message: z.string(), facts: z.record(z.string(), z.unknown()) }),
  ),
})

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
  code: z.string(),
  facts: z.record(z.string(), z.unknown()),
  received_at: instant,
})
export const quarantinePage = pageOf(quarantinedOperation)
