import { useQueries, useQuery } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'
import { bling } from '../../lib/bling-calls.ts'
import { useBlingAccounts, useSites } from '../../lib/places.ts'
import { m } from '../../messages/messages.ts'

/** Something that a unified stock may come from or show in. */
export type Place = {
  readonly id: string
  readonly kind: 'deposit' | 'branch' | 'site'
  readonly name: string
  /** The account's name; for a branch, that it is one. */
  readonly owner: string
  readonly account_id: string | null
  readonly is_active: boolean
  /** What it is called inside a sentence: "O depósito Geral (Loja W)". */
  readonly sentenceName: string
}

/** Every deposit of the connected accounts, every branch of one's own, and every sales site. */
export function useKnownPlaces() {
  const accounts = useBlingAccounts()
  const sites = useSites()
  const branches = useQuery({
    queryKey: ['branches', 'list'],
    queryFn: () => api.branches.list({ limit: 200 }),
  })
  const deposits = useQueries({
    queries: (accounts.data?.items ?? []).map(({ id }) => ({
      queryKey: ['bling', 'deposits', id],
      queryFn: () => bling.deposits(id),
      staleTime: 30_000,
    })),
  })
  const named = new Map(accounts.data?.items.map(({ id, name }) => [id, name]))
  const places: Place[] = [
    ...deposits
      .flatMap(({ data }) => data?.items ?? [])
      .map(({ id, name, account_id, is_active }) => {
        const owner = named.get(account_id) ?? ''
        const sentenceName = m.pools.depositInSentence(name, owner)
        return { id, kind: 'deposit' as const, name, owner, account_id, is_active, sentenceName }
      }),
    ...(branches.data?.items ?? [])
      .filter(({ kind }) => kind === 'own')
      .map(({ id, name, is_active }) => ({
        id,
        kind: 'branch' as const,
        name,
        owner: m.pools.sources.branch,
        account_id: null,
        is_active,
        sentenceName: m.pools.branchInSentence(name),
      })),
    ...(sites.data?.items ?? []).map(({ id, name }) => ({
      id,
      kind: 'site' as const,
      name,
      owner: m.pools.site,
      account_id: null,
      is_active: true,
      sentenceName: m.pools.siteInSentence(name),
    })),
  ]
  const own = accounts.error ?? branches.error ?? sites.error
  const error = own ?? deposits.find((one) => one.error !== null)?.error ?? null
  const isPending =
    accounts.isPending || branches.isPending || sites.isPending || deposits.some((one) => one.isPending)
  return { places, isPending, error }
}
