import { packingOf } from '../../domain/catalog/product.ts'
import { type Packing, samePacking } from '../../domain/stock/level.ts'
import type { AuditEntry } from '../auth/audit.store.ts'
import type { PlannedProduct } from './plan-product.ts'
import type { ProductRow } from './product-row.ts'
import type { ProductChange } from './products.store.ts'

/** A product whose stock has to be kept in another packing from now on. */
export type Repacking = { readonly product_id: string; readonly packing: Packing }

/** Everything that one request writes to the catalogue, decided on what was read; applied as a whole or not at all. */
export type CatalogPlan = {
  readonly created: readonly ProductRow[]
  readonly updated: readonly ProductChange[]
  readonly repacked: readonly Repacking[]
  /** Products whose levels hang on a changed field: alert, target, or whether they are listed. */
  readonly realigned: readonly string[]
  /** Products that may only be put away while there is nothing left of them. */
  readonly emptied: readonly ProductRow[]
  /** The branches that were there when this was planned. */
  readonly branch_ids: readonly string[]
  readonly audit: readonly AuditEntry[]
}

/** The plan that carries out some planned products, none of them refused. */
export function catalogPlan(
  planned: readonly PlannedProduct[],
  branch_ids: readonly string[],
  audit: readonly AuditEntry[],
): CatalogPlan {
  const changes = planned.flatMap(({ before, after, changed }) =>
    before === null || changed.size === 0 ? [] : [{ before, after, changed }],
  )
  const realigned = changes.filter(({ changed }) =>
    (['low_stock_alert', 'target_days', 'is_active'] as const).some((field) => changed.has(field)),
  )
  return {
    created: planned.flatMap(({ before, after }) => (before === null ? [after] : [])),
    updated: changes.map(({ before, after }) => ({ before, after })),
    repacked: branch_ids.length === 0 ? [] : changes.flatMap(repackingOf),
    realigned: realigned.map(({ after }) => after.id),
    emptied: changes
      .filter(({ before, after }) => before.is_active && !after.is_active)
      .map(({ after }) => after),
    branch_ids,
    audit,
  }
}

function repackingOf({ before, after }: ProductChange): Repacking[] {
  const packing = packingOf(after)
  return samePacking(packing, packingOf(before)) ? [] : [{ product_id: after.id, packing }]
}

/** A product whose ledger counts in another base unit from now on: how many of each make one bottle. */
export type UnitChange = { readonly product_id: string; readonly from: number; readonly to: number }

/** The products of a plan whose base unit is another one from now on. */
export function unitChanges(plan: CatalogPlan): UnitChange[] {
  return plan.updated.flatMap(({ before, after }) => {
    const from = packingOf(before).doses_per_bottle ?? 1
    const to = packingOf(after).doses_per_bottle ?? 1
    return from === to ? [] : [{ product_id: after.id, from, to }]
  })
}
