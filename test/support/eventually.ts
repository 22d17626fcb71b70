import { setTimeout as pause } from 'node:timers/promises'

/** Looks at `condition` every 10 ms until it gives a value, and returns it; fails, naming `what`, when it has not after `limitMs`. */
export async function eventually<T>(
  what: string,
  condition: () => T | undefined | Promise<T | undefined>,
  limitMs = 15_000,
): Promise<T> {
  const deadline = performance.now() + limitMs
  while (performance.now() < deadline) {
    const found = await condition()
    if (found !== undefined) return found
    await pause(10)
  }
  throw new Error(`${what} did not happen within ${limitMs} ms`)
}
