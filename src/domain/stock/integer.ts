/** The largest quantity one line may carry; with `MAX_PRICE_CENTS` every product of the two is an exact integer. */
export const MAX_QUANTITY = 10_000_000

/** The largest price, in cents, that a product may have (R$ 999.999,99). */
export const MAX_PRICE_CENTS = 99_999_999

/** Whether `value` is a whole quantity that a person may ask for: from 1 to `MAX_QUANTITY`. */
export function isQuantity(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1 && value <= MAX_QUANTITY
}

/** Like `isQuantity`, zero included: a part of something that has other parts. */
export function isQuantityOrZero(value: number): boolean {
  return value === 0 || isQuantity(value)
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

/** `numerator / denominator` to the nearest integer, ties to the even one: rounding that favours nobody. */
export function divideHalfEven(numerator: number, denominator: number): number {
  const floor = floorDivide(numerator, denominator)
  const twice = 2 * (numerator - floor * denominator)
  if (twice === denominator) return floor % 2 === 0 ? floor : floor + 1
  return twice > denominator ? floor + 1 : floor
}
