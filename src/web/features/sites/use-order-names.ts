import { useQuery } from '@tanstack/react-query'
import { bling } from '../../lib/bling-calls.ts'
import type { NamedIds } from './choice-by-id.tsx'

/** What of an account rules for orders may name. */
export type OrderNames = {
  readonly methods: NamedIds
  readonly channels: NamedIds
  readonly situations: NamedIds
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
  return {
    methods: names.data?.payment_methods ?? waiting,
    channels: names.data?.sales_channels ?? waiting,
    situations: names.data?.situations ?? waiting,
    isError: names.isError,
    retry: () => void names.refetch(),
  }
}
