import type * as z from 'zod'
import type { importResult } from '../../contract/catalog.ts'
import { actorOf } from '../auth/audit.store.ts'
import { readSettings } from '../auth/settings.store.ts'
import type { Tx } from '../db/database.ts'
import type { StoredAnswer } from '../db/idempotency.ts'
import { allBranchIds } from './branches.store.ts'
import type { CatalogDeps, CatalogWrite } from './catalog-deps.ts'
import { catalogPlan } from './catalog-plan.ts'
import { changeFacts } from './change-facts.ts'
import { levelsOfProducts } from './levels.store.ts'
import { type PlannedRow, planImport, refuseByStock } from './plan-import.ts'
import type { PlannedProduct } from './plan-product.ts'
import { findProductsBySku } from './products.store.ts'
import { type FileRow, readProductCsv } from './read-product-csv.ts'
import { writeCatalog } from './write-catalog.ts'

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
  const plan = (tx: Tx) => plannedRows(deps, tx, file.rows, request.confirmed)
  const answerOf = (rows: readonly PlannedRow[]) => resultOf(rows, file.ignored_columns, request.preview)
  if (request.preview) {
    const rows = await deps.database.tenant(write.principal.tenant_id, plan)
    return { status: 200, body: JSON.stringify(answerOf(rows)), replayed: false }
  }
  return writeCatalog(deps, write, async (tx) => {
    const rows = await plan(tx)
    const products = rows.flatMap((row) => row.planned ?? [])
    const trail = products.filter(({ changed }) => changed.size > 0).map((one) => trailOf(write, one))
    return { plan: catalogPlan(products, await allBranchIds(tx), trail), status: 200, body: answerOf(rows) }
  })
}

async function plannedRows(
  deps: CatalogDeps,
  tx: Tx,
  rows: readonly FileRow[],
  confirmed: boolean,
): Promise<PlannedRow[]> {
  const skus = rows.flatMap(({ values }) => (typeof values['sku'] === 'string' ? [values['sku'].trim()] : []))
  const planned = await planImport(rows, {
    products: await findProductsBySku(tx, skus),
    rules: await readSettings(tx),
    now: deps.clock.now(),
    confirmed,
  })
  const touchesStock = planned.flatMap((row) =>
    row.planned !== null && row.planned.before !== null && changesStock(row.planned)
      ? [row.planned.after.id]
      : [],
  )
  return refuseByStock(planned, await levelsOfProducts(tx, touchesStock))
}

function changesStock({ changed }: PlannedProduct): boolean {
  const fields = ['is_active', 'box_tracking', 'units_per_box', 'dose_enabled', 'doses_per_bottle'] as const
  return fields.some((field) => changed.has(field))
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
