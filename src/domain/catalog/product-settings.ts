/** What a person sets for a product. Prices in cents. */
export type ProductSettings = {
  readonly sku: string
  readonly gtin: string | null
  readonly box_gtin: string | null
  readonly name: string
  readonly unit_price_cents: number | null
  readonly box_price_cents: number | null
  readonly dose_price_cents: number | null
  /** Cost of one unit (bottle). */
  readonly cost_cents: number | null
  readonly box_tracking: boolean
  readonly units_per_box: number | null
  readonly dose_enabled: boolean
  readonly doses_per_bottle: number | null
  readonly dose_mode: 'open_bottle' | 'bottle_per_sale'
  readonly muntu_enabled: boolean
  readonly muntu_quantity: number | null
  readonly muntu_price_cents: number | null
  readonly low_stock_alert: number
}

/** What the business asks of prices. */
export type CatalogRules = {
  /** The least share of the price, in percent, that must remain after cost; null asks for none. */
  readonly min_margin_percent: number | null
}

/**
 * One thing to say about a product's settings. `error` keeps it from being saved, `confirm` too unless a person insists,
 * `warning` only tells. Codes never change meaning.
 */
export type ProductFinding = {
  readonly severity: 'error' | 'confirm' | 'warning'
  readonly field: keyof ProductSettings
  readonly code:
    | 'INVALID_SKU'
    | 'NAME_REQUIRED'
    | 'INVALID_GTIN'
    | 'INVALID_PRICE'
    | 'INVALID_ALERT'
    | 'UNITS_PER_BOX_REQUIRED'
    | 'DOSES_PER_BOTTLE_REQUIRED'
    | 'DOSES_DISCARD_BOTTLES'
    | 'MUNTU_INCOMPLETE'
    | 'MUNTU_WITHOUT_DISCOUNT'
    | 'MUNTU_WITHOUT_SAVING'
    | 'MUNTU_BELOW_MARGIN'
}
