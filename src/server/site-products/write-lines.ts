import type { Side } from '../../domain/sites/field-owners.ts'
import type { ProductFields } from '../../domain/sites/product-fields.ts'
import type { SideChange } from '../../domain/sites/product-plan.ts'
import type { Tx } from '../db/database.ts'
import { storable } from '../db/storable.ts'
import { type ComparedProduct, compareProducts, fingerprintOf } from './compare.ts'
import type { ExchangeDeps } from './exchange-deps.ts'
import type { LineEnd, LineRow, LineState } from './runs.store.ts'
import { readProductSite } from './settings.store.ts'

/** Lines of one run, at one side. */
export type LinesAtWork = {
  readonly deps: ExchangeDeps
  readonly tenant_id: string
  readonly site_id: string
  readonly run_id: string
  /** Who asked for it. */
  readonly started_by: string
}

/** A line that is still to be written just as it was decided, with the product as it stands now. */
export type DueLine = {
  readonly line: LineRow
  readonly product: ComparedProduct
  readonly write: SideChange
}

/** A line and how it ended. */
export type Ended = { readonly end: LineEnd }

const REASON_LENGTH = 500
/** Why a line was not written although it was chosen. */
export const OVERTAKEN = 'mudou depois de mostrado; confira na comparação e escolha de novo'

/** How a line ended. */
export function ended(
  line: Pick<LineRow, 'position'>,
  state: LineState,
  reason: string | null = null,
): LineEnd {
  return {
    position: line.position,
    state,
    reason: reason === null ? null : storable(reason.slice(0, REASON_LENGTH)),
  }
}

/** The values that a line writes. */
export function fieldsOf({ changes }: Pick<SideChange, 'changes'>): ProductFields {
  return Object.fromEntries(changes.map(({ field, after }) => [field, after]))
}

/**
 * Judges lines anew right before they are written: what shows by now what it should is done, and what would be another write than the one
 * decided is not made.
 */
export async function judgeLines(
  tx: Tx,
  site_id: string,
  lines: readonly LineRow[],
): Promise<{ readonly due: DueLine[]; readonly ends: LineEnd[] }> {
  const site = await readProductSite(tx, site_id)
  const ids = lines.map(({ product_id }) => product_id)
  const compared = site === null ? [] : await compareProducts(tx, site, { product_ids: ids })
  const products = new Map(compared.map((one) => [one.row.product_id, one]))
  const due: DueLine[] = []
  const ends: LineEnd[] = []
  for (const line of lines) {
    const product = products.get(line.product_id)
    const write = product?.plan.writes.find(({ side }) => side === line.side)
    if (product === undefined) ends.push(ended(line, 'overtaken', OVERTAKEN))
    else if (write === undefined)
      ends.push(isThere(product, line) ? ended(line, 'done') : ended(line, 'overtaken', OVERTAKEN))
    else if (fingerprintOf(write) !== line.fingerprint) ends.push(ended(line, 'overtaken', OVERTAKEN))
    else due.push({ line, product, write })
  }
  return { due, ends }
}

/** Nothing left to write is "done" only while the side can be seen. */
function isThere({ state }: ComparedProduct, { side }: { readonly side: Side }): boolean {
  return state.sides[side].kind === 'held'
}
