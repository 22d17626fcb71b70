import * as z from 'zod'

/** How a company wants its stock kept. Every field has a default, so an empty object is a company with all defaults. */
export const tenantSettings = z.object({
  allow_two_open_boxes: z.boolean().default(false),
  muntu_partial: z.enum(['confirm', 'never']).default('confirm'),
  muntu_partial_price: z.enum(['unit', 'pro_rata']).default('unit'),
  box_from_loose: z.boolean().default(false),
  regroup: z.enum(['correct', 'warn']).default('correct'),
  target_days: z.int().min(1).max(365).default(15),
  consumption_window: z.enum(['partial', 'fixed']).default('partial'),
  business_day_cutoff_hour: z.int().min(0).max(23).default(6),
  time_zone: z.string().min(1).max(64).default('America/Sao_Paulo'),
  min_margin_percent: z.int().min(0).max(100).nullable().default(null),
  muntu_label: z.string().min(1).max(40).default('Combo (Muntu)'),
})
export type TenantSettings = z.infer<typeof tenantSettings>
