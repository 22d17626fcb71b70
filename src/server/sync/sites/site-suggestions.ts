import type { SiteLinkSuggestion } from '../../../contract/site-products.ts'
import { codeForm } from '../../../domain/sync/sku-link.ts'
import type { Tx } from '../../db/database.ts'
import { encodeCursor } from '../../kernel/cursor.ts'
import type { OwnProduct } from '../links/links.store.ts'
import { type SiteCandidate, siteCandidatesFor, unlinkedAtSite } from './site-links.store.ts'
import { matchAt, resembling } from './site-links.ts'

type Page = { items: SiteLinkSuggestion[]; next_cursor: string | null }

/** Products looked at in one step, and steps of one request: a page may be short and still have a next one. */
const STEP = 500
const MAX_STEPS = 10

/** Products of ours whose counterpart at a site a person has to choose, by SKU from after one on. */
export async function siteLinkSuggestions(
  tx: Tx,
  site_id: string,
  page: { readonly limit: number; readonly after: string | null },
): Promise<Page> {
  const items: SiteLinkSuggestion[] = []
  let after = page.after
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const own = await unlinkedAtSite(tx, site_id, { after, limit: STEP })
    const candidates = (await siteCandidatesFor(tx, own)).filter((one) => one.site_id === site_id)
    const alike = resembling(candidates)
    for (const product of own) {
      after = product.sku
      const suggestion = suggestionOf(product, alike(product), site_id)
      if (suggestion !== null) items.push(suggestion)
      if (items.length >= page.limit) return { items, next_cursor: encodeCursor(after) }
    }
    if (own.length < STEP) return { items, next_cursor: null }
  }
  return { items, next_cursor: after === null ? null : encodeCursor(after) }
}

function suggestionOf(
  product: OwnProduct & { readonly name: string },
  candidates: readonly SiteCandidate[],
  site_id: string,
): SiteLinkSuggestion | null {
  const { link } = matchAt(product, [], candidates, site_id)
  if (link.kind !== 'suggested' && link.kind !== 'ambiguous') return null
  const ids = link.kind === 'suggested' ? [link.product_id] : link.product_ids
  const named = candidates.filter(({ site_product_id }) => ids.includes(site_product_id))
  return {
    product_id: product.product_id,
    sku: product.sku,
    product_name: product.name,
    kind: link.kind,
    because: link.kind === 'suggested' ? link.because : reasonOf(product.sku, named),
    candidates: named.map(({ site_product_id, sku, name, gtin }) => ({ site_product_id, sku, name, gtin })),
  }
}

function reasonOf(sku: string, [first]: readonly SiteCandidate[]): SiteLinkSuggestion['because'] {
  if (first?.sku === sku) return 'same_sku'
  return first !== undefined && codeForm(first.sku) === codeForm(sku) ? 'case_or_space' : 'gtin'
}
