import { useQuery } from '@tanstack/react-query'
import { bling } from '../../lib/bling-calls.ts'
import type { NamedIds } from './choice-by-id.tsx'

/** What of an account rules for orders may name. */
export type OrderNames = {
  readonly methods: NamedIds
  readonly channels: NamedIds
  readonly situations: NamedIds
  /** Scopes without which Bling tells no names; their ids are typed. */
  readonly missingScopes: readonly string[]
  readonly isError: boolean
  readonly retry: () => void
}

/** Reads it from Bling, once while a person looks; without an account there is nothing to name. */
export function useOrderNames(account_id: string): OrderNames {
  const names = useQuery({
    queryKey: ['bling', 'order-choices', account_id],
    queryFn: () => bling.orderChoices(account_id),
    enabled: account_id !== '',
    staleTime: 60_000,
    retry: false,
  })
  const waiting = names.isLoading ? ('loading' as const) : undefined
  const missing = names.data?.missing_scopes ?? []
  const named = (part: (typeof missing)[number]['part']) =>
    missing.some((one) => one.part === part) ? undefined : (names.data?.[part] ?? waiting)
  return {
    methods: named('payment_methods'),
    channels: named('sales_channels'),
    situations: named('situations'),
    missingScopes: missing.map(({ scope }) => scope),
    isError: names.isError,
    retry: () => void names.refetch(),
  }
}
