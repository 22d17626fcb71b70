import type { ProductSettings } from '../../domain/catalog/product-settings.ts'

/** A product as its row holds it. */
export type ProductRow = ProductSettings & {
  readonly id: string
  readonly category: string
  /** Days of sales that a reorder should cover; null takes the company's. */
  readonly target_days: number | null
  readonly is_active: boolean
  readonly created_at: Date
  /** Grows with every change, by a millisecond at least: what a change was planned on can be told by it. */
  readonly updated_at: Date
}

/** What a person may set on a product. */
export type ProductFields = Omit<ProductRow, 'id' | 'created_at' | 'updated_at'>

/** Every column that a person may set, in the order of exports, with its type in SQL. */
export const PRODUCT_FIELDS = {
  sku: 'text',
  gtin: 'text',
  box_gtin: 'text',
  name: 'text',
  category: 'text',
  unit_price_cents: 'bigint',
  box_price_cents: 'bigint',
  dose_price_cents: 'bigint',
  cost_cents: 'bigint',
  box_tracking: 'boolean',
  units_per_box: 'integer',
  dose_enabled: 'boolean',
  doses_per_bottle: 'integer',
  dose_mode: 'text',
  muntu_enabled: 'boolean',
  muntu_quantity: 'integer',
  muntu_price_cents: 'bigint',
  low_stock_alert: 'integer',
  target_days: 'integer',
  is_active: 'boolean',
} as const satisfies Record<keyof ProductFields, string>

/** Names of the columns that a person may set. */
export const PRODUCT_FIELD_NAMES = Object.keys(PRODUCT_FIELDS) as readonly (keyof ProductFields)[]
