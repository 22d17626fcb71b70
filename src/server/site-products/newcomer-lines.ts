import type { NewProductRun } from '../../contract/site-exchange.ts'
import { areFewAtOnce } from '../../domain/sites/few-at-once.ts'
import type { SideChange } from '../../domain/sites/product-plan.ts'
import type { Tx } from '../db/database.ts'
import { fingerprintOf } from './compare.ts'
import { compareNewcomers, type Newcomer, newcomerParts } from './newcomers.ts'
import type { NewcomerLine, NewLine } from './runs.store.ts'
import { type ProductSite, readProductSite } from './settings.store.ts'
import { ended, OVERTAKEN } from './write-lines.ts'

type Chosen = NonNullable<NewProductRun['newcomers']>

/** The lines that bring in what a person chose: those named, as they were shown, or all of a search. */
export async function chosenNewcomers(tx: Tx, site: ProductSite, chosen: Chosen): Promise<NewLine[]> {
  if (!('lines' in chosen)) {
    const lines: NewLine[] = []
    for await (const part of newcomerParts(tx, site, { after: null, search: chosen.search ?? undefined }))
      lines.push(...part.flatMap(linesIn))
    return lines
  }
  const ids = [...new Set(chosen.lines.map(({ site_product_id }) => site_product_id))]
  const found = (await compareNewcomers(tx, site, { site_product_ids: ids })).flatMap(linesIn)
  const wanted = new Map(chosen.lines.map((one) => [`${one.site_product_id} ${one.side}`, one.fingerprint]))
  return found.flatMap((line): NewLine[] => {
    const fingerprint = wanted.get(`${line.site_product_id} ${line.side}`)
    if (fingerprint === undefined) return []
    return [fingerprint === line.fingerprint ? line : { ...line, state: 'overtaken', reason: OVERTAKEN }]
  })
}

/**
 * The lines that bring in by itself what only the site has: what is for sale there, but nothing that somebody deleted in the account, nor many
 * at once. `linked` is how many products of the site are ours; `isRefused` knows what the other side refused lately.
 */
export async function automaticNewcomers(
  tx: Tx,
  site: ProductSite,
  linked: number,
  isRefused: (id: string, line: NewLine) => boolean,
): Promise<NewLine[]> {
  if (!site.brings_in) return []
  const lines: NewLine[] = []
  const products = new Set<string>()
  for await (const part of newcomerParts(tx, site, { after: null }))
    for (const one of part.filter(({ row, was_deleted }) => row.is_active && !was_deleted)) {
      const { site_product_id } = one.row
      const own = linesIn(one)
      if (own.length === 0 || own.some((line) => isRefused(site_product_id, line))) continue
      lines.push(...own)
      products.add(site_product_id)
    }
  return areFewAtOnce(products.size, linked) ? lines : []
}

function linesIn({ row, plan, sku, name }: Newcomer): Omit<NewcomerLine, 'position' | 'attempts'>[] {
  const { site_product_id } = row
  return plan.writes.map((write) => ({
    ...{ product_id: null, site_product_id, sku, name, side: write.side, kind: write.kind },
    ...{
      changes: write.changes,
      fingerprint: fingerprintOf(write),
      family: null,
      state: 'waiting',
      reason: null,
    },
  }))
}

/** A line right before it is written: still to be made as decided, there already, or over. */
export type JudgedNewcomer =
  | { readonly kind: 'due'; readonly newcomer: Newcomer; readonly write: SideChange }
  | { readonly kind: 'there'; readonly newcomer: Newcomer }
  | { readonly kind: 'over'; readonly end: ReturnType<typeof ended> }

/** Judges a line anew: what has become another write than the one decided is not made. */
export async function judgeNewcomer(tx: Tx, site_id: string, line: NewcomerLine): Promise<JudgedNewcomer> {
  const site = await readProductSite(tx, site_id)
  const [newcomer] =
    site === null ? [] : await compareNewcomers(tx, site, { site_product_ids: [line.site_product_id] })
  if (newcomer === undefined || newcomer.plan.conflicts.length > 0)
    return { kind: 'over', end: ended(line, 'overtaken', OVERTAKEN) }
  const write = newcomer.plan.writes.find(({ side }) => side === line.side)
  if (write === undefined) return { kind: 'there', newcomer }
  return fingerprintOf(write) === line.fingerprint
    ? { kind: 'due', newcomer, write }
    : { kind: 'over', end: ended(line, 'overtaken', OVERTAKEN) }
}
