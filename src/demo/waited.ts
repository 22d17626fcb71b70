import { setTimeout as pause } from 'node:timers/promises'

/** Waits; false when `signal` ended the wait. */
export async function waited(ms: number, signal: AbortSignal): Promise<boolean> {
  await pause(ms, undefined, { signal }).catch(() => undefined)
  return !signal.aborted
}
