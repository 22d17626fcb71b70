import type { DailyRate } from './consumption.ts'

/**
 * Whole days that a quantity lasts at a rate, both in base units, rounded down and exact. Null without consumption: there is
 * no day to foretell. Zero when there is nothing, or less than nothing.
 */
export function daysOfCover(quantity: number, rate: DailyRate): number | null {
  if (rate.numerator <= 0) return null
  if (quantity <= 0) return 0
  return Number((BigInt(quantity) * BigInt(rate.denominator)) / BigInt(rate.numerator))
}
