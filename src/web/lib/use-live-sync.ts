import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

/** How often a screen about synchronisation looks: what happens in other systems is told by nobody. */
const LOOK_MS = 4_000
const GATHER_MS = 400

/** Keeps open screens about synchronisation true: whatever begins with `sync` is read again when stock changed, and every few seconds. */
export function useLiveSync(): void {
  const client = useQueryClient()
  useEffect(() => {
    let gathering: ReturnType<typeof setTimeout> | undefined
    const refresh = () => {
      gathering ??= setTimeout(() => {
        gathering = undefined
        if (document.visibilityState === 'visible') void client.invalidateQueries({ queryKey: ['sync'] })
      }, GATHER_MS)
    }
    const events = new EventSource('/api/v1/events')
    events.addEventListener('stock.changed', refresh)
    events.addEventListener('reset', refresh)
    const looking = setInterval(refresh, LOOK_MS)
    return () => {
      events.close()
      clearInterval(looking)
      clearTimeout(gathering)
    }
  }, [client])
}
