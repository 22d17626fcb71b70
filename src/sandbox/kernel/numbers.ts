/** Bling keeps quantities with four decimals; rounding after each sum keeps 0.1 + 0.2 at 0.3. */
export function roundQuantity(value: number): number {
  return Math.round((value + Number.EPSILON) * 10_000) / 10_000
}

/** Two decimals, for money in reais. */
export function roundMoney(value: number): number {
  return Math.round((value + Number.EPSILON) * 100) / 100
}

/** The noise Bling's prices carry: 49.9 is answered as 49.9000015259, a 32-bit float printed with 12 digits. */
export function noisyPrice(value: number): number {
  return Number(Math.fround(value).toPrecision(12))
}
