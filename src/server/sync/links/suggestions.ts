import type * as z from 'zod'
import type { LinkSuggestion, linkSuggestionQuery } from '../../../contract/product-links.ts'
import { codeForm } from '../../../domain/sync/sku-link.ts'
import type { Tx } from '../../db/database.ts'
import { encodeCursor } from '../../kernel/cursor.ts'
import { linksOfSkus } from './links-of-skus.ts'
import { refusedLinksOf } from './refused-links.store.ts'
import type { AccountLink, SkuLinks } from './sku-links.ts'
import {
  accountNames,
  type NamedCandidate,
  namedCandidates,
  unlinkedSkusAfter,
} from './suggestions.queries.ts'

type Query = Pick<z.infer<typeof linkSuggestionQuery>, 'limit' | 'account_id' | 'kind'>
type Page = { items: LinkSuggestion[]; next_cursor: string | null }
type Open = Extract<AccountLink, { kind: LinkSuggestion['kind'] }>

/** Products looked at in one step, and steps of one request: a page may be short and still have a next one. */
const STEP = 500
const MAX_STEPS = 10

/**
 * Products whose counterpart in an account a person has to choose, by SKU from after one on. Pages end between products, so they may be
 * a little longer than asked.
 */
export async function linkSuggestions(tx: Tx, query: Query, after: string | null): Promise<Page> {
  const names = await accountNames(tx)
  const items: LinkSuggestion[] = []
  let last = after
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const own = await unlinkedSkusAfter(tx, last, STEP)
    const links = await linksOfSkus(
      tx,
      own.map(({ sku }) => sku),
    )
    const open = [...links.values()].map((one) => ({ links: one, accounts: openLinks(one, query) }))
    const refused = await refusedLinksOf(
      tx,
      open.flatMap(({ links, accounts }) => (accounts.length > 0 ? [links.product_id] : [])),
    )
    const candidates = await namedCandidates(tx, [
      ...open.flatMap(({ accounts }) => accounts.flatMap(candidateKeys)),
      ...refused.map((one) => ({ account_id: one.account_id, product_id: one.bling_product_id })),
    ])
    const refusedIn = (product_id: string, account_id: string) =>
      refused
        .filter((one) => one.product_id === product_id && one.account_id === account_id)
        .map((one) => one.bling_product_id)
    for (const { sku, name } of own) {
      const found = open.find(({ links }) => links.sku === sku)
      if (found !== undefined) {
        items.push(
          ...found.accounts.map(([account_id, link]) => ({
            product_id: found.links.product_id,
            sku,
            product_name: name,
            account_id,
            account_name: names.get(account_id) ?? '',
            ...suggestionOf(sku, link, candidates(account_id, idsOf(link))),
            refused: candidates(account_id, refusedIn(found.links.product_id, account_id)).map(shown),
          })),
        )
      }
      last = sku
      if (items.length >= query.limit) return { items, next_cursor: encodeCursor(last) }
    }
    if (own.length < STEP) return { items, next_cursor: null }
  }
  return { items, next_cursor: last === null ? null : encodeCursor(last) }
}

function openLinks({ accounts }: SkuLinks, { account_id, kind }: Query): [string, Open][] {
  return [...accounts].flatMap(([id, link]): [string, Open][] => {
    if (account_id !== undefined && id !== account_id) return []
    if (link.kind === 'linked' || link.kind === 'not_read') return []
    const isAsked = kind === undefined ? link.kind !== 'absent' : link.kind === kind
    return isAsked ? [[id, link]] : []
  })
}

function idsOf(link: Open): readonly string[] {
  if (link.kind === 'absent') return []
  return link.kind === 'ambiguous' ? link.product_ids : [link.product_id]
}

function candidateKeys([account_id, link]: [string, Open]) {
  return idsOf(link).map((product_id) => ({ account_id, product_id }))
}

function suggestionOf(sku: string, link: Open, candidates: readonly NamedCandidate[]) {
  return {
    kind: link.kind,
    because: link.kind === 'suggested' ? link.because : reasonOf(sku, candidates),
    candidates: candidates.map(shown),
  }
}

function shown({ product_id, code, name, gtin, kind }: NamedCandidate) {
  return { bling_product_id: product_id, code, name, gtin, kind }
}

function reasonOf(sku: string, candidates: readonly NamedCandidate[]): LinkSuggestion['because'] {
  const [first] = candidates
  if (first === undefined) return null
  if (first.code === sku) return 'same_code'
  return codeForm(first.code) === codeForm(sku) ? 'case_or_space' : 'gtin'
}
