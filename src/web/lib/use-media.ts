import { useCallback, useSyncExternalStore } from 'react'

/** Whether the screen is as narrow as a phone's, followed while it turns. */
export function useIsPhone(): boolean {
  return useMedia('(max-width: 767px)')
}

/** Whether nine columns beside the rail would stand in each other's way; paper has no rail. */
export function useIsNarrow(): boolean {
  return useMedia('screen and (max-width: 1099px)')
}

function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = matchMedia(query)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches)
}
