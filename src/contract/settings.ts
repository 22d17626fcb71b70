import * as z from 'zod'
import { text } from './common.ts'

const fields = {
  allow_two_open_boxes: z.boolean(),
  muntu_partial: z.enum(['confirm', 'never']),
  muntu_partial_price: z.enum(['unit', 'pro_rata']),
  box_from_loose: z.boolean(),
  regroup: z.enum(['correct', 'warn']),
  target_days: z.int().min(1).max(365),
  consumption_window: z.enum(['partial', 'fixed']),
  courtesy_is_consumption: z.boolean(),
  stockout_days: z
    .enum(['count', 'leave_out'])
    .describe('Se os dias inteiros sem estoque contam nas médias, e no que se calcula delas'),
  business_day_cutoff_hour: z.int().min(0).max(23),
  time_zone: z.string().max(64).refine(isTimeZone, 'não é um fuso horário conhecido'),
  min_margin_percent: z.int().min(0).max(100).nullable(),
  muntu_label: text(40),
}

/** How a company wants its stock kept. Every field has a default, so an empty object is a company with all defaults. */
export const tenantSettings = z.object({
  allow_two_open_boxes: fields.allow_two_open_boxes.default(false),
  muntu_partial: fields.muntu_partial.default('confirm'),
  muntu_partial_price: fields.muntu_partial_price.default('unit'),
  box_from_loose: fields.box_from_loose.default(false),
  regroup: fields.regroup.default('correct'),
  target_days: fields.target_days.default(15),
  consumption_window: fields.consumption_window.default('partial'),
  courtesy_is_consumption: fields.courtesy_is_consumption.default(true),
  stockout_days: fields.stockout_days.default('count'),
  business_day_cutoff_hour: fields.business_day_cutoff_hour.default(6),
  time_zone: fields.time_zone.default('America/Sao_Paulo'),
  min_margin_percent: fields.min_margin_percent.default(null),
  muntu_label: fields.muntu_label.default('Combo (Muntu)'),
})
export type TenantSettings = z.infer<typeof tenantSettings>

/** A change: only the given fields. */
export const settingsChange = z.strictObject(fields).partial()

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
