import { createTokenBucket, type Pace } from '../../kernel/token-bucket.ts'

/** The turns of one process at the token endpoint. */
export type TokenCalls = {
  /** Resolves when a code may be exchanged: at once unless very many were just exchanged, because a code is good for one minute. */
  code(): Promise<void>
  /** Resolves when tokens may be refreshed. */
  refresh(): Promise<void>
}

const MINUTE_MS = 60_000
/** Of the calls of a minute, those that refreshes leave to codes: a person waits for these. */
const KEPT_FOR_CODES = 3

/** Lets at most `per_minute` calls pass in any minute, codes and refreshes together. */
export function createTokenCalls({
  per_minute,
  pace,
}: {
  readonly per_minute: number
  readonly pace: Pace
}): TokenCalls {
  const all = createTokenBucket({ limit: per_minute, window_ms: MINUTE_MS, pace })
  const refreshes = createTokenBucket({ limit: per_minute - KEPT_FOR_CODES, window_ms: MINUTE_MS, pace })
  return {
    code: () => all.take(),
    // Those that wait have no place among all yet, so a code passes them.
    async refresh() {
      await refreshes.take()
      await all.take()
    },
  }
}
