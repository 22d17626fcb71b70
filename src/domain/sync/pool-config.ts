import type { CombineRule } from './combine.ts'
import type { ExposurePolicy } from './exposure.ts'
import type { Quantity } from './quantity.ts'

/** A source or target as a pool's settings name it: ids of ours, unique across accounts. */
export type ConfiguredPlace =
  | { readonly kind: 'deposit'; readonly deposit_id: string }
  | { readonly kind: 'branch'; readonly branch_id: string }
  | { readonly kind: 'site'; readonly site_id: string }

/** A source of a pool; a lower priority is drawn from first. */
export type ConfiguredSource = { readonly place: ConfiguredPlace; readonly priority: number }

/** A target of a pool. */
export type ConfiguredTarget = {
  readonly place: ConfiguredPlace
  readonly role: 'shared' | 'mirror'
  readonly mirror_of: ConfiguredPlace | null
  readonly policy: ExposurePolicy
  readonly paused: boolean
}

/** The settings of one pool, as a person saves them. */
export type PoolConfig = {
  readonly pool_id: string
  readonly combine: CombineRule
  readonly safety_stock: Quantity
  readonly sources: readonly ConfiguredSource[]
  readonly targets: readonly ConfiguredTarget[]
}

/** A deposit that we know of; `account_id` is null when its account is not connected any more. */
export type KnownDeposit = {
  readonly deposit_id: string
  readonly account_id: string | null
  readonly is_active: boolean
}

/** What exists for a pool to refer to. */
export type KnownPlaces = {
  readonly account_ids: ReadonlySet<string>
  readonly deposits: readonly KnownDeposit[]
  readonly branch_ids: ReadonlySet<string>
  readonly site_ids: ReadonlySet<string>
  /** The tenant's other pools: a place that is written has one writer, and what is written is never a source. */
  readonly other_pools: readonly PoolConfig[]
}

/** One text per place, to compare and to name it in findings. */
export function configKey(place: ConfiguredPlace): string {
  switch (place.kind) {
    case 'deposit':
      return `deposit/${place.deposit_id}`
    case 'branch':
      return `branch/${place.branch_id}`
    case 'site':
      return `site/${place.site_id}`
  }
}

/** Parts of a pool's settings that go away with an account, for the person to see before it is removed. */
export type AccountUse = {
  readonly sources: readonly ConfiguredSource[]
  /** Targets in the account, and mirrors elsewhere of a deposit in it. */
  readonly targets: readonly ConfiguredTarget[]
}

/** What of the pool depends on deposits of the account. */
export function usesOfAccount(
  config: PoolConfig,
  deposits: readonly KnownDeposit[],
  account_id: string,
): AccountUse {
  const own = new Set(deposits.filter((one) => one.account_id === account_id).map((one) => one.deposit_id))
  const isOwn = (place: ConfiguredPlace | null) => place?.kind === 'deposit' && own.has(place.deposit_id)
  return {
    sources: config.sources.filter((source) => isOwn(source.place)),
    targets: config.targets.filter((target) => isOwn(target.place) || isOwn(target.mirror_of)),
  }
}

/** The pool without what depended on the account: no rule refers to it afterwards. */
export function withoutAccount(
  config: PoolConfig,
  deposits: readonly KnownDeposit[],
  account_id: string,
): PoolConfig {
  const use = usesOfAccount(config, deposits, account_id)
  return {
    ...config,
    sources: config.sources.filter((source) => !use.sources.includes(source)),
    targets: config.targets.filter((target) => !use.targets.includes(target)),
  }
}
