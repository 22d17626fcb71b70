/**
 * How long to wait before another attempt (the first wait is `attempt` 1): doubling from `base_ms` up to `cap_ms`, half of it by chance,
 * so that clients that failed together do not come back together.
 */
export function backoffMs(
  attempt: number,
  options: { readonly base_ms: number; readonly cap_ms: number; readonly random: () => number },
): number {
  const { base_ms, cap_ms, random } = options
  const whole = Math.min(cap_ms, base_ms * 2 ** Math.min(attempt - 1, 30))
  return Math.round(whole / 2 + (whole / 2) * random())
}
