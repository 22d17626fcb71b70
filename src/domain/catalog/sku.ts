/** The longest SKU: what every system that we speak to can hold. */
const MAX_SKU_LENGTH = 120

/**
 * A SKU as it is kept: exactly what was typed, without the spaces around it. `007` and `7` are two SKUs, `ab` and `AB` too.
 */
export function trimSku(typed: string): string {
  return typed.trim()
}

/** Whether a trimmed SKU can be kept: not empty, not too long, no control characters, whole Unicode. */
export function isSku(sku: string): boolean {
  if (sku.length === 0 || sku.length > MAX_SKU_LENGTH || sku !== sku.trim()) return false
  return sku.isWellFormed() && !/\p{Cc}/u.test(sku)
}
