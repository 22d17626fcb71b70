import type { NewProductRun } from '../../contract/site-exchange.ts'
import { areFewAtOnce } from '../../domain/sites/few-at-once.ts'
import { agreementsOf } from '../../domain/sites/product-plan.ts'
import { type Actor, recordAudit } from '../auth/audit.store.ts'
import type { Tx } from '../db/database.ts'
import { AppError } from '../kernel/app-error.ts'
import { newId } from '../kernel/ids.ts'
import { type AgreedSide, rememberAgreements } from './agreements.store.ts'
import { type ComparedProduct, comparedParts, compareProducts, digestOf, fingerprintOf } from './compare.ts'
import { automaticNewcomers, chosenNewcomers } from './newcomer-lines.ts'
import { insertRun, type NewLine, refusedSince } from './runs.store.ts'
import type { ProductSite } from './settings.store.ts'
import { OVERTAKEN } from './write-lines.ts'

type OwnLine = Extract<NewLine, { readonly site_product_id: null }>

/** Who has something written, and when. */
export type RunStarter = {
  readonly origin: 'person' | 'automatic'
  readonly actor: Actor
  readonly user_id: string
  readonly ip: string | null
  readonly at: Date
}

/**
 * Keeps what is to be written, line by line, before anything is sent; gives the run's id. Throws `SITE_RUN_OPEN` while another one of the
 * site is not over, and `SITE_PLAN_EMPTY` when nothing of what was chosen differs any more.
 */
export async function startRun(
  tx: Tx,
  site: ProductSite,
  wanted: NewProductRun,
  by: RunStarter,
): Promise<string> {
  const { lines: named, kinds, newcomers } = wanted
  const isNewAlone = newcomers !== undefined && named === undefined && kinds === undefined
  const lines: NewLine[] = isNewAlone
    ? []
    : named === undefined
      ? await linesOfKinds(tx, site, wanted, by)
      : await linesOf(tx, site, named)
  if (newcomers !== undefined) lines.push(...(await chosenNewcomers(tx, site, newcomers)))
  if (!lines.some(({ state }) => state === 'waiting')) throw new AppError('SITE_PLAN_EMPTY')
  return keepRun(tx, site, lines, by)
}

/** What was refused is not tried again by itself before this long. */
const REFUSED_FOR_MS = 24 * 3_600_000

/**
 * As `startRun`, without anybody having been asked: leaves alone what the site had once and does not have now, new products unless they are
 * wanted, on either side, going off sale of too many at once, and what was refused lately. Null when there is nothing to do.
 */
export async function startAutomaticRun(tx: Tx, site: ProductSite, by: RunStarter): Promise<string | null> {
  let on_sale = 0
  let linked = 0
  const refused = await refusedSince(tx, site.site_id, new Date(by.at.getTime() - REFUSED_FOR_MS))
  const lines: NewLine[] = []
  for await (const part of comparedParts(tx, site, { after: null })) {
    await rememberSame(tx, site.site_id, part, by.at)
    linked += part.filter(({ row }) => row.s_product_id !== null).length
    on_sale += part.filter(({ row }) => row.s_product_id !== null && row.s_is_active).length
    for (const one of part)
      lines.push(
        ...linesIn(one).filter(
          ({ kind, product_id, side, fingerprint, family }) =>
            (kind !== 'create' || (site.creates && !one.row.was_there && !isOfDeleted(family))) &&
            !refused.has(`${product_id} ${side} ${fingerprint}`),
        ),
      )
  }
  const leaving = lines.filter(({ kind }) => kind === 'deactivate').length
  const may = areFewAtOnce(leaving, on_sale) ? lines : lines.filter(({ kind }) => kind !== 'deactivate')
  const isRefused = (id: string, { side, fingerprint }: NewLine) =>
    refused.has(`${id} ${side} ${fingerprint}`)
  may.push(...(await automaticNewcomers(tx, site, linked, isRefused)))
  return may.length === 0 ? null : keepRun(tx, site, may, by)
}

/** What a site deleted does not come back by itself, nor as a family of the one variation that is new. */
function isOfDeleted(family: NewLine['family']): boolean {
  return family !== null && family.there === null && family.was_there
}

async function keepRun(
  tx: Tx,
  { site_id }: ProductSite,
  lines: readonly NewLine[],
  by: RunStarter,
): Promise<string> {
  const id = newId()
  const run = { id, site_id, origin: by.origin, started_at: by.at, started_by: by.user_id }
  if (!(await insertRun(tx, run, lines))) throw new AppError('SITE_RUN_OPEN', { site_id })
  const facts = Object.fromEntries(
    [...Map.groupBy(lines, ({ kind }) => kind)].map(([kind, own]) => [kind, own.length]),
  )
  await recordAudit(tx, {
    ...{ actor: by.actor, action: 'site_products.run_started', target: site_id, ip: by.ip },
    facts: { run_id: id, ...facts },
  })
  return id
}

async function linesOfKinds(
  tx: Tx,
  site: ProductSite,
  { kinds }: NewProductRun,
  by: RunStarter,
): Promise<NewLine[]> {
  const lines: NewLine[] = []
  for await (const part of comparedParts(tx, site, { after: null })) {
    await rememberSame(tx, site.site_id, part, by.at)
    lines.push(...part.flatMap(linesIn).filter(({ kind }) => kinds === undefined || kinds.includes(kind)))
  }
  return lines
}

/** The chosen lines as they are now; one that is another write than the one shown is told and not made. */
async function linesOf(
  tx: Tx,
  site: ProductSite,
  chosen: NonNullable<NewProductRun['lines']>,
): Promise<NewLine[]> {
  const compared = await compareProducts(tx, site, {
    product_ids: chosen.map(({ product_id }) => product_id),
  })
  const lines = compared.flatMap(linesIn)
  const wanted = new Map(chosen.map((one) => [`${one.product_id} ${one.side}`, one.fingerprint]))
  return lines.flatMap((line): NewLine[] => {
    const fingerprint = wanted.get(`${line.product_id} ${line.side}`)
    if (fingerprint === undefined) return []
    return [fingerprint === line.fingerprint ? line : { ...line, state: 'overtaken', reason: OVERTAKEN }]
  })
}

function linesIn({ row, plan }: ComparedProduct): OwnLine[] {
  const { product_id, sku, name } = row
  return plan.writes.map((write) => ({
    ...{
      product_id,
      site_product_id: null,
      sku,
      name,
      side: write.side,
      kind: write.kind,
      changes: write.changes,
    },
    family: write.family ?? null,
    ...{ fingerprint: fingerprintOf(write), state: 'waiting', reason: null },
  }))
}

/** What shows the same on both sides is remembered: a later difference then says who made it. */
async function rememberSame(
  tx: Tx,
  site_id: string,
  part: readonly ComparedProduct[],
  at: Date,
): Promise<void> {
  const same = part.flatMap(({ row, state }) =>
    (['site', 'bling', 'estoqueuni'] as const).map(
      (side): AgreedSide => ({
        ...{ product_id: row.product_id, side },
        fields: agreementsOf(state, side, {}, digestOf),
      }),
    ),
  )
  await rememberAgreements(tx, site_id, same, at)
}
