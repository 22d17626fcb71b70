/** What of a product travels between an account, the catalogue and a site, in the order in which people are shown it. */
export const PRODUCT_FIELDS = [
  'name',
  'description',
  'price_cents',
  'sku',
  'gtin',
  'weight_mg',
  'images',
  'is_active',
] as const
export type ProductField = (typeof PRODUCT_FIELDS)[number]

/**
 * A product as one side shows it. A field that is absent is unknown: nothing is concluded from it. Money in whole cents, weight in whole
 * milligrams, images by their addresses, in order; what a side shows finer than that is left out, never rounded.
 */
export type ProductFields = {
  readonly name?: string
  readonly description?: string
  readonly price_cents?: number
  readonly sku?: string
  readonly gtin?: string
  readonly weight_mg?: number
  readonly images?: readonly string[]
  readonly is_active?: boolean
}

/** What a field can hold. */
export type FieldValue = string | number | boolean | readonly string[]

/** The value of a field; undefined where it is unknown. */
export function fieldOf(fields: ProductFields, field: ProductField): FieldValue | undefined {
  return fields[field]
}

/** Whether a side says something there: who has nothing to say erases nothing elsewhere, and a price of nothing is none. */
export function saysSomething(value: FieldValue | undefined): value is FieldValue {
  if (value === undefined) return false
  if (typeof value === 'boolean') return true
  if (typeof value === 'number') return value > 0
  return typeof value === 'string' ? value.trim() !== '' : value.length > 0
}

/** A value as it is compared: two sides that differ only in how they write the same show the same text here. */
export function canonicalValue(value: FieldValue): string {
  if (typeof value === 'string') return value.normalize('NFC').replace(/\r\n?/g, '\n').trim()
  if (typeof value === 'object') return value.map(stableAddress).join('\n')
  return String(value)
}

const SIGNED = /[?&](?:x-amz-signature|signature|awsaccesskeyid|expires|token|sig)=/i

/** The address of an image without a signature that is another one each time it is asked for. */
function stableAddress(address: string): string {
  const query = address.indexOf('?')
  return query >= 0 && SIGNED.test(address) ? address.slice(0, query) : address
}
