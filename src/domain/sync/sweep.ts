/** What is known of one account's periodic verification. Durations are in milliseconds. */
export type SweepState = {
  readonly interval_ms: number
  /** When the latest sweep began, finished or not; `null` before the first. */
  readonly last_started_at: Date | null
  /** When the running one last gave a sign of life; `null` when none runs. */
  readonly running_seen_at: Date | null
  /** Silence after which a running sweep counts as dead with its process. */
  readonly lease_ms: number
  readonly calls_today: number
  readonly calls_per_day: number
}

/** Sweeps leave the last tenth of an account's daily calls to people and webhooks. */
const SWEEP_SHARE_OF_DAY = 0.9

/** Whether to sweep now. `missed` counts the intervals that passed without one: they are made up for by this one run. */
export type SweepDecision =
  | { readonly kind: 'run'; readonly missed: number }
  | { readonly kind: 'wait'; readonly due_at: Date }
  | { readonly kind: 'already_running' }
  | { readonly kind: 'budget_spent' }

/**
 * Decides by instants alone, so the server's time zone changes nothing. Counted from the last start: after a downtime there is
 * one sweep and then the usual spacing, never a burst; never two at a time.
 */
export function decideSweep(state: SweepState, now: Date): SweepDecision {
  const { running_seen_at, last_started_at, interval_ms } = state
  const isAlive = running_seen_at !== null && now.getTime() - running_seen_at.getTime() < state.lease_ms
  if (isAlive) return { kind: 'already_running' }
  const elapsed = last_started_at === null ? interval_ms : now.getTime() - last_started_at.getTime()
  if (last_started_at !== null && elapsed < interval_ms) {
    return { kind: 'wait', due_at: new Date(last_started_at.getTime() + interval_ms) }
  }
  if (state.calls_today >= state.calls_per_day * SWEEP_SHARE_OF_DAY) return { kind: 'budget_spent' }
  return { kind: 'run', missed: Math.floor(elapsed / interval_ms) - 1 }
}

/** A sweep looks this far behind the previous one's start, so that nothing falls between two windows. */
export const SWEEP_OVERLAP_MS = 5 * 60_000

/** From when on a sweep asks for changed orders: the last complete sweep's start less the overlap; `null` asks for all open. */
export function sweepSince(last_complete_started_at: Date | null): Date | null {
  return last_complete_started_at && new Date(last_complete_started_at.getTime() - SWEEP_OVERLAP_MS)
}
