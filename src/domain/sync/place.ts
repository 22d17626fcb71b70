/**
 * Somewhere that shows or holds stock of one SKU. Ids are ours, except `product_id`, which is the id of the product in that
 * account or site (`null` while it is not linked): what a write has to name, and never valid in another account.
 */
export type Place =
  | {
      readonly kind: 'deposit'
      readonly account_id: string
      readonly deposit_id: string
      readonly product_id: string | null
    }
  | { readonly kind: 'site'; readonly site_id: string; readonly product_id: string | null }
  | { readonly kind: 'branch'; readonly branch_id: string }

/** One text per place, the same on every machine: the key for sorting, comparing and remembering. */
export function placeKey(place: Place): string {
  switch (place.kind) {
    case 'deposit':
      return `deposit/${place.account_id}/${place.deposit_id}`
    case 'site':
      return `site/${place.site_id}`
    case 'branch':
      return `branch/${place.branch_id}`
  }
}

/** The account or site that the place belongs to and that its orders come from; `null` for a branch of our own ledger. */
export function channelOf(place: Place): string | null {
  switch (place.kind) {
    case 'deposit':
      return place.account_id
    case 'site':
      return place.site_id
    case 'branch':
      return null
  }
}

/** Orders texts by code unit, so that plans are equal to the byte whatever the machine's language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
