/** How a client waits and how often it tries; the defaults are for people at a screen. */
export type RetryRules = {
  /** Tries in all, the first included. */
  readonly attempts: number
  /** The wait before the second try, at most; it doubles from try to try. */
  readonly firstWaitMs: number
  /** No wait is longer, whatever the server asks. */
  readonly longestWaitMs: number
}

/** Four tries within a few seconds. */
export const USUAL_RETRIES: RetryRules = { attempts: 4, firstWaitMs: 250, longestWaitMs: 10_000 }

/** Answers that a repetition may change: too many requests, a restart, a proxy without its server. */
const PASSING = new Set([429, 502, 503, 504])

/** Whether an answer is worth another try. */
export function isPassing(status: number): boolean {
  return PASSING.has(status)
}

/**
 * How long to wait before the next try: what the server asked, else a random share of a wait that doubles, so that a hundred tills
 * that lost the network together do not come back together.
 */
export function waitBefore(
  attempt: number,
  rules: RetryRules,
  asked: { readonly retryAfter: string | null; readonly random: () => number },
): number {
  const seconds = asked.retryAfter === null ? Number.NaN : Number(asked.retryAfter)
  const doubling = rules.firstWaitMs * 2 ** (attempt - 1)
  const wait = Number.isFinite(seconds)
    ? seconds * 1000 + asked.random() * rules.firstWaitMs
    : doubling * asked.random()
  return Math.min(rules.longestWaitMs, Math.round(wait))
}
