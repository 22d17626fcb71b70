import type { AccountState } from './account-state.ts'
import type { CombineRule } from './combine.ts'
import type { DriftPolicy, TargetHistory } from './drift.ts'
import type { ExposurePolicy } from './exposure.ts'
import type { Place } from './place.ts'
import type { Quantity } from './quantity.ts'
import type { Reading } from './reading.ts'

/** A deposit that holds real stock, or a branch of our own ledger, as it was read. A lower priority is drawn from first. */
export type PoolSource = {
  readonly place: Place
  readonly account_state: AccountState
  readonly priority: number
  readonly reading: Reading
}

type TargetBase = {
  readonly place: Place
  readonly account_state: AccountState
  readonly reading: Reading
  /** `difference` moves by the difference and loses no sale; `balance` sets the value, for places that know no other way. */
  readonly write_mode: 'difference' | 'balance'
  readonly drift_policy: DriftPolicy
  /** What we know of its past; `null` before the first alignment. */
  readonly history: TargetHistory | null
  /** Whether we wrote here, with or without an answer, less than the settling time before this reading. */
  readonly is_settling: boolean
}

/** A place that a channel sells from and that we write. */
export type SharedTarget = TargetBase & {
  readonly role: 'shared'
  readonly policy: ExposurePolicy
  readonly paused: boolean
  readonly priority: number
}

/** A copy of one other deposit, for people to see; nothing sells from it, so it is not part of the oversell bound. */
export type MirrorTarget = TargetBase & {
  readonly role: 'mirror'
  readonly mirror_of: {
    readonly place: Place
    readonly account_state: AccountState
    readonly reading: Reading
  }
}

/** A place that shows what the pool decides. */
export type PoolTarget = SharedTarget | MirrorTarget

/** Part of an open order that the sources do not show yet (see `decideDemand`). Always positive. */
export type HiddenDemand = {
  readonly channel_id: string
  readonly order_id: string
  readonly item_id: string
  readonly quantity: Quantity
}

/**
 * How a product exists in the catalogue: by itself, as the name over its variations, or made of others: following from them (`kit`), or
 * put together beforehand and counted by itself (`counted_kit`).
 */
export type ProductKind = 'simple' | 'parent' | 'kit' | 'counted_kit'

/** How much of one simple product goes into one kit, and how that stands in the same pool; `null` for what the catalogue does not have. */
export type KitPart = {
  readonly sku: string
  readonly quantity: Quantity
  readonly state: SkuState | null
}

/** A kit that sites sell, and how much of the product goes into one. */
export type SoldInKit = {
  readonly sku: string
  readonly quantity: Quantity
  readonly site_ids: readonly string[]
}

/** Everything that decides one SKU of one pool, read in the same breath. Whatever woke us up, this is what is looked at. */
export type SkuState = {
  readonly pool_id: string
  readonly sku: string
  readonly product_kind: ProductKind
  /** The smallest quantity that can be sold: `ONE_UNIT`, or `ONE_GRAIN` for what is weighed. */
  readonly step: Quantity
  readonly combine: CombineRule
  readonly safety_stock: Quantity
  readonly sources: readonly PoolSource[]
  readonly targets: readonly PoolTarget[]
  readonly demand: readonly HiddenDemand[]
  /** Whether a source shows more than it held before less what we just took from it: it may not show that yet. */
  readonly is_overstated: boolean
  /** What one of it is made of; nothing for what is no kit, or for one whose composition nobody has read. */
  readonly parts: readonly KitPart[]
  /** The kits that it is sold in besides: they show the same stock once more. */
  readonly sold_in: readonly SoldInKit[]
  /**
   * Whether the orders of every channel were read again after these balances were; a drop that nobody explains waits for it.
   * After, because a sale between the two must be known from its order and not be part of a balance taken for explained.
   */
  readonly orders_reread: boolean
}
