import type { Clock } from '../../kernel/clock.ts'

/** Something that belongs to one worker until an instant, and longer as long as the worker says so. */
export type Lease = {
  /** Prolongs it when it is about to end; says whether it still is ours. Costs nothing to ask often, also side by side. */
  readonly holds: () => Promise<boolean>
  /** Until when it is ours as far as we know. */
  readonly until: () => Date
}

/** What a lease is held by. Durations are in milliseconds. */
export type LeaseTerms = {
  readonly until: Date
  /** How long it lasts each time. */
  readonly lasts_ms: number
  /** It is prolonged when no more than this is left. */
  readonly spare_ms: number
  /** Prolongs it from `held` to `next`; false when it is ours no longer. */
  readonly prolong: (next: Date, held: Date) => Promise<boolean>
}

/** Holds what was just taken up. */
export function holdLease(clock: Clock, terms: LeaseTerms): Lease {
  let { until } = terms
  let asking: Promise<boolean> | null = null
  const prolong = async () => {
    const next = new Date(clock.now().getTime() + terms.lasts_ms)
    const isOurs = await terms.prolong(next, until)
    if (isOurs) until = next
    return isOurs
  }
  return {
    until: () => until,
    holds: async () => {
      if (until.getTime() - clock.now().getTime() > terms.spare_ms) return true
      asking ??= prolong().finally(() => {
        asking = null
      })
      return asking
    },
  }
}
