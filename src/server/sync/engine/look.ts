import type { AccountState } from '../../../domain/sync/account-state.ts'
import type { Place } from '../../../domain/sync/place.ts'
import type { ConfiguredPlace } from '../../../domain/sync/pool-config.ts'
import { type BalanceRow, type Reading, readingInAnswer } from '../../../domain/sync/reading.ts'
import type { LinkedReading } from '../../../domain/sync/sku-link.ts'
import { readingOfLink } from '../links/sku-links.ts'
import type { StoredPool } from '../pools/pools.store.ts'
import type { SiteRead } from '../sites/site-port.ts'
import type { SkuFacts, TenantFacts } from './facts.ts'

/** What reading the balances of one account brought. */
export type AccountLook =
  | { readonly kind: 'read'; readonly rows: readonly BalanceRow[] }
  | { readonly kind: 'failed'; readonly reason: string; readonly retry_at: Date | null }

/** One look at the balances of some SKUs everywhere. `read_at` is before the first call left: nothing in it is older. */
export type Look = {
  readonly read_at: Date
  readonly accounts: ReadonlyMap<string, AccountLook>
  /** What reading the stock of each site brought. */
  readonly sites: ReadonlyMap<string, SiteRead>
  /** Whether the orders of every channel were read again after the balances. */
  readonly orders_reread: boolean
}

/** What a look is judged with: the tenant, the pool whose settings count, the SKU. */
export type Subject = { readonly facts: TenantFacts; readonly pool: StoredPool; readonly sku: SkuFacts }

/** A configured place as the plan names it for one SKU. */
export function placeOf(subject: Subject, place: ConfiguredPlace): Place {
  switch (place.kind) {
    case 'branch':
      return place
    case 'site':
      return {
        kind: 'site',
        site_id: place.site_id,
        product_id: productAt(siteLinkIn(subject, place.site_id)),
      }
    case 'deposit': {
      const account_id = subject.facts.deposits.get(place.deposit_id)?.account_id ?? ''
      const product_id = productAt(linkIn(subject, account_id))
      return { kind: 'deposit', account_id, deposit_id: place.deposit_id, product_id }
    }
  }
}

/**
 * The state of the account behind a place; a branch of our own is always there. A paused site is left out: what it does not show
 * concerns nobody else.
 */
export function accountStateOf(facts: TenantFacts, place: Place): AccountState {
  if (place.kind === 'branch') return 'active'
  if (place.kind === 'site') return facts.sites.get(place.site_id)?.state === 'active' ? 'active' : 'excluded'
  return facts.accounts.get(place.account_id)?.state ?? 'excluded'
}

/** What the look says of one place. */
export function readingOf(subject: Subject, look: Look, place: Place): Reading {
  switch (place.kind) {
    case 'branch': {
      const level = subject.sku.branch_levels.get(place.branch_id)
      return level === undefined ? { kind: 'unmoved' } : { kind: 'observed', physical: level, virtual: level }
    }
    case 'site':
      return siteReading(subject, look, place.site_id)
    case 'deposit': {
      const deposit = subject.facts.deposits.get(place.deposit_id)
      if (deposit === undefined) return { kind: 'unknown', cause: 'not_read' }
      if (!deposit.is_active) return { kind: 'inactive' }
      const link = linkIn(subject, place.account_id)
      if (link.kind === 'known') return link.reading
      const account = look.accounts.get(place.account_id)
      if (account === undefined) return { kind: 'unknown', cause: 'not_read' }
      if (account.kind === 'failed') return { kind: 'unknown', cause: 'unavailable' }
      return readingInAnswer(account.rows, link.product_id, deposit.bling_id)
    }
  }
}

/** A site keeps nothing apart: what it shows is what it sells. One that does not count sells without end, which is no balance. */
function siteReading(subject: Subject, look: Look, site_id: string): Reading {
  const link = siteLinkIn(subject, site_id)
  if (link.kind === 'known') return link.reading
  const site = look.sites.get(site_id)
  if (site === undefined) return { kind: 'unknown', cause: 'not_read' }
  if (site.kind === 'failed') return { kind: 'unknown', cause: 'unavailable' }
  const seen = site.stock.get(link.product_id)
  if (seen === undefined) return { kind: 'unknown', cause: 'row_missing' }
  switch (seen.kind) {
    case 'observed':
      return { kind: 'observed', physical: seen.quantity, virtual: seen.quantity }
    case 'uncounted':
      return { kind: 'unknown', cause: 'uncounted' }
    case 'absent':
      return { kind: 'absent' }
  }
}

function productAt(link: LinkedReading): string | null {
  return link.kind === 'ask' ? link.product_id : null
}

function siteLinkIn({ sku, pool }: Subject, site_id: string): LinkedReading {
  return readingOfLink(sku.sites.get(site_id)?.link ?? { kind: 'not_read' }, pool.unresolved_links)
}

function linkIn({ sku, pool }: Subject, account_id: string): LinkedReading {
  return readingOfLink(sku.links.get(account_id) ?? { kind: 'not_read' }, pool.unresolved_links)
}
