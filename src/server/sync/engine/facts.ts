import type { AccountState } from '../../../domain/sync/account-state.ts'
import type { ReservationPlace } from '../../../domain/sync/demand.ts'
import type { DemandLine } from '../../../domain/sync/demand-line.ts'
import type { ExclusionRule } from '../../../domain/sync/excluded-order.ts'
import type { Quantity } from '../../../domain/sync/quantity.ts'
import type { Balance } from '../../../domain/sync/reading.ts'
import type { ProductKind, SoldInKit } from '../../../domain/sync/sku-state.ts'
import { type AccountLink, poolsOfSku } from '../links/sku-links.ts'
import type { KnownDepositRow } from '../pools/deposits.store.ts'
import type { StoredPool } from '../pools/pools.store.ts'
import type { SiteMatch } from '../sites/site-links.ts'
import type { SyncSite } from '../sites/sync-sites.store.ts'
import type { KitSale } from './kit-sales.store.ts'

/** A connected account, and how synchronisation treats it. */
export type AccountFacts = {
  readonly account_id: string
  readonly name: string
  readonly state: AccountState
  readonly reserves_in: ReservationPlace
  /** Whether a person or what was seen said so; else it is only assumed. */
  readonly is_reservation_known: boolean
  /** Whether new orders are watched for it: nobody said it, and nothing was kept apart before our eyes yet. */
  readonly is_watched: boolean
  readonly when_shipped: 'draw' | 'debt'
  readonly exclusion_rules: readonly ExclusionRule[]
  /** Orders altered before this instant are in the demand ledger; null before the first reading. */
  readonly orders_read_at: Date | null
  readonly joined_at: Date
}

/** What is known of one SKU in one place. */
export type PlaceMemory = {
  /** The latest complete look. */
  readonly seen: Balance | null
  readonly seen_at: Date | null
  /** Our own movements there since. */
  readonly own_difference: Quantity
  /** Where our writes and the known orders left it, as of the plan made at `planned_at`. */
  readonly confirmed: { readonly balance: Balance; readonly planned_at: Date } | null
  readonly unconfirmed: readonly Quantity[]
  readonly written_at: Date | null
}

/** One SKU: who it is in each account, what is remembered of it, and what orders ask of it. */
export type SkuFacts = {
  readonly sku: string
  readonly product_id: string
  readonly product_kind: ProductKind
  readonly step: Quantity
  /** Which product it is in each connected account. */
  readonly links: ReadonlyMap<string, AccountLink>
  /** Which product it is at each site. */
  readonly sites: ReadonlyMap<string, SiteMatch>
  /** By `placeKey`. */
  readonly memories: ReadonlyMap<string, PlaceMemory>
  readonly lines: readonly DemandLine[]
  /** Whole units per branch of our own ledger. */
  readonly branch_levels: ReadonlyMap<string, Quantity>
  /** What one of it is made of; nothing for what is no kit. */
  readonly parts: readonly PartFacts[]
  /** The kits that sites sell it in. */
  readonly sold_in: readonly SoldInKit[]
  /** What orders of sites took of it, if it is a kit, since it was last known to be right. */
  readonly kit_sales: readonly KitSale[]
}

/** One part of a kit, and how much of it goes into one; `facts` is null for what the catalogue does not have. */
export type PartFacts = { readonly sku: string; readonly quantity: Quantity; readonly facts: SkuFacts | null }

/** A SKU, and what it is made of: everything whose balances and orders decide it. */
export function withParts(sku: SkuFacts): readonly SkuFacts[] {
  return [sku, ...sku.parts.flatMap(({ facts }) => facts ?? [])]
}

/** Everything of a tenant that decides, besides the SKUs. */
export type TenantFacts = {
  readonly tenant_id: string
  readonly pools: readonly StoredPool[]
  readonly accounts: ReadonlyMap<string, AccountFacts>
  readonly deposits: ReadonlyMap<string, KnownDepositRow>
  readonly sites: ReadonlyMap<string, SyncSite>
  /** The account that a site's orders are sent to; none or null while nobody said. */
  readonly routes: ReadonlyMap<string, string | null>
}

