import type { Reading } from './reading.ts'

/** A product as an account's catalogue has it. `code` is what the account calls it; only `product_id` addresses it there. */
export type AccountProduct = {
  readonly product_id: string
  readonly code: string
  readonly gtin: string | null
  readonly is_active: boolean
}

/** A product of ours that looks for its counterpart in one account. */
export type OurProduct = {
  readonly sku: string
  readonly gtin: string | null
  /** A link that a person made or that was found before, by id: renaming a code on either side does not break it. */
  readonly linked_product_id: string | null
}

/** Which product of the account ours is. */
export type LinkMatch =
  | { readonly kind: 'linked'; readonly product_id: string; readonly by: 'link' | 'code' }
  | { readonly kind: 'suggested'; readonly product_id: string; readonly because: 'case_or_space' | 'gtin' }
  | { readonly kind: 'ambiguous'; readonly product_ids: readonly string[] }
  | { readonly kind: 'absent' }

/**
 * Finds our product in an account. A code links only when it is the same text, character by character ("007" is not "7", a
 * code of digits is never an id); what merely resembles is a suggestion for a person, and two active products with one code
 * are nobody's until a person chooses. Only active products count: codes are used again after a product is deleted.
 */
export function matchProduct(ours: OurProduct, catalogue: readonly AccountProduct[]): LinkMatch {
  const active = catalogue.filter((product) => product.is_active)
  if (ours.linked_product_id !== null) {
    return { kind: 'linked', product_id: ours.linked_product_id, by: 'link' }
  }
  const exact = active.filter((product) => product.code === ours.sku)
  if (exact.length > 0) return onlyOne(exact, (product_id) => ({ kind: 'linked', product_id, by: 'code' }))

  const similar = active.filter((product) => sameButForm(product.code, ours.sku))
  if (similar.length > 0) {
    return onlyOne(similar, (product_id) => ({ kind: 'suggested', product_id, because: 'case_or_space' }))
  }
  const sameGtin = active.filter((product) => ours.gtin !== null && product.gtin === ours.gtin)
  if (sameGtin.length === 0) return { kind: 'absent' }
  return onlyOne(sameGtin, (product_id) => ({ kind: 'suggested', product_id, because: 'gtin' }))
}

function onlyOne(found: readonly AccountProduct[], match: (product_id: string) => LinkMatch): LinkMatch {
  const [first, ...others] = found
  if (first !== undefined && others.length === 0) return match(first.product_id)
  return { kind: 'ambiguous', product_ids: found.map((product) => product.product_id).toSorted() }
}

/** Equal but for upper and lower case, and spaces anywhere. An empty code resembles nothing. */
function sameButForm(code: string, sku: string): boolean {
  return codeForm(code) !== '' && codeForm(code) === codeForm(sku)
}

/** A code without what people write differently: upper case, no spaces. Codes with the same form are similar, not the same. */
export function codeForm(code: string): string {
  return code.normalize('NFC').replace(/\s+/gu, '').toUpperCase()
}

/** What the owner wants meanwhile for a SKU whose counterpart is not certain: hold everything, or go on without the account. */
export type UnresolvedLinkPolicy = 'freeze' | 'leave_out'

/** The product to read balances of, or the reading that stands in when there is none to ask for. */
export type LinkedReading =
  | { readonly kind: 'ask'; readonly product_id: string }
  | { readonly kind: 'known'; readonly reading: Reading }

/** What to read for a match. An uncertain product is unknown, never zero, unless the owner chose to go on without it. */
export function readingOfMatch(match: LinkMatch, policy: UnresolvedLinkPolicy): LinkedReading {
  if (match.kind === 'linked') return { kind: 'ask', product_id: match.product_id }
  if (match.kind === 'absent' || policy === 'leave_out') return { kind: 'known', reading: { kind: 'absent' } }
  const cause = match.kind === 'ambiguous' ? 'link_ambiguous' : 'link_suggested'
  return { kind: 'known', reading: { kind: 'unknown', cause } }
}
