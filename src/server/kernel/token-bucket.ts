/** How a limiter tells time and lets it pass; a simulation hands in a time of its own. */
export type Pace = {
  /** Milliseconds since the epoch. */
  now(): number
  sleep(ms: number): Promise<void>
}

/** The machine's own time. */
export const realPace: Pace = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

/** Lets callers pass at a limited rate, in the order in which they came. */
export type TokenBucket = {
  /** Resolves when the caller may go on. */
  take(): Promise<void>
}

/**
 * Makes a bucket of this process: at most `limit` callers in any `window_ms` milliseconds, at once while there is room. Places are
 * given out ahead of time, so nobody overtakes and nobody starves.
 */
export function createTokenBucket(options: {
  readonly limit: number
  readonly window_ms: number
  readonly pace: Pace
}): TokenBucket {
  const { limit, window_ms, pace } = options
  const given: number[] = []
  return {
    async take() {
      const now = pace.now()
      const oldest = given.length < limit ? undefined : given.shift()
      const at = oldest === undefined ? now : Math.max(now, oldest + window_ms)
      given.push(at)
      if (at > now) await pace.sleep(at - now)
    },
  }
}
