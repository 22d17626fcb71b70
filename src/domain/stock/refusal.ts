/** Why a decision was not taken, with the facts that a person needs. Nothing has changed when one is returned. */
export type Refusal = { readonly ok: false } & (InvalidValues | OfProduct | SameBranch)

/** Every code a stock decision may refuse with; codes never change meaning. */
export type RefusalCode = Refusal['code']

/** A value that can never be accepted, whatever the stock; `message` is for people. */
type InvalidValues = {
  readonly code: 'INVALID_VALUES'
  readonly fields: readonly { readonly path: string; readonly message: string }[]
}

type SameBranch = { readonly code: 'SAME_BRANCH'; readonly branch_id: string }

type OfProduct = { readonly product_id: string } & (
  | InsufficientStock
  | NoSealedBox
  | {
      readonly code: 'NO_SEALED_BOTTLE'
      readonly available: number
      readonly required: number
      readonly doses_available: number
    }
  | { readonly code: 'BOX_ALREADY_OPEN'; readonly open_box_units: number; readonly units_per_box: number }
  | { readonly code: 'NOT_FOUND' }
  | { readonly code: 'BOX_NOT_TRACKED' }
  | { readonly code: 'DOSE_NOT_ENABLED' }
  | { readonly code: 'MUNTU_NOT_CONFIGURED' }
  | { readonly code: 'NOTHING_TO_DO' }
  | { readonly code: 'QUANTITY_TOO_LARGE' }
  | { readonly code: 'COUNT_OUT_OF_RANGE' }
  | { readonly code: 'OPEN_BOTTLE_NOT_EMPTY'; readonly open_bottle_doses: number }
  | { readonly code: 'STOCK_IS_NEGATIVE'; readonly quantity: number }
)

type InsufficientStock = {
  readonly code: 'INSUFFICIENT_STOCK'
  readonly available: number
  readonly required: number
  /** What `available` and `required` count: sealed units or bottles, or doses. */
  readonly counted_in: 'unit' | 'dose'
  /** Whole Muntu packs that could still be sold; null when no Muntu was asked for. */
  readonly complete_packs: number | null
  /** Doses left in the open bottle; null for a product without doses. */
  readonly doses_available: number | null
}

type NoSealedBox = {
  readonly code: 'NO_SEALED_BOX'
  /** Closed boxes there are, and asked for. */
  readonly available: number
  readonly required: number
  readonly open_box_units: number
  /** Loose units would complete the boxes and the rule allows it: ask, and repeat with `partial: 'accept'`. */
  readonly loose_can_complete: boolean
}

/** Refuses a document that comes to more than can be kept. */
export function tooDear(path: string): Refusal {
  return invalidValue(path, 'o valor passa do limite de R$ 1 bilhão')
}

/** Refuses a value of the request itself. */
export function invalidValue(path: string, message: string): Refusal {
  return { ok: false, code: 'INVALID_VALUES', fields: [{ path, message }] }
}
