import { codeForm, type LinkMatch, matchProduct } from '../../../domain/sync/sku-link.ts'
import { SYSTEM_ACTOR_ID } from '../../auth/principal.ts'
import type { Tx } from '../../db/database.ts'
import { type OwnProduct, ownProducts } from '../links/links.store.ts'
import { announceLinksChange } from '../links/links-changed.ts'
import type { AccountLink } from '../links/sku-links.ts'
import {
  insertSiteLinks,
  releaseDeadSiteLinks,
  type SiteCandidate,
  siteCandidatesFor,
  siteCopies,
  siteLinksOfProducts,
  unsettledSiteSkus,
} from './site-links.store.ts'
import { rereadAllOrders } from './sync-sites.store.ts'

/** Which product of a site ours is, and of which other one that is a variation. */
export type SiteMatch = { readonly link: AccountLink; readonly parent_id: string | null }

/** Who some products of ours are at every site, in a fixed number of statements: by product, then by site. */
export async function siteMatchesOf(
  tx: Tx,
  own: readonly OwnProduct[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, SiteMatch>>> {
  const sites = own.length === 0 ? [] : await siteCopies(tx)
  if (sites.length === 0) return new Map()
  const ids = own.map(({ product_id }) => product_id)
  const links = Map.groupBy(await siteLinksOfProducts(tx, ids), (link) => link.product_id)
  const alike = resembling(await siteCandidatesFor(tx, own))
  return new Map(
    own.map((product) => {
      const linked = links.get(product.product_id) ?? []
      const candidates = alike(product)
      const matches = sites.map(({ site_id, is_copied }): [string, SiteMatch] => {
        const match = matchAt(product, linked, candidates, site_id)
        const isOpen = match.link.kind === 'absent' && !is_copied
        return [site_id, isOpen ? { link: { kind: 'not_read' }, parent_id: null } : match]
      })
      return [product.product_id, new Map(matches)]
    }),
  )
}

/** Which product of one site ours is. A bar code only suggests, as in Bling's accounts. */
export function matchAt(
  product: OwnProduct,
  linked: readonly SiteCandidate[],
  candidates: readonly SiteCandidate[],
  site_id: string,
): { readonly link: LinkMatch; readonly parent_id: string | null } {
  const known = linked.find((one) => one.site_id === site_id)
  const own = candidates.filter((one) => one.site_id === site_id)
  const link = matchProduct(
    { ...product, linked_product_id: known?.site_product_id ?? null },
    own.map(({ site_product_id, sku, gtin }) => ({
      product_id: site_product_id,
      code: sku,
      gtin,
      is_active: true,
    })),
  )
  if (link.kind !== 'linked') return { link, parent_id: null }
  const found = known ?? own.find(({ site_product_id }) => site_product_id === link.product_id)
  return { link, parent_id: found?.parent_id ?? null }
}

/**
 * Brings the links that SKUs made in step with our copy of a site: those to products that are gone are released, and what the exact SKUs
 * now say without doubt is kept by id. Links that a person made stay. Tells of every SKU whose link changed.
 */
export async function settleSiteLinks(tx: Tx, site_id: string, at: Date): Promise<void> {
  const released = await releaseDeadSiteLinks(tx, site_id)
  const skus = [...new Set([...released, ...(await unsettledSiteSkus(tx, site_id))])]
  const own = await ownProducts(tx, skus)
  const matches = await siteMatchesOf(tx, own)
  const found = own.flatMap(({ product_id, sku }) => {
    const link = matches.get(product_id)?.get(site_id)?.link
    return link?.kind === 'linked' && link.by === 'code'
      ? [{ sku, product_id, site_product_id: link.product_id }]
      : []
  })
  if (found.length > 0) await rereadAllOrders(tx, site_id, at)
  await insertSiteLinks(
    tx,
    found.map(({ product_id, site_product_id }) => ({
      ...{ site_id, product_id, site_product_id },
      ...{ origin: 'sku' as const, linked_at: at, linked_by: SYSTEM_ACTOR_ID },
    })),
  )
  const changed = new Set([...released, ...found.map(({ sku }) => sku)])
  await announceLinksChange(tx, [...changed].toSorted())
}

/** The candidates that may be a product of ours. */
export function resembling(
  candidates: readonly SiteCandidate[],
): (product: OwnProduct) => readonly SiteCandidate[] {
  const byForm = Map.groupBy(candidates, (one) => one.sku_form)
  const byGtin = Map.groupBy(candidates, (one) => one.gtin)
  return ({ sku, gtin }) => {
    const sameGtin = gtin === null ? [] : (byGtin.get(gtin) ?? [])
    return [...new Set([...(byForm.get(codeForm(sku)) ?? []), ...sameGtin])]
  }
}
