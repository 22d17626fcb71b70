import { setTimeout as pause } from 'node:timers/promises'

/** How often a condition is looked at while waiting for a server, in milliseconds. */
const LOOK_EVERY_MS = 10

/** Looks at `condition` until it gives something else than undefined, at most for `limitMs`; undefined when it never does. */
export async function waitFor<T>(limitMs: number, condition: () => T | undefined): Promise<T | undefined> {
  const deadline = performance.now() + limitMs
  for (;;) {
    const found = condition()
    if (found !== undefined || performance.now() > deadline) return found
    await pause(LOOK_EVERY_MS)
  }
}
