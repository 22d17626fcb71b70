import type { z } from 'zod'
import type { newSale } from '../contract/sales.ts'
import type { SoldAs } from '../domain/stock/sale-terms.ts'
import type { Place } from './company.ts'
import type { Good } from './goods.ts'

/** What a guest asks for. */
export type Wish = { readonly good: Good; readonly sold_as: SoldAs; readonly quantity: number }

/** Something that happens at the bar. What it comes to depends on what is on the shelf by then. */
export type Act = { readonly at: Date; readonly place: Place } & (
  | {
      readonly kind: 'sale'
      readonly wishes: readonly Wish[]
      readonly payment_method: NonNullable<z.infer<typeof newSale>['payment_method']>
      readonly terminal: string
    }
  /** The last sale is taken back. */
  | { readonly kind: 'cancellation' }
  | { readonly kind: 'breakage' | 'loss' | 'courtesy'; readonly good: Good; readonly reason: string }
  /** What is left in an open bottle goes down the drain. */
  | { readonly kind: 'leftover'; readonly good: Good; readonly doses: number }
  /** The shelf is counted; `errors` say by how much each good is off. */
  | { readonly kind: 'count'; readonly goods: readonly Good[]; readonly errors: readonly number[] }
  /** What is short is bought; what comes later is only ordered. */
  | { readonly kind: 'purchase'; readonly goods: readonly Good[]; readonly arrives: 'now' | 'later' }
  /** What was ordered comes in. */
  | { readonly kind: 'arrival' }
  /** Boxes that `from` can spare go to this place. */
  | { readonly kind: 'transfer'; readonly from: Place; readonly goods: readonly Good[] }
)