/** The pool that an account's orders draw from: the first that it sells from, else the first that it supplies. */
export function homePoolOf(facts: TenantFacts, account_id: string): StoredPool | null {
  const isOwn = (place: { readonly kind: string; readonly deposit_id?: string }) =>
    place.deposit_id !== undefined && facts.deposits.get(place.deposit_id)?.account_id === account_id
  const sells = facts.pools.find(({ config }) =>
    config.targets.some((target) => target.role === 'shared' && isOwn(target.place)),
  )
  return sells ?? facts.pools.find(({ config }) => config.sources.some(({ place }) => isOwn(place))) ?? null
}

/** The pools that a SKU takes part in. */
export function poolsWith(facts: TenantFacts, sku: SkuFacts): StoredPool[] {
  const { sku: name, product_id, product_kind, links: accounts, sites } = sku
  const kit_sites = new Set(sku.sold_in.flatMap(({ site_ids }) => site_ids))
  const accountOf = (deposit_id: string) => facts.deposits.get(deposit_id)?.account_id ?? null
  return poolsOfSku(
    facts.pools,
    { sku: name, product_id, product_kind, accounts, sites },
    kit_sites,
    accountOf,
  )
}

/** The pool that a site sells from; a site is a target of one pool at most. */
export function poolOfSite(facts: TenantFacts, site_id: string): StoredPool | null {
  return facts.pools.find((pool) => sitesOfPool(pool).includes(site_id)) ?? null
}

/** The pool that a site's orders draw from: the one that it sells from, else that of the account they are sent to. */
export function homePoolOfSite(facts: TenantFacts, site_id: string): StoredPool | null {
  const account_id = facts.routes.get(site_id) ?? null
  return poolOfSite(facts, site_id) ?? (account_id === null ? null : homePoolOf(facts, account_id))
}

/** The sites that a pool shows its stock at. */
export function sitesOfPool({ config }: StoredPool): readonly string[] {
  return config.targets.flatMap(({ place }) => (place.kind === 'site' ? [place.site_id] : []))
}

/** The active sites that have a part in some pool, in a stable order. */
export function sitesInPools(facts: TenantFacts): readonly SyncSite[] {
  const ids = new Set(facts.pools.flatMap(sitesOfPool))
  return [...ids]
    .toSorted()
    .flatMap((id) => facts.sites.get(id) ?? [])
    .filter((site) => site.state === 'active')
}

/** The accounts that have a part in some pool, in a stable order. */
export function accountsInPools(facts: TenantFacts): readonly AccountFacts[] {
  const ids = new Set(facts.pools.flatMap((pool) => accountsOfPool(facts, pool)))
  return [...ids].toSorted().flatMap((id) => facts.accounts.get(id) ?? [])
}

/** The accounts of a pool's sources and targets, and of what its mirrors copy. */
export function accountsOfPool(facts: TenantFacts, { config }: StoredPool): readonly string[] {
  const places = [
    ...config.sources.map(({ place }) => place),
    ...config.targets.flatMap(({ place, mirror_of }) => (mirror_of === null ? [place] : [place, mirror_of])),
  ]
  const ids = places.flatMap((place) =>
    place.kind === 'deposit' ? (facts.deposits.get(place.deposit_id)?.account_id ?? []) : [],
  )
  return [...new Set(ids)].toSorted()
}

/**
 * The deposit, by Bling's id, from which goods of the account's orders leave: where it keeps them apart in what it sells from, they leave
 * there and real stock is told afterwards; null where they leave from wherever Bling takes them by itself.
 */
export function orderDepositOf(facts: TenantFacts, account_id: string): string | null {
  if (facts.accounts.get(account_id)?.reserves_in !== 'shared') return null
  for (const { role, place } of homePoolOf(facts, account_id)?.config.targets ?? []) {
    const deposit = place.kind === 'deposit' ? facts.deposits.get(place.deposit_id) : undefined
    if (role === 'shared' && deposit?.account_id === account_id) return deposit.bling_id
  }
  return null
}
