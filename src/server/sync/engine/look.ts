import type { AccountState } from '../../../domain/sync/account-state.ts'
import type { Place } from '../../../domain/sync/place.ts'
import type { ConfiguredPlace } from '../../../domain/sync/pool-config.ts'
import { type BalanceRow, type Reading, readingInAnswer } from '../../../domain/sync/reading.ts'
import type { LinkedReading } from '../../../domain/sync/sku-link.ts'
import { readingOfLink } from '../links/sku-links.ts'
import type { StoredPool } from '../pools/pools.store.ts'
import type { SkuFacts, TenantFacts } from './facts.ts'

/** What reading the balances of one account brought. */
export type AccountLook =
  | { readonly kind: 'read'; readonly rows: readonly BalanceRow[] }
  | { readonly kind: 'failed'; readonly reason: string; readonly retry_at: Date | null }

/** One look at the balances of some SKUs everywhere. `read_at` is before the first call left: nothing in it is older. */
export type Look = {
  readonly read_at: Date
  readonly accounts: ReadonlyMap<string, AccountLook>
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
      return { kind: 'site', site_id: place.site_id, product_id: null }
    case 'deposit': {
      const account_id = subject.facts.deposits.get(place.deposit_id)?.account_id ?? ''
      const link = linkIn(subject, account_id)
      const product_id = link.kind === 'ask' ? link.product_id : null
      return { kind: 'deposit', account_id, deposit_id: place.deposit_id, product_id }
    }
  }
}

/** The state of the account behind a place; a branch of our own is always there. */
export function accountStateOf(facts: TenantFacts, place: Place): AccountState {
  if (place.kind !== 'deposit') return 'active'
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
      return { kind: 'unknown', cause: 'not_read' }
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

function linkIn({ sku, pool }: Subject, account_id: string): LinkedReading {
  return readingOfLink(sku.links.get(account_id) ?? { kind: 'not_read' }, pool.unresolved_links)
}
