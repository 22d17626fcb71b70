import type { Pace } from '../../kernel/token-bucket.ts'

/** Bling blocks an address for ten minutes beyond 300 errors in 10 seconds; this many are let happen. */
const MOST_ERRORS = 200
const WINDOW_MS = 10_000

/** Keeps this process from asking on while everything fails: one tenant's trouble must not lock out all of them. */
export type ErrorBrake = {
  /** An answer was an error. */
  note(): void
  /** Resolves at once while errors are few, else when enough of them are long ago. */
  pass(): Promise<void>
}

/** Makes the brake of one process. */
export function createErrorBrake(pace: Pace): ErrorBrake {
  let errors: number[] = []
  return {
    note: () => void errors.push(pace.now()),
    async pass() {
      for (;;) {
        const now = pace.now()
        errors = errors.filter((at) => at > now - WINDOW_MS)
        const oldest = errors[errors.length - MOST_ERRORS]
        if (oldest === undefined) return
        await pace.sleep(oldest + WINDOW_MS - now)
      }
    },
  }
}
