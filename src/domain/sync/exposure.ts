import { atLeastNothing, fromUnits, greater, lesser, minus, NOTHING, type Quantity } from './quantity.ts'
import { divideByShares } from './share.ts'

/**
 * How much of what is available one target shows.
 * `full` all of it; `share` a percentage; `buffer` all but so many; `max` at most so many;
 * `min` all of it as long as there are at least so many, else nothing.
 */
export type ExposurePolicy =
  | { readonly kind: 'full' }
  | { readonly kind: 'share'; readonly percent: number }
  | { readonly kind: 'buffer' | 'max' | 'min'; readonly quantity: Quantity }

/** The kinds of policy, for whoever validates what comes from outside. */
export const POLICY_KINDS = ['full', 'share', 'buffer', 'max', 'min'] as const

/** A policy from its kind and its value as people give it: percent for `share`, units else, nothing for `full`. */
export function policyOf(kind: ExposurePolicy['kind'], value: number): ExposurePolicy {
  switch (kind) {
    case 'full':
      return { kind }
    case 'share':
      return { kind, percent: value }
    case 'buffer':
    case 'max':
    case 'min':
      return { kind, quantity: fromUnits(value) }
  }
}

/**
 * A target that wants to show stock. `paused` shows nothing: the channel stops selling (an account is what gets frozen).
 * A lower `priority` number gets the odd unit when shares do not divide evenly.
 */
export type Showing = {
  readonly key: string
  readonly policy: ExposurePolicy
  readonly paused: boolean
  readonly priority: number
}

/**
 * What each target shows of `available`, by key. Every value lies between nothing and what is available; shares are
 * divided together, a paused share is kept out and given to nobody else, so that pausing one channel changes only that one.
 */
export function exposeTo(
  showings: readonly Showing[],
  available: Quantity,
  step: Quantity,
): ReadonlyMap<string, Quantity> {
  const offered = atLeastNothing(available)
  const claims = showings.flatMap(({ key, policy, priority }) =>
    policy.kind === 'share' ? [{ key, percent: policy.percent, priority }] : [],
  )
  const shares = divideByShares(offered, claims, step)
  return new Map(
    showings.map((showing) => {
      const wanted = showing.paused ? NOTHING : applyPolicy(showing, offered, shares)
      return [showing.key, lesser(atLeastNothing(wanted), offered)]
    }),
  )
}

function applyPolicy(
  { key, policy }: Showing,
  offered: Quantity,
  shares: ReadonlyMap<string, Quantity>,
): Quantity {
  switch (policy.kind) {
    case 'full':
      return offered
    case 'share':
      return shares.get(key) ?? NOTHING
    case 'buffer':
      return minus(offered, greater(policy.quantity, NOTHING))
    case 'max':
      return lesser(offered, policy.quantity)
    case 'min':
      return offered >= policy.quantity ? offered : NOTHING
  }
}
