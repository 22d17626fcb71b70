import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

/** Changes of one moment are asked for together. */
const GATHER_MS = 400
/** Without events (a proxy that swallows them, an older server) screens look by themselves. */
const LOOK_MS = 15_000

/** Keeps open screens true: the server tells that stock changed, or the screen looks now and then. Call it where levels are shown. */
export function useLiveStock(): void {
  const client = useQueryClient()
  useEffect(() => {
    let gathering: ReturnType<typeof setTimeout> | undefined
    let looking: ReturnType<typeof setInterval> | undefined
    const refresh = () => {
      gathering ??= setTimeout(() => {
        gathering = undefined
        if (document.visibilityState === 'visible') {
          void client.invalidateQueries({ queryKey: ['inventory'] })
          void client.invalidateQueries({ queryKey: ['dashboard'] })
          void client.invalidateQueries({ queryKey: ['till'] })
        }
      }, GATHER_MS)
    }
    const lookNowAndThen = () => {
      looking ??= setInterval(refresh, LOOK_MS)
    }
    const events = new EventSource('/api/v1/events')
    events.addEventListener('stock.changed', refresh)
    events.addEventListener('reset', refresh)
    events.onopen = () => {
      clearInterval(looking)
      looking = undefined
    }
    events.onerror = lookNowAndThen
    return () => {
      events.close()
      clearInterval(looking)
      clearTimeout(gathering)
    }
  }, [client])
}
