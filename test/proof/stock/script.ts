import type { Measure } from '../../../src/domain/stock/portion.ts'
import type { SoldAs } from '../../../src/domain/stock/sale.ts'

/** When an action happened: now, entered by a person for an earlier moment, or on a device that was offline. */
export type Moment =
  | { readonly kind: 'now' }
  | { readonly kind: 'dated'; readonly minutes_ago: number }
  | { readonly kind: 'device'; readonly minutes_ago: number; readonly trusted: boolean }

/** One thing that a client does. Products, branches and earlier actions are named by number; numbers wrap around. */
export type Action =
  | {
      readonly kind: 'sale'
      readonly at: Moment
      readonly branch: number
      readonly charged: number | null
      readonly lines: readonly {
        readonly product: number
        readonly sold_as: SoldAs
        readonly quantity: number
        readonly partial: 'refuse' | 'accept'
      }[]
    }
  | { readonly kind: 'cancel'; readonly at: Moment; readonly of: number }
  | {
      readonly kind: 'purchase'
      readonly at: Moment
      readonly branch: number
      readonly status: 'pending' | 'received'
      readonly lines: readonly {
        readonly product: number
        readonly boxes: number
        readonly units: number
        readonly unit_cost_cents: number | null
        readonly batch: number | null
      }[]
    }
  | { readonly kind: 'receive'; readonly at: Moment; readonly of: number }
  | {
      readonly kind: 'loss' | 'breakage' | 'courtesy'
      readonly at: Moment
      readonly branch: number
      readonly product: number
      readonly quantity: number
      readonly taken_from: Measure
    }
  | {
      readonly kind: 'adjustment'
      readonly at: Moment
      readonly branch: number
      readonly product: number
      readonly quantity: number
      readonly counted_in: Measure
    }
  | { readonly kind: 'box_opening'; readonly at: Moment; readonly branch: number; readonly product: number }
  | {
      readonly kind: 'count'
      readonly at: Moment
      readonly branch: number
      /** How many movements the counting person had not heard of; null when no place in the ledger is named. */
      readonly unseen: number | null
      readonly lines: readonly {
        readonly product: number
        readonly closed_boxes: number
        readonly open_box_units: number
        readonly open_bottle_doses: number | null
      }[]
    }
  | {
      readonly kind: 'transfer'
      readonly at: Moment
      readonly from: number
      readonly lines: readonly { readonly product: number; readonly boxes: number; readonly units: number }[]
    }
  | {
      readonly kind: 'repack'
      readonly product: number
      readonly units_per_box: number | null
      readonly doses_per_bottle: number | null
    }
  /** An earlier request comes again, byte for byte. */
  | { readonly kind: 'again'; readonly of: number }
  /** The key of an earlier request comes again with another request. */
  | { readonly kind: 'reused_key'; readonly of: number; readonly product: number }

/** An action, and whether the client lets others go first before it sends it: that is what cuts batches. */
export type Step = { readonly action: Action; readonly pauses: boolean }

/** What two processes do at the same time; all is answered before the next round begins. */
export type Round = {
  readonly minutes_later: number
  readonly here: readonly Step[]
  readonly there: readonly Step[]
}

/** How a product is packed and priced at the start. */
export type ProductSpec = {
  readonly units_per_box: number | null
  readonly doses_per_bottle: number | null
  readonly dose_mode: 'open_bottle' | 'bottle_per_sale'
  readonly unit_price_cents: number | null
  readonly box_price_cents: number | null
  readonly dose_price_cents: number | null
  readonly muntu: { readonly quantity: number; readonly price_cents: number } | null
  readonly low_stock_alert: number
}

/** A whole run: a company, its products, and what is done to them. Plain data, so that it can be kept in a file. */
export type Script = {
  readonly settings: {
    readonly allow_two_open_boxes: boolean
    readonly muntu_partial: 'confirm' | 'never'
    readonly muntu_partial_price: 'unit' | 'pro_rata'
    readonly box_from_loose: boolean
    readonly regroup: 'correct' | 'warn'
    readonly business_day_cutoff_hour: number
  }
  /** Whether levels are made with their products, as the catalogue does; else the first command that needs one makes it. */
  readonly levels_exist: boolean
  /** How far the second process's clock is from the first one's. */
  readonly skew_ms: number
  readonly products: readonly ProductSpec[]
  readonly rounds: readonly Round[]
}

/** How many commands a script sends. */
export function lengthOf(script: Script): number {
  return script.rounds.reduce((sum, round) => sum + round.here.length + round.there.length, 0)
}
