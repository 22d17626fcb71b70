/** What another system takes of us. */
export type CallLimits = {
  /** Calls in any second. */
  readonly per_second: number
  /** Calls in a day, and from where on sweeps wait for the next one, so that events and people still have room; null without end. */
  readonly per_day: number | null
  readonly sweeps_per_day: number | null
}

/** Room for calls that leave a little late and for what the network does to their distance: 8 % of the rate for no refusals. */
const GUARD_MS = 85
const WINDOW_MS = 1000 + GUARD_MS

/** The budget of whoever is called as all processes share it. Instants are milliseconds since the epoch. */
export type Budget = {
  /** The last calls given out, oldest first, at most a second's worth. */
  readonly slots: readonly number[]
  readonly blocked_until: number
  /** The day that `used` counts. */
  readonly day: string
  readonly used: number
}

/** What a process asks for. */
export type SlotRequest = {
  readonly limits: CallLimits
  readonly now: number
  readonly today: string
  readonly count: number
  /** Whether only sweeps are waiting. */
  readonly is_sweep: boolean
  /** Slots given out before that were not used, as the budget holds them. */
  readonly unused: readonly number[]
  /** How much later than its slot a call of this process may leave or arrive, because the database or the other system is far away. */
  readonly slack_ms: number
}

/** The instants at which calls may leave, or why there are none for now; and the budget from then on. */
export type SlotPlan =
  | { readonly kind: 'granted'; readonly slots: readonly number[]; readonly budget: Budget }
  | { readonly kind: 'blocked'; readonly until: number; readonly budget: Budget }
  | { readonly kind: 'day_spent' | 'sweeps_paused'; readonly budget: Budget }

/**
 * Gives out the next calls: at once while fewer left in the last second than may, else as early as the next may.
 * A block that lasts longer than `PATIENCE_MS` is said instead of waited for.
 */
export function planSlots(budget: Budget, request: SlotRequest): SlotPlan {
  const { limits, now, today, count, is_sweep, unused, slack_ms } = request
  const per_day = limits.per_day ?? Number.POSITIVE_INFINITY
  const sweeps_per_day = limits.sweeps_per_day ?? per_day
  const isSameDay = budget.day === today
  const used = isSameDay ? Math.max(0, budget.used - unused.length) : 0
  const last = withoutUnused(budget.slots, unused, now).slice(-limits.per_second)
  const current: Budget = { ...budget, slots: last, day: today, used }
  if (budget.blocked_until - now > PATIENCE_MS)
    return { kind: 'blocked', until: budget.blocked_until, budget: current }
  if (used >= per_day) return { kind: 'day_spent', budget: current }
  if (is_sweep && used >= sweeps_per_day) return { kind: 'sweeps_paused', budget: current }
  const slots = [...current.slots]
  const granted: number[] = []
  for (let wanted = Math.min(count, per_day - used); wanted > 0; wanted -= 1) {
    const oldest = slots.length < limits.per_second ? undefined : slots.shift()
    const at = Math.max(now, budget.blocked_until, oldest === undefined ? 0 : oldest + WINDOW_MS)
    slots.push(at + slack_ms)
    slots.sort((one, other) => one - other)
    granted.push(at)
  }
  return { kind: 'granted', slots: granted, budget: { ...current, slots, used: used + granted.length } }
}

const PATIENCE_MS = 10_000

/** A slot that went by unused makes room again. One that lies ahead does not: what came before it is not known any more. */
function withoutUnused(slots: readonly number[], unused: readonly number[], now: number): number[] {
  const kept = [...slots]
  for (const slot of unused) {
    const index = slot > now ? -1 : kept.indexOf(slot)
    if (index >= 0) kept.splice(index, 1)
  }
  return kept
}
