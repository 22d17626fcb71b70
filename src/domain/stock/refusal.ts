/** Why a decision was not taken, with the facts that a person needs. Nothing has changed when one is returned. */
export type Refusal = { readonly ok: false } & RefusalFacts

type RefusalFacts =
  | { readonly code: 'INVALID_QUANTITY'; readonly product_id: string; readonly quantity: number }
  | { readonly code: 'AMOUNT_TOO_LARGE' }
  | { readonly code: 'PRODUCT_NOT_FOUND'; readonly product_id: string }
  | InsufficientStock
  | {
      readonly code: 'NO_SEALED_BOX'
      readonly product_id: string
      readonly closed_boxes: number
      readonly required_boxes: number
      readonly open_box_units: number
      /** There are loose units enough to complete the boxes, should a person agree and the rule allow it. */
      readonly loose_can_complete: boolean
    }
  | {
      readonly code: 'BOX_ALREADY_OPEN'
      readonly product_id: string
      readonly open_box_units: number
      readonly units_per_box: number
    }
  | {
      readonly code: 'NO_SEALED_BOTTLE'
      readonly product_id: string
      readonly required: number
      readonly doses_available: number
    }
  | { readonly code: 'BOX_NOT_TRACKED'; readonly product_id: string }
  | { readonly code: 'DOSE_NOT_ENABLED'; readonly product_id: string }
  | { readonly code: 'MUNTU_NOT_CONFIGURED'; readonly product_id: string }
  | { readonly code: 'REASON_REQUIRED'; readonly allowed: readonly string[] }
  | { readonly code: 'NOTES_REQUIRED'; readonly reason: string }
  | { readonly code: 'SAME_BRANCH'; readonly branch_id: string }
  | { readonly code: 'PACKING_CHANGED'; readonly product_id: string }
  | { readonly code: 'COUNT_OUTDATED'; readonly product_id: string; readonly quantity: number }
  | { readonly code: 'INVALID_PACKING'; readonly product_id: string }
  | { readonly code: 'OPEN_BOTTLE'; readonly product_id: string; readonly open_bottle_doses: number }
  | { readonly code: 'NEGATIVE_STOCK'; readonly product_id: string; readonly quantity: number }

type InsufficientStock = {
  readonly code: 'INSUFFICIENT_STOCK'
  readonly product_id: string
  readonly available: number
  readonly required: number
  /** What `available` and `required` count: sealed units or bottles, or doses. */
  readonly counted_in: 'unit' | 'dose'
  /** Whole Muntu packs that could still be sold; null when no Muntu was asked for. */
  readonly complete_packs: number | null
  /** Doses left in the open bottle; null for a product without doses. */
  readonly doses_available: number | null
}

/** Every code a stock decision may refuse with; codes never change meaning. */
export type RefusalCode = Refusal['code']
