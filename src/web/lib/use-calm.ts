import { useIsFetching } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

/** A browser without rest gets to it all the same. */
const LONGEST_MS = 3_000

/** Whether the first screen stands with what it asked for and the browser has had a moment of rest: the time for what nobody waits for. */
export function useCalm(): boolean {
  const [isCalm, setCalm] = useState(false)
  const isFetching = useIsFetching() > 0
  useEffect(() => {
    if (isFetching || isCalm) return
    return whenIdle(() => setCalm(true))
  }, [isFetching, isCalm])
  return isCalm
}

/** Calls `then` as soon as the browser has nothing else to do; gives what calls it off. */
function whenIdle(then: () => void): () => void {
  // Safari has no idle callbacks.
  if (!('requestIdleCallback' in globalThis)) {
    const timer = setTimeout(then, 200)
    return () => clearTimeout(timer)
  }
  const asked = requestIdleCallback(then, { timeout: LONGEST_MS })
  return () => cancelIdleCallback(asked)
}
