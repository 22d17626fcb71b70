import { compareText } from './place.ts'
import { floorToStep, fromGrains, type Quantity } from './quantity.ts'

/** One target's claim on a part of what is available. Percent may have four decimals; a lower priority number comes first. */
export type ShareClaim = { readonly key: string; readonly percent: number; readonly priority: number }

/** Percent in ten-thousandths: 33.3333 % is 333,333 of a million. */
const WHOLE = 1_000_000n

type Portion = { readonly claim: ShareClaim; readonly whole: bigint; readonly remainder: bigint }

/**
 * Divides whole steps of `available` among the claims by largest remainder: shares that add to 100 % give out every step
 * and not one more, shares that add to less leave the rest. Equal remainders go by priority, then by key, so that the same
 * state always gives the same division on every machine.
 */
export function divideByShares(
  available: Quantity,
  claims: readonly ShareClaim[],
  step: Quantity,
): ReadonlyMap<string, Quantity> {
  const steps = BigInt(floorToStep(available, step) / step)
  const portions = claims.map((claim): Portion => {
    const product = steps * millionths(claim.percent)
    return { claim, whole: product / WHOLE, remainder: product % WHOLE }
  })
  let left = portions.reduce((total, portion) => total + portion.remainder, 0n) / WHOLE
  const divided = new Map<string, Quantity>()
  for (const { claim, whole } of portions.toSorted(byRemainder)) {
    const extra = left > 0n ? 1n : 0n
    left -= extra
    divided.set(claim.key, fromGrains(Number(whole + extra) * step))
  }
  return divided
}

function millionths(percent: number): bigint {
  return BigInt(Math.round(percent * 10_000))
}

function byRemainder(a: Portion, b: Portion): number {
  if (a.remainder !== b.remainder) return a.remainder > b.remainder ? -1 : 1
  return a.claim.priority - b.claim.priority || compareText(a.claim.key, b.claim.key)
}
