import * as z from 'zod'
import { cents, id, instant, pageOf, pageQuery } from './common.ts'

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
  courtesy_avg_15d: z
    .number()
    .describe('Cortesias por dia, nos dias da média de 15; contadas nela conforme a configuração'),
  consumption_partial_days: z
    .int()
    .nullable()
    .describe(
      'Dias que a média cobre quando são menos de 15: produto novo, ou dias sem estoque deixados de fora',
    ),
  days_until_stockout: z.int().nullable(),
  suggested_reorder: z.int(),
  suggested_reorder_boxes: z.int().nullable(),
  incoming_units: z.int(),
  low_stock_alert: z.int().describe('O alerta que vale nesta filial'),
  branch_low_stock_alert: z.int().nullable().describe('O alerta próprio da filial; null: vale o do produto'),
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
    low_stock_alert: z.int(),
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
