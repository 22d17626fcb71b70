import { useQuery } from '@tanstack/react-query'
import { m } from '../messages/messages.ts'
import { bling } from './bling-calls.ts'
import { sites } from './site-calls.ts'
import { type Pool, sync } from './sync-calls.ts'

/** A deposit, branch or site as people call it. */
export type PlaceName = { readonly name: string; readonly owner: string }

/** The unified stocks, read again with everything of synchronisation. */
export function usePools() {
  return useQuery({ queryKey: ['sync', 'pools'], queryFn: () => sync.pools() })
}

/** The connected accounts. */
export function useBlingAccounts() {
  return useQuery({ queryKey: ['sync', 'accounts'], queryFn: () => bling.accounts() })
}

/** The connected sales sites. */
export function useSites() {
  return useQuery({ queryKey: ['sync', 'sites'], queryFn: () => sites.list() })
}

/** Names sales sites. */
export function useSiteNames(): (site_id: string) => string {
  const known = useSites()
  return (site_id) => known.data?.items.find((one) => one.id === site_id)?.name ?? m.sites.unknown
}

/** Names places by the id of the deposit or branch, or by the key that the reasoning of a decision uses (`deposit/account/id`). */
export function usePlaceNames(): (place: string) => PlaceName {
  const pools = usePools()
  const names = namesIn(pools.data?.items ?? [])
  return (place) => names.get(place.split('/').at(-1) ?? '') ?? { name: m.sync.unknownPlace, owner: '' }
}

function namesIn(pools: readonly Pool[]): ReadonlyMap<string, PlaceName> {
  return new Map(
    pools.flatMap((pool) => [
      ...pool.sources.map(
        ({ deposit_id, branch_id, name, account_name }) =>
          [deposit_id ?? branch_id ?? '', { name, owner: account_name ?? m.why.branch }] as const,
      ),
      ...pool.targets.map(
        ({ deposit_id, site_id, name, account_name }) =>
          [deposit_id ?? site_id ?? '', { name, owner: account_name ?? '' }] as const,
      ),
    ]),
  )
}

/** Names connected accounts. */
export function useAccountNames(): (account_id: string) => string {
  const accounts = useBlingAccounts()
  return (account_id) =>
    accounts.data?.items.find((one) => one.id === account_id)?.name ?? m.sync.unknownAccount
}

/** A place in one line: `Compartilhado · Loja W`. */
export function placeText({ name, owner }: PlaceName): string {
  return owner === '' ? name : `${name} · ${owner}`
}
