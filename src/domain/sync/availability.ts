import type { AccountState } from './account-state.ts'
import { type CombineRule, combine } from './combine.ts'
import { compareText, type Place, placeKey } from './place.ts'
import { atLeastNothing, lesser, minus, NOTHING, negated, type Quantity, sum } from './quantity.ts'
import { balanceOf, type UnknownCause } from './reading.ts'
import type { HiddenDemand, PoolSource, SkuState } from './sku-state.ts'

/** One fact behind `available`, with its sign: the amounts of all terms add up to it exactly. */
export type AvailabilityTerm =
  | { readonly kind: 'source'; readonly place: Place; readonly amount: Quantity; readonly note: SourceNote }
  | { readonly kind: 'combination'; readonly rule: CombineRule; readonly amount: Quantity }
  | { readonly kind: 'demand'; readonly line: HiddenDemand; readonly amount: Quantity }
  | { readonly kind: 'safety_stock'; readonly amount: Quantity }
  /** As many whole kits as `parts` make. */
  | { readonly kind: 'kit'; readonly parts: readonly AvailablePart[]; readonly amount: Quantity }

/** How much of one part goes into one kit, and how much of it the pool can promise. */
export type AvailablePart = {
  readonly sku: string
  readonly quantity: Quantity
  readonly available: Quantity
}

/** What a reader must know about a source: counted as zero (`absent`, `unmoved`) or left out (`inactive`, `excluded`). */
export type SourceNote = 'absent' | 'unmoved' | 'inactive' | 'excluded' | null

/** Why nothing may be written for the SKU. */
export type PendingCause =
  | { readonly code: 'SOURCE_UNKNOWN'; readonly place: Place; readonly cause: UnknownCause }
  | { readonly code: 'ACCOUNT_FROZEN' | 'ACCOUNT_REAUTHORIZE'; readonly place: Place }
  | { readonly code: 'NO_SOURCE' | 'KIT_NOT_READ' }
  | { readonly code: 'KIT_PART_UNKNOWN'; readonly sku: string }

/** What the pool can promise of one SKU, and why. */
export type Availability = {
  /** Negative only when more was sold than there is; safety stock never takes it below zero. */
  readonly available: Quantity
  /** How much was sold without stock, before any safety stock. */
  readonly oversold: Quantity
  readonly terms: readonly AvailabilityTerm[]
}

/** The number, or every reason why there is none. */
export type AvailabilityDecision =
  | ({ readonly ok: true } & Availability)
  | { readonly ok: false; readonly causes: readonly PendingCause[] }

/**
 * available = combine(virtual of every source) - open demand that no source shows yet - safety stock.
 * Reads everything or decides nothing: one unknown source, or one of a frozen account, leaves the SKU as it is.
 */
export function decideAvailability(state: SkuState): AvailabilityDecision {
  const sources = state.sources.toSorted((a, b) => compareText(placeKey(a.place), placeKey(b.place)))
  const causes = sources.flatMap(pendingCauses)
  const terms = sources.flatMap(sourceTerm)
  const counted = terms.filter((term) => term.note !== 'excluded' && term.note !== 'inactive')
  if (causes.length > 0) return { ok: false, causes }
  if (counted.length === 0) return { ok: false, causes: [{ code: 'NO_SOURCE' }] }

  const amounts = counted.map((term) => term.amount)
  const combined = combine(state.combine, amounts, state.step)
  const demand = state.demand.toSorted(byLine).map((line) => demandTerm(line))
  const sellable = sum([combined, ...demand.map((term) => term.amount)])
  const kept = sellable > 0 ? lesser(state.safety_stock, sellable) : NOTHING
  return {
    ok: true,
    available: minus(sellable, kept),
    oversold: atLeastNothing(negated(sellable)),
    terms: [
      ...terms,
      { kind: 'combination', rule: state.combine, amount: minus(combined, sum(amounts)) },
      ...demand,
      { kind: 'safety_stock', amount: negated(kept) },
    ],
  }
}

type SourceTerm = Extract<AvailabilityTerm, { kind: 'source' }>

function pendingCauses({ place, account_state, reading }: PoolSource): PendingCause[] {
  const cause = freezeOf(account_state)
  if (cause !== null) return [{ code: cause, place }]
  if (account_state === 'excluded' || reading.kind !== 'unknown') return []
  return [{ code: 'SOURCE_UNKNOWN', place, cause: reading.cause }]
}

/** The reason by which an account's state freezes what depends on it, or `null`. */
export function freezeOf(account_state: AccountState): 'ACCOUNT_FROZEN' | 'ACCOUNT_REAUTHORIZE' | null {
  if (account_state === 'frozen') return 'ACCOUNT_FROZEN'
  return account_state === 'reauthorize' ? 'ACCOUNT_REAUTHORIZE' : null
}

function sourceTerm({ place, account_state, reading }: PoolSource): SourceTerm[] {
  if (account_state === 'excluded') return [{ kind: 'source', place, amount: NOTHING, note: 'excluded' }]
  if (reading.kind === 'inactive') return [{ kind: 'source', place, amount: NOTHING, note: 'inactive' }]
  const balance = balanceOf(reading)
  if (balance === null) return []
  const note = reading.kind === 'absent' || reading.kind === 'unmoved' ? reading.kind : null
  return [{ kind: 'source', place, amount: balance.virtual, note }]
}

function demandTerm(line: HiddenDemand): Extract<AvailabilityTerm, { kind: 'demand' }> {
  return { kind: 'demand', line, amount: negated(line.quantity) }
}

function byLine(a: HiddenDemand, b: HiddenDemand): number {
  return (
    compareText(a.channel_id, b.channel_id) ||
    compareText(a.order_id, b.order_id) ||
    compareText(a.item_id, b.item_id)
  )
}
