import type * as z from 'zod'
import type { importResult } from '../../contract/catalog.ts'
import { actorOf } from '../auth/audit.store.ts'
import { readSettings } from '../auth/settings.store.ts'
import type { Tx } from '../db/database.ts'
import type { StoredAnswer } from '../db/idempotency.ts'
import { AppError } from '../kernel/app-error.ts'
import { allBranchIds } from './branches.store.ts'
import type { CatalogDeps, CatalogWrite } from './catalog-deps.ts'
import { type CatalogPlan, catalogPlan, codesOf, isRepacked } from './catalog-plan.ts'
import { changeFacts } from './change-facts.ts'
import { levelsOfProducts } from './levels.store.ts'
import { type PlannedRow, planImport, refuseByStock } from './plan-import.ts'
import type { PlannedProduct } from './plan-product.ts'
import { findProductsBySku } from './products.store.ts'
import { type FileRow, readProductCsv } from './read-product-csv.ts'
import { writeCatalog } from './write-catalog.ts'

/** Levels of products that were ever moved, whose packing one file may change: some seconds of the ledger's time. */
const MAX_REPACKED_LEVELS = 5_000

/** What a person asks of a file. */
export type ImportRequest = {
  readonly csv: string
  readonly preview: boolean
  /** Packs that are dearer than their units are meant. */
  readonly confirmed: boolean
}

type ImportResult = z.infer<typeof importResult>

/** Takes the products of a file in one transaction, all that are not refused; a preview says the same and keeps nothing. */
export async function importProducts(
  deps: CatalogDeps,
  write: CatalogWrite,
  request: ImportRequest,
): Promise<StoredAnswer> {
  const file = await readProductCsv(request.csv)
  const answerOf = (rows: readonly PlannedRow[]) => resultOf(rows, file.ignored_columns, request.preview)
  if (request.preview) {
    const { rows } = await deps.database.tenant(write.principal.tenant_id, (tx) =>
      planFile(deps, write, tx, file.rows, request.confirmed),
    )
    return { status: 200, body: JSON.stringify(answerOf(rows)), replayed: false }
  }
  return writeCatalog(deps, write, async (tx) => {
    const { rows, plan } = await planFile(deps, write, tx, file.rows, request.confirmed)
    return { plan, status: 200, body: answerOf(rows) }
  })
}

async function planFile(
  deps: CatalogDeps,
  write: CatalogWrite,
  tx: Tx,
  rows: readonly FileRow[],
  confirmed: boolean,
): Promise<{ readonly rows: readonly PlannedRow[]; readonly plan: CatalogPlan }> {
  const skus = rows.flatMap(({ values }) => (typeof values['sku'] === 'string' ? [values['sku'].trim()] : []))
  const known = {
    products: await findProductsBySku(tx, skus),
    rules: await readSettings(tx),
    now: deps.clock.now(),
    confirmed,
  }
  const byThemselves = await planImport(rows, known)
  const levels = await levelsOfProducts(
    tx,
    byThemselves.flatMap(({ planned }) =>
      planned !== null && touchesStock(planned) ? [planned.after.id] : [],
    ),
  )
  const repacked = byThemselves.flatMap((row) =>
    row.planned !== null && isRepacked(row.planned) ? [codesOf(row.planned)] : [],
  )
  const planned = refuseByStock(byThemselves, levels, await deps.waitingFor(tx, repacked))
  const products = planned.flatMap((row) => row.planned ?? [])
  const trail = products.filter(({ changed }) => changed.size > 0).map((one) => trailOf(write, one))
  const plan = catalogPlan(products, { branch_ids: await allBranchIds(tx), levels }, trail)
  requireFewRepacked(plan)
  return { rows: planned, plan }
}

function touchesStock(planned: PlannedProduct): boolean {
  return planned.before !== null && (isRepacked(planned) || planned.changed.has('is_active'))
}

/** Everybody's sales wait while stock is repacked. */
function requireFewRepacked(plan: CatalogPlan): void {
  const levels = plan.repacked.length * plan.branch_ids.length
  if (levels <= MAX_REPACKED_LEVELS) return
  const message = `muda a embalagem de ${plan.repacked.length} produtos já movimentados; divida em partes`
  throw new AppError('INVALID_VALUES', { fields: [{ path: 'csv', message }] })
}

function trailOf(write: CatalogWrite, planned: PlannedProduct) {
  return {
    actor: actorOf(write.principal),
    action: planned.before === null ? 'product.created' : 'product.changed',
    target: planned.after.id,
    facts: { ...changeFacts(planned), imported: true },
    ip: write.ip,
  }
}

function resultOf(
  rows: readonly PlannedRow[],
  ignored_columns: readonly string[],
  preview: boolean,
): ImportResult {
  const shown = rows.map(({ line, sku, planned, fields }) => ({
    line,
    sku,
    result: outcomeOf(planned),
    fields: [...fields],
    ...(planned === null || planned.warnings.length === 0 ? {} : { warnings: planned.warnings }),
  }))
  const count = (result: ReturnType<typeof outcomeOf>) => shown.filter((row) => row.result === result).length
  return {
    preview,
    created: count('created'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    ignored_columns: [...ignored_columns],
    rows: shown,
  }
}

function outcomeOf(planned: PlannedProduct | null): ImportResult['rows'][number]['result'] {
  if (planned === null) return 'refused'
  if (planned.before === null) return 'created'
  return planned.changed.size === 0 ? 'unchanged' : 'updated'
}
