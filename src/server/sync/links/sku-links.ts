import type { PoolConfig } from '../../../domain/sync/pool-config.ts'
import {
  type LinkedReading,
  type LinkMatch,
  readingOfMatch,
  type UnresolvedLinkPolicy,
} from '../../../domain/sync/sku-link.ts'
import type { ProductKind } from '../../../domain/sync/sku-state.ts'
import type { SiteMatch } from '../sites/site-links.ts'

/** Which product of an account ours is, or that the account's products were not all read yet, so that nobody can tell. */
export type AccountLink = LinkMatch | { readonly kind: 'not_read' }

/** One product of ours, and its counterparts. */
export type SkuLinks = {
  readonly sku: string
  readonly product_id: string
  /** A kit or a parent when any counterpart is one: then it is written in no account. */
  readonly product_kind: ProductKind
  /** By account, for every connected account. */
  readonly accounts: ReadonlyMap<string, AccountLink>
  /** By site. */
  readonly sites: ReadonlyMap<string, SiteMatch>
}

/** What to read for a product in an account: its id there, or the reading that stands in when there is nobody to ask about. */
export function readingOfLink(link: AccountLink, policy: UnresolvedLinkPolicy): LinkedReading {
  if (link.kind === 'not_read') return { kind: 'known', reading: { kind: 'unknown', cause: 'not_read' } }
  return readingOfMatch(link, policy)
}

/**
 * The pools that a product takes part in: those with a target in an account or at a site that has it, or may have it, or sells a kit with
 * it (`kit_sites`). `accountOf` gives the account of a deposit, null when it is not connected any more.
 */
export function poolsOfSku<Pool extends { readonly config: PoolConfig }>(
  pools: readonly Pool[],
  links: SkuLinks,
  kit_sites: ReadonlySet<string>,
  accountOf: (deposit_id: string) => string | null,
): Pool[] {
  return pools.filter(({ config }) =>
    config.targets.some(({ place }) => {
      if (place.kind === 'branch') return false
      if (place.kind === 'site')
        return isThere(links.sites.get(place.site_id)?.link) || kit_sites.has(place.site_id)
      const account_id = accountOf(place.deposit_id)
      const link = account_id === null ? undefined : links.accounts.get(account_id)
      return isThere(link)
    }),
  )
}

function isThere(link: AccountLink | undefined): boolean {
  return link !== undefined && link.kind !== 'absent'
}
