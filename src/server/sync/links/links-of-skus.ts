import { codeForm, matchProduct } from '../../../domain/sync/sku-link.ts'
import { SYSTEM_ACTOR_ID } from '../../auth/principal.ts'
import type { Tx } from '../../db/database.ts'
import { siteMatchesOf } from '../sites/site-links.ts'
import {
  type AccountCopy,
  accountCopies,
  type CandidateRow,
  candidatesFor,
  insertLinks,
  type LinkRow,
  linksOfProducts,
  type OwnProduct,
  ownProducts,
  productKindOf,
} from './links.store.ts'
import { type RefusedLink, refusedLinksOf } from './refused-links.store.ts'
import type { AccountLink, SkuLinks } from './sku-links.ts'

/** Who one of our products is in every connected account; null when the catalogue has no active product of this SKU. */
export async function linksOfSku(tx: Tx, sku: string): Promise<SkuLinks | null> {
  return (await linksOfSkus(tx, [sku])).get(sku) ?? null
}

/**
 * Who each of these products is in every connected account, in a fixed number of statements however many they are. SKUs without an
 * active product of ours are left out. Asks only our own copy of the accounts.
 */
export async function linksOfSkus(tx: Tx, skus: readonly string[]): Promise<Map<string, SkuLinks>> {
  const own = await ownProducts(tx, skus)
  if (own.length === 0) return new Map()
  const ids = own.map((product) => product.product_id)
  const known = {
    accounts: await accountCopies(tx),
    links: Map.groupBy(await linksOfProducts(tx, ids), (link) => link.product_id),
    candidates: resembling(
      await candidatesFor(tx, own),
      Map.groupBy(await refusedLinksOf(tx, ids), (refused) => refused.product_id),
    ),
  }
  const sites = await siteMatchesOf(tx, own)
  return new Map(
    own.map((product) => [
      product.sku,
      { ...linksOf(product, known), sites: sites.get(product.product_id) ?? new Map() },
    ]),
  )
}

/**
 * Keeps what the exact codes of these products say as links by id, where they say it without doubt: from then on a renamed code
 * changes nothing. Gives the SKUs that have new links.
 */
export async function settleLinks(tx: Tx, skus: readonly string[], at: Date): Promise<string[]> {
  const links = await linksOfSkus(tx, skus)
  const found = [...links.values()].flatMap(({ sku, product_id, accounts }) =>
    [...accounts].flatMap(([account_id, link]) =>
      link.kind === 'linked' && link.by === 'code'
        ? [
            {
              sku,
              account_id,
              product_id,
              bling_product_id: link.product_id,
              origin: 'code' as const,
              linked_at: at,
              linked_by: SYSTEM_ACTOR_ID,
            },
          ]
        : [],
    ),
  )
  await insertLinks(tx, found)
  return [...new Set(found.map((link) => link.sku))]
}

function linksOf(
  product: OwnProduct,
  known: {
    readonly accounts: readonly AccountCopy[]
    readonly links: ReadonlyMap<string, readonly LinkRow[]>
    readonly candidates: Resembling
  },
): Omit<SkuLinks, 'sites'> {
  const links = known.links.get(product.product_id) ?? []
  const alike = known.candidates(product)
  const counterparts: Pick<CandidateRow, 'kind' | 'kit_stock'>[] = []
  const accounts = known.accounts.map(({ account_id, is_copied }): [string, AccountLink] => {
    const link = links.find((one) => one.account_id === account_id)
    const candidates = alike.filter((one) => one.account_id === account_id)
    const match = matchProduct(
      { ...product, linked_product_id: link?.bling_product_id ?? null },
      candidates.map((one) => ({ ...one, is_active: one.status === 'active' })),
    )
    if (match.kind === 'linked') {
      const counterpart = link ?? candidates.find((one) => one.product_id === match.product_id)
      if (counterpart !== undefined) counterparts.push(counterpart)
    }
    return [account_id, match.kind === 'absent' && !is_copied ? { kind: 'not_read' } : match]
  })
  return {
    sku: product.sku,
    product_id: product.product_id,
    product_kind: productKindOf(counterparts),
    accounts: new Map(accounts),
  }
}

/** The candidates that may be a product of ours; those that a person refused are none. */
type Resembling = (product: OwnProduct) => readonly CandidateRow[]

function resembling(
  candidates: readonly CandidateRow[],
  refused: ReadonlyMap<string, readonly RefusedLink[]>,
): Resembling {
  const byForm = Map.groupBy(candidates, (one) => one.code_form)
  const byGtin = Map.groupBy(candidates, (one) => one.gtin)
  return ({ sku, gtin, product_id }) => {
    const sameGtin = gtin === null ? [] : (byGtin.get(gtin) ?? [])
    const not = refused.get(product_id) ?? []
    return [...new Set([...(byForm.get(codeForm(sku)) ?? []), ...sameGtin])].filter(
      (one) => !not.some((no) => no.account_id === one.account_id && no.bling_product_id === one.product_id),
    )
  }
}
