/** Decimals of a unit down to the milligram. */
const DECIMALS = { kg: 6, g: 3 } as const
export type WeightUnit = keyof typeof DECIMALS

/** A weight written as a decimal ("0.35"), in whole milligrams; null for what is none, or finer than that. */
export function milligramsOf(text: string, unit: WeightUnit): number | null {
  const [, whole, part = ''] = /^(\d{1,9})(?:\.(\d+))?$/.exec(text.trim()) ?? []
  const fine = part.replace(/0+$/, '')
  if (whole === undefined || fine.length > DECIMALS[unit]) return null
  return Number(`${whole}${fine.padEnd(DECIMALS[unit], '0')}`)
}

/** Whole milligrams as a decimal of a unit, with no more digits than it takes. */
export function weightText(weight_mg: number, unit: WeightUnit): string {
  const digits = String(weight_mg).padStart(DECIMALS[unit] + 1, '0')
  const whole = digits.slice(0, -DECIMALS[unit])
  const fine = digits.slice(-DECIMALS[unit]).replace(/0+$/, '')
  return fine === '' ? whole : `${whole}.${fine}`
}
