import { agreementsOf } from '../../domain/sites/product-plan.ts'
import { SYSTEM_ACTOR_ID } from '../auth/principal.ts'
import type { Tx } from '../db/database.ts'
import type { ItemEnd, SiteProduct } from '../sites/connector.ts'
import { rememberSiteProducts } from '../sites/products/site-products.store.ts'
import { SiteError } from '../sites/site-error.ts'
import { announceLinksChange } from '../sync/links/links-changed.ts'
import { upsertSiteLink } from '../sync/sites/site-links.store.ts'
import { rereadAllOrders } from '../sync/sites/sync-sites.store.ts'
import { rememberAgreements } from './agreements.store.ts'
import { awayOf, isAway, refusalOf, type SideAway } from './away.ts'
import { compareProducts, digestOf } from './compare.ts'
import { freshenPictures } from './freshen-pictures.ts'
import { type LineEnd, type LineRow, settleLines } from './runs.store.ts'
import { nextToSend, sendLines } from './send-lines.ts'
import { readProductSite } from './settings.store.ts'
import { type DueLine, ended, fieldsOf, judgeLines, type LinesAtWork } from './write-lines.ts'

/** A line without a clear answer is sent again so many times: the same write twice is one, and a creation is looked for first. */
const MOST_ATTEMPTS = 3

/**
 * Writes lines at the site, as many as one turn takes, and keeps what the site answered for each: those that wait behind a family have the
 * next turn. Gives why the rest has to wait when the site cannot be asked now. Throws `SiteError` when there is no connector, and `BlingError` when pictures
 * that Bling keeps have to be asked for again and cannot be.
 */
export async function writeAtSite(work: LinesAtWork, lines: readonly LineRow[]): Promise<SideAway | null> {
  const { deps, tenant_id, site_id, run_id } = work
  const connector = await deps.connectorOf(tenant_id, site_id)
  await freshenPictures(work, lines)
  const { due, ends } = await deps.database.tenant(tenant_id, (tx) => judgeLines(tx, site_id, lines))
  const some = nextToSend(due)
  const sent = await sendLines(work, connector, some)
  let away: SideAway | null = null
  await deps.database.tenant(tenant_id, async (tx) => {
    const now = deps.clock.now()
    const all: LineEnd[] = [...ends]
    const done: Done[] = []
    for (const [index, one] of some.entries()) {
      const answer = sent.ends[index]
      if (answer?.kind === 'done') done.push({ ...one, shown: answer.result })
      else if (answer !== undefined && isAway(answer.error)) away = awayOf(answer.error)
      all.push(endOf(one.line, answer))
    }
    if (sent.parent !== null) await rememberSiteProducts(tx, site_id, [sent.parent], now)
    await keepDone(tx, site_id, done, now)
    await settleLines(tx, run_id, all, now)
  })
  return away
}

type Done = DueLine & { readonly shown: SiteProduct }

function endOf(line: LineRow, answer: ItemEnd<SiteProduct> | undefined): LineEnd {
  if (answer?.kind === 'done') return ended(line, 'done')
  const error =
    answer?.error ?? new SiteError({ kind: 'unavailable', operation: 'products', ambiguous: true })
  if (answer?.kind === 'refused')
    return isAway(error) ? ended(line, 'waiting') : ended(line, 'refused', refusalOf(error))
  const mayRepeat = line.attempts + 1 < MOST_ATTEMPTS
  return mayRepeat
    ? ended(line, 'waiting')
    : ended(line, 'refused', 'o site não respondeu; leia os produtos dele e compare de novo')
}

/** Keeps what the site shows now, which product of ours it is, and that both agree: when it comes back to us it is no news. */
async function keepDone(tx: Tx, site_id: string, done: readonly Done[], now: Date): Promise<void> {
  if (done.length === 0) return
  await rememberSiteProducts(
    tx,
    site_id,
    done.map(({ shown }) => shown),
    now,
  )
  const made = done.filter(({ write }) => write.kind === 'create')
  for (const { shown, line } of made)
    await upsertSiteLink(tx, {
      ...{ site_id, product_id: line.product_id, site_product_id: shown.product_id },
      ...{ origin: 'sku', linked_at: now, linked_by: SYSTEM_ACTOR_ID },
    })
  if (made.length > 0) {
    await rereadAllOrders(tx, site_id, now)
    await announceLinksChange(
      tx,
      made.map(({ line }) => line.sku),
    )
  }
  const site = await readProductSite(tx, site_id)
  if (site === null) return
  const product_ids = done.map(({ line }) => line.product_id)
  const written = new Map(done.map((one) => [one.line.product_id, fieldsOf(one.write)]))
  const agreed = (await compareProducts(tx, site, { product_ids })).map(({ row, state }) => ({
    ...{ product_id: row.product_id, side: 'site' as const },
    fields: agreementsOf(state, 'site', written.get(row.product_id) ?? {}, digestOf),
  }))
  await rememberAgreements(tx, site_id, agreed, now)
}
