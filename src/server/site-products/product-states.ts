import { isGtin } from '../../domain/catalog/gtin.ts'
import { type FamilyPlace, familyPlace } from '../../domain/sites/family.ts'
import { defaultOwners, ownersInForce } from '../../domain/sites/field-owners.ts'
import { PRODUCT_FIELDS, type ProductField } from '../../domain/sites/product-fields.ts'
import type { Holding, ProductState } from '../../domain/sites/product-plan.ts'
import type { Tx } from '../db/database.ts'
import type { SiteCapabilities } from '../sites/connector.ts'
import { linksOfSkus } from '../sync/links/links-of-skus.ts'
import type { AccountLink, SkuLinks } from '../sync/links/sku-links.ts'
import { familiesOf } from './families.queries.ts'
import { otherSitesOf, type ProductSides, productSides, type WhichProducts } from './product-rows.queries.ts'
import type { ProductSite } from './settings.store.ts'

/** A product of ours as it stands on all sides, for the pure plan. */
export type StandingProduct = { readonly row: ProductSides; readonly state: ProductState }

/** How products stand, from our copies of the account and of the site; nobody is asked anything. */
export async function standingProducts(
  tx: Tx,
  site: ProductSite,
  { product_fields: site_fields, families }: Pick<SiteCapabilities, 'product_fields' | 'families'>,
  which: WhichProducts,
): Promise<StandingProduct[]> {
  const { site_id, account_in_force: account_id } = site
  const rows = await productSides(tx, { site_id, account_id }, which)
  const open = rows.filter((row) => row.b_product_id === null || row.s_product_id === null)
  const links = await linksOfSkus(
    tx,
    open.map(({ sku }) => sku),
  )
  const claims = await claimsOn(
    tx,
    site_id,
    rows.map(({ product_id }) => product_id),
  )
  const places = families ? await placesOf(tx, site, rows) : new Map<string, FamilyPlace>()
  return rows.map((row) => {
    const place = places.get(row.product_id)
    const state: ProductState = {
      owners: ownersInForce(row.owners, site.owners, defaultOwners(site.kind)),
      takers: site.takers,
      sides: {
        bling: blingSide(site, row, links.get(row.sku)),
        estoqueuni: ownSide(row),
        site: siteSide(row, links.get(row.sku)?.sites.get(site_id)?.link, place),
      },
      agreed: row.agreed,
      claimed: claims.get(row.product_id) ?? [],
      is_kit: row.b_kind === 'kit',
      site_fields,
      ...(place?.kind === 'known' ? { family: place.family } : {}),
    }
    return { row, state }
  })
}

/** Where variations that the site does not have would stand, by product. */
async function placesOf(
  tx: Tx,
  { site_id, account_in_force: account_id }: ProductSite,
  rows: readonly ProductSides[],
): Promise<Map<string, FamilyPlace>> {
  const missing = rows.filter((row) => row.b_parent_id !== null && !isAtSite(row))
  const owner_ids = [...new Set(missing.flatMap(({ b_parent_id }) => b_parent_id ?? []))]
  const families = account_id === null ? null : await familiesOf(tx, { site_id, account_id }, owner_ids)
  return new Map(
    missing.map(({ product_id, b_parent_id, b_is_whole, b_variation }) => [
      product_id,
      familyPlace(families?.get(b_parent_id ?? ''), b_is_whole ? b_variation : null),
    ]),
  )
}

function isAtSite({ s_product_id, s_is_gone }: ProductSides): boolean {
  return s_product_id !== null && !s_is_gone
}

async function claimsOn(
  tx: Tx,
  site_id: string,
  product_ids: readonly string[],
): Promise<Map<string, ProductField[]>> {
  const claims = new Map<string, ProductField[]>()
  for (const { product_id, kind, owners, own } of await otherSitesOf(tx, site_id, product_ids)) {
    const there = ownersInForce(own, owners, defaultOwners(kind))
    const fields = PRODUCT_FIELDS.filter((field) => there[field] === 'site')
    claims.set(product_id, [...(claims.get(product_id) ?? []), ...fields])
  }
  return claims
}

function ownSide({ sku, name, gtin, unit_price_cents, is_active }: ProductSides): Holding {
  return {
    kind: 'held',
    fields: { sku, name, gtin: gtin ?? '', price_cents: unit_price_cents ?? 0, is_active },
  }
}

/** A parent is no product that anybody buys (sync 55). What was deleted is known only not to be on sale. */
function blingSide(site: ProductSite, row: ProductSides, links: SkuLinks | undefined): Holding {
  if (site.account_in_force === null)
    return site.accounts === 0 ? { kind: 'absent' } : { kind: 'unknown', because: 'no_account' }
  if (row.b_product_id === null) return unlinked(links?.accounts.get(site.account_in_force))
  if (row.b_status === 'deleted') return { kind: 'held', fields: { is_active: false } }
  if (!isSold(row)) return { kind: 'unknown', because: 'no_own_product' }
  const { b_name: name, b_code: sku, b_price_cents: price_cents, b_gtin } = row
  const gtin = b_gtin !== null && isGtin(b_gtin) ? b_gtin : ''
  const whole = row.b_is_whole ? { ...row.b_more, gtin } : {}
  return { kind: 'held', fields: { name, sku, price_cents, is_active: row.b_status === 'active', ...whole } }
}

/** Whether it is something in Bling that can be sold: not a name over variations, nor what nobody knows. */
export function isSold({ b_kind }: ProductSides): boolean {
  return b_kind === 'simple' || b_kind === 'kit'
}

const ABSENT: Holding = { kind: 'absent' }

/** A variation is named and pictured by its parent, and is not made without it. */
function siteSide(row: ProductSides, link: AccountLink | undefined, place: FamilyPlace | undefined): Holding {
  if (!isAtSite(row)) {
    const there = row.s_is_gone ? ABSENT : unlinked(link)
    // Whoever has the SKU there is another one's, or no product that is sold: it would be written instead of a new one.
    if (there.kind === 'absent' && row.sku_is_there) return { kind: 'unknown', because: 'ambiguous' }
    // Alone it would be another product, beside its own family.
    return there.kind === 'absent' && place?.kind === 'unknown' ? place : there
  }
  if (row.s_kind === 'parent') return { kind: 'unknown', because: 'no_own_product' }
  const base = {
    ...{ sku: row.s_sku, gtin: row.s_gtin ?? '', price_cents: row.s_price_cents ?? 0 },
    is_active: row.s_is_active,
  }
  const { images, ...more } = row.s_more
  if (row.s_kind === 'variation') return { kind: 'held', fields: { ...base, ...more } }
  return { kind: 'held', fields: { ...base, ...row.s_more, name: row.s_name } }
}

/** A product that is found but not linked yet is about to be: until then nothing is concluded. */
function unlinked(link: AccountLink | undefined): Holding {
  if (link === undefined || link.kind === 'absent') return { kind: 'absent' }
  if (link.kind === 'suggested') return { kind: 'unknown', because: 'resembles' }
  return { kind: 'unknown', because: link.kind === 'ambiguous' ? 'ambiguous' : 'not_read' }
}
