const GTIN = /^(?:\d{8}|\d{12,14})$/

/** Whether the text is a GTIN-8, 12, 13 or 14 with the right check digit. Zeros in front belong to it. */
export function isGtin(text: string): boolean {
  if (!GTIN.test(text)) return false
  return gtinCheckDigit(text.slice(0, -1)) === Number(text.slice(-1))
}

/** The digit that completes a GTIN: weights 3 and 1 from the right, up to the next ten. `digits` holds digits only. */
export function gtinCheckDigit(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    return total + Number(digit) * (place % 2 === 0 ? 3 : 1)
  }, 0)
  return (10 - (sum % 10)) % 10
}

/** The GTIN with zeros in front up to 14 digits: two codes that scan alike are equal in this form. */
export function fullGtin(gtin: string): string {
  return gtin.padStart(14, '0')
}

/**
 * The GTIN-13 of what a box holds, read from the box's GTIN-14 (DUN-14); null when the code does not name a box of equal
 * units. Indicator 0 is the unit itself and 9 is goods by weight.
 */
export function unitGtinOfBox(boxGtin: string): string | null {
  if (boxGtin.length !== 14 || !isGtin(boxGtin) || !/^[1-8]/.test(boxGtin)) return null
  const digits = boxGtin.slice(1, 13)
  return `${digits}${gtinCheckDigit(digits)}`
}
