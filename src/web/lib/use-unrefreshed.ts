import { type Query, useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'

const stale = {
  type: 'active',
  predicate: ({ state }: Query) => state.status === 'error' && state.data !== undefined,
} as const

/** Whether something in sight could not be read again, so that it shows what was read before; and how to try that once more. */
export function useUnrefreshed(): { readonly isStale: boolean; readonly retry: () => void } {
  const client = useQueryClient()
  const cache = client.getQueryCache()
  const isStale = useSyncExternalStore(
    (changed) => cache.subscribe(changed),
    () => cache.findAll(stale).length > 0,
  )
  return { isStale, retry: () => void client.refetchQueries(stale, { cancelRefetch: false }) }
}
