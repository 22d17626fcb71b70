import { useSyncExternalStore } from 'react'

/** Whether the screen is as narrow as a phone's, followed while it turns. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(subscribe, () => query().matches)
}

function query(): MediaQueryList {
  return matchMedia('(max-width: 767px)')
}

function subscribe(listener: () => void): () => void {
  const list = query()
  list.addEventListener('change', listener)
  return () => list.removeEventListener('change', listener)
}
