/** Calls that Bling takes from one account in a day. */
export const CALLS_PER_DAY = 120_000
/** From here on sweeps wait for tomorrow, so that events and people still have room. */
export const SWEEP_CALLS_PER_DAY = CALLS_PER_DAY * 0.9
/** All that Bling takes from one account. */
export const BLING_LIMITS = { per_second: 3, per_day: CALLS_PER_DAY, sweeps_per_day: SWEEP_CALLS_PER_DAY }
