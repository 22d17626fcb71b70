/** The largest quantity one line may carry: far above any bar, far below what is still exact. */
export const MAX_QUANTITY = 10_000_000

/** The largest amount one document may come to, in cents: a billion reais, so that what is summed up of many stays exact. */
export const MAX_AMOUNT_CENTS = 100_000_000_000

/** Whether an amount of money, also below zero, is exact and within what a document may come to. */
export function isAmount(cents: number): boolean {
  return Number.isSafeInteger(cents) && Math.abs(cents) <= MAX_AMOUNT_CENTS
}

/** Whether `value` is a whole quantity that a person may ask for: from 1 to `MAX_QUANTITY`. */
export function isQuantity(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1 && value <= MAX_QUANTITY
}

/** Whether `value` is a whole number from zero on that is still exact. */
export function isNatural(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

/** Floor of `numerator / denominator` for safe integers, exact, also below zero. The denominator is positive. */
export function floorDivide(numerator: number, denominator: number): number {
  const remainder = numerator % denominator
  return (numerator - remainder) / denominator - (remainder < 0 ? 1 : 0)
}

/** Ceiling of `numerator / denominator` for safe integers, exact, also below zero. The denominator is positive. */
export function ceilDivide(numerator: number, denominator: number): number {
  const quotient = -floorDivide(-numerator, denominator)
  return quotient === 0 ? 0 : quotient // never -0, which is not equal to 0 for a strict comparison
}

/**
 * `factor * numerator / denominator` to the nearest integer, ties to the even one (rounding that favours nobody), none of
 * them negative. The product is exact however large; a result beyond the safe integers is for the caller to refuse.
 */
export function multiplyDivide(factor: number, numerator: number, denominator: number): number {
  const product = BigInt(factor) * BigInt(numerator)
  const divisor = BigInt(denominator)
  const floor = product / divisor
  const twice = 2n * (product % divisor)
  const roundsUp = twice > divisor || (twice === divisor && floor % 2n === 1n)
  return Number(floor + (roundsUp ? 1n : 0n))
}
