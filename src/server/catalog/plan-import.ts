import { setImmediate } from 'node:timers/promises'
import type * as z from 'zod'
import { newProduct, productChange } from '../../contract/catalog.ts'
import { ERRORS } from '../../contract/errors.ts'
import { packingOf } from '../../domain/catalog/product.ts'
import type { CatalogRules } from '../../domain/catalog/product-settings.ts'
import { decideRepack } from '../../domain/stock/repack.ts'
import { newId } from '../kernel/ids.ts'
import type { WaitingFacts } from './coded-product.ts'
import type { KeptLevel } from './levels.store.ts'
import { type PlannedProduct, planNewProduct, planProductChange } from './plan-product.ts'
import type { ProductRow } from './product-row.ts'
import type { FileRow } from './read-product-csv.ts'

/** Rows planned before others get their turn. */
const ROWS_PER_TURN = 500

type Field = { readonly path: string; readonly message: string }

/** What becomes of one row of a file. */
export type PlannedRow = {
  readonly line: number
  readonly sku: string | null
  readonly planned: PlannedProduct | null
  /** Why it is refused; empty when it is not. */
  readonly fields: readonly Field[]
}

type Known = {
  readonly products: ReadonlyMap<string, ProductRow>
  readonly rules: CatalogRules
  readonly now: Date
  readonly confirmed: boolean
}

/** Plans every row of a file on its own: a SKU that is known is changed in the given columns, another one is added. */
export async function planImport(rows: readonly FileRow[], known: Known): Promise<PlannedRow[]> {
  const lineOfSku = new Map<string, number>()
  const planned: PlannedRow[] = []
  for (const row of rows) {
    const one = planRow(row, known)
    const before = one.sku === null ? undefined : lineOfSku.get(one.sku)
    if (one.sku !== null && before === undefined) lineOfSku.set(one.sku, row.line)
    planned.push(
      before === undefined ? one : refused(one, [{ path: 'sku', message: `já está na linha ${before}` }]),
    )
    if (planned.length % ROWS_PER_TURN === 0) await setImmediate()
  }
  return planned
}

function planRow(row: FileRow, known: Known): PlannedRow {
  const given = typeof row.values['sku'] === 'string' ? row.values['sku'].trim() : null
  const result = { line: row.line, sku: given === '' ? null : given, planned: null }
  if (row.unreadable.length > 0) return { ...result, fields: row.unreadable }
  const before = given === null ? undefined : known.products.get(given)
  const planned = before === undefined ? planNew(row, known) : planChange(row, before, known)
  if (Array.isArray(planned)) return { ...result, fields: planned }
  if (planned.refusal !== null) return { ...result, fields: fieldsOf(planned.refusal.facts) }
  return { ...result, planned, fields: [] }
}

function planNew(row: FileRow, known: Known): PlannedProduct | Field[] {
  const parsed = newProduct.safeParse(row.values)
  return parsed.success ? planNewProduct(newId(), parsed.data, known) : issuesOf(parsed.error)
}

function planChange(row: FileRow, before: ProductRow, known: Known): PlannedProduct | Field[] {
  const parsed = productChange.safeParse(row.values)
  return parsed.success ? planProductChange(before, parsed.data, known) : issuesOf(parsed.error)
}

function issuesOf(error: z.ZodError): Field[] {
  return error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
}

function fieldsOf(facts: Readonly<Record<string, unknown>>): readonly Field[] {
  return (facts['fields'] as readonly Field[] | undefined) ?? []
}

/**
 * Refuses the rows that the stock stands against: putting away what is still there, another packing that cannot be. `waiting` holds
 * the products among those that are repacked that devices have done something with that is not in the books yet.
 */
export function refuseByStock(
  rows: readonly PlannedRow[],
  levels: readonly KeptLevel[],
  waiting: ReadonlyMap<string, WaitingFacts>,
): PlannedRow[] {
  const byProduct = Map.groupBy(levels, (level) => level.product_id)
  return rows.map((row) => {
    if (row.planned === null || row.planned.before === null) return row
    const { id, name: product_name } = row.planned.after
    const facts = waiting.get(id)
    if (facts !== undefined) {
      const message = ERRORS.OPERATIONS_WAITING.detail({ product_name, ...facts })
      return refused(row, [{ path: 'units_per_box', message }])
    }
    const fields = againstStock(row.planned, byProduct.get(id) ?? [])
    return fields.length === 0 ? row : refused(row, fields)
  })
}

function againstStock({ before, after }: PlannedProduct, levels: readonly KeptLevel[]): Field[] {
  const facts = { product_name: after.name }
  if (before?.is_active === true && !after.is_active && levels.some((level) => level.qty_units !== 0)) {
    return [{ path: 'is_active', message: ERRORS.PRODUCT_HAS_STOCK.detail(facts) }]
  }
  const packing = packingOf(after)
  for (const { branch_id, product_id, ...level } of levels) {
    const decision = decideRepack({ branch_id, product_id, packing, notes: null }, level)
    if (!decision.ok) {
      const message = ERRORS[decision.code].detail({ ...facts, ...decision })
      return [{ path: 'units_per_box', message }]
    }
  }
  return []
}

function refused(row: PlannedRow, fields: readonly Field[]): PlannedRow {
  return { ...row, planned: null, fields }
}
