/** What one unit of a sale line is. */
export type SoldAs = 'unit' | 'box' | 'dose' | 'muntu'

/** One line of a cart; `partial` is the person's answer to "sell what there is?" and "complete with loose units?". */
export type SaleLine = {
  readonly product_id: string
  readonly sold_as: SoldAs
  readonly quantity: number
  readonly partial: 'refuse' | 'accept'
}

/** What a sale needs to know of a product. Prices in cents; null is a price that nobody gave. */
export type SaleProduct = {
  readonly id: string
  readonly unit_price_cents: number | null
  readonly box_price_cents: number | null
  readonly dose_price_cents: number | null
  readonly dose_mode: 'open_bottle' | 'bottle_per_sale'
  readonly muntu_enabled: boolean
  readonly muntu_quantity: number | null
  readonly muntu_price_cents: number | null
}

/** What the business allows. Each of them still needs the line's own `partial: 'accept'`. */
export type SaleRules = {
  /** `confirm`: a Muntu may be sold in part once a person agrees; `never`: all of it or nothing. */
  readonly muntu_partial: 'confirm' | 'never'
  /** What the part costs: the rest beyond whole packs at unit price, or everything at the pack's rate. */
  readonly muntu_partial_price: 'unit' | 'pro_rata'
  /** Whether boxes may be completed with loose units once a person agrees. */
  readonly box_from_loose: boolean
}
