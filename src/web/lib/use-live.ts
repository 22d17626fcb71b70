import { type Query, type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { onLiveNews } from './live-events.ts'

/** What is kept of the answers about stock, by the beginning of its key. */
const ABOUT_STOCK = ['inventory', 'dashboard', 'till', 'sales']
/** How often a screen about synchronisation looks: what happens in other systems is told by nobody. */
const LOOK_MS = 4_000

/** Says that what is kept under these keys is old: screens in sight read it again at once, hidden ones when one comes back to them. */
export function outdate(
  client: QueryClient,
  keys: readonly string[],
  isMeant: (query: Query) => boolean = () => true,
): void {
  const refetchType = document.visibilityState === 'visible' ? 'active' : 'none'
  for (const key of keys) void client.invalidateQueries({ queryKey: [key], refetchType, predicate: isMeant })
}

/** Whether it was read once: a failure in its place would go away under the finger whenever it is asked for again, and come back. */
function wasRead({ state }: Query): boolean {
  return state.status !== 'error' || state.data !== undefined
}

/**
 * Keeps whatever shows stock true, on the screen that is open and on those one comes back to; `isOn` once there is time for it. What
 * was read before is read again then: nobody told what happened meanwhile.
 */
export function useLiveStock(isOn: boolean): void {
  const client = useQueryClient()
  useEffect(() => {
    if (!isOn) return
    return onLiveNews(() => outdate(client, ABOUT_STOCK))
  }, [client, isOn])
}

/** Keeps open screens about synchronisation true: whatever begins with `sync` is read again when stock changed, and every few seconds. */
export function useLiveSync(): void {
  useLooking('sync')
}

/** Keeps open screens about orders of sites true, as those about synchronisation. */
export function useLiveOrders(): void {
  useLooking('orders')
}

function useLooking(key: string): void {
  const client = useQueryClient()
  useEffect(() => {
    const stop = onLiveNews(() => outdate(client, [key]))
    const looking = setInterval(() => outdate(client, [key], wasRead), LOOK_MS)
    return () => {
      stop()
      clearInterval(looking)
    }
  }, [client, key])
}
