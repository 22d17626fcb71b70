import { packingOf } from '../../domain/catalog/product.ts'
import { type Packing, samePacking } from '../../domain/stock/level.ts'
import type { AuditEntry } from '../auth/audit.store.ts'
import type { CodedProduct } from './coded-product.ts'
import type { KeptLevel } from './levels.store.ts'
import type { PlannedProduct } from './plan-product.ts'
import type { ProductRow } from './product-row.ts'
import type { ProductChange } from './products.store.ts'

/** A product whose stock has to be kept in another packing from now on, which the ledger has to say. */
export type Repacking = { readonly product_id: string; readonly packing: Packing }

/** Everything that one request writes to the catalogue, decided on what was read; applied as a whole or not at all. */
export type CatalogPlan = {
  readonly created: readonly ProductRow[]
  readonly updated: readonly ProductChange[]
  readonly repacked: readonly Repacking[]
  /** Products whose levels hang on a changed field: alert, target, packing, or whether they are listed. */
  readonly realigned: readonly string[]
  /** Those of them whose packing changes without a word in the ledger, as nothing of them ever moved. */
  readonly unmoved: readonly string[]
  /** Products that may only be put away while there is nothing left of them. */
  readonly emptied: readonly ProductRow[]
  /** The branches that were there when this was planned. */
  readonly branch_ids: readonly string[]
  readonly audit: readonly AuditEntry[]
}

/** Fields that a product's levels hang on besides its packing. */
const LEVEL_FIELDS = ['low_stock_alert', 'target_days', 'is_active'] as const

/**
 * The plan that carries out some planned products, none of them refused. `found` says which branches there are, and the levels of the
 * products that are repacked.
 */
export function catalogPlan(
  planned: readonly PlannedProduct[],
  found: { readonly branch_ids: readonly string[]; readonly levels: readonly KeptLevel[] },
  audit: readonly AuditEntry[],
): CatalogPlan {
  const { branch_ids, levels } = found
  const changes = planned.flatMap(({ before, after, changed }) =>
    before === null || changed.size === 0 ? [] : [{ before, after, changed }],
  )
  const moved = new Set(levels.filter((level) => level.last_seq > 0).map((level) => level.product_id))
  const repacked = changes.filter(isRepacked)
  const realigned = changes.filter(
    (change) => isRepacked(change) || LEVEL_FIELDS.some((field) => change.changed.has(field)),
  )
  return {
    created: planned.flatMap(({ before, after }) => (before === null ? [after] : [])),
    updated: changes.map(({ before, after }) => ({ before, after })),
    repacked: repacked
      .filter(({ after }) => moved.has(after.id))
      .map(({ after }) => ({ product_id: after.id, packing: packingOf(after) })),
    realigned: realigned.map(({ after }) => after.id),
    unmoved: repacked.filter(({ after }) => !moved.has(after.id)).map(({ after }) => after.id),
    emptied: changes
      .filter(({ before, after }) => before.is_active && !after.is_active)
      .map(({ after }) => after),
    branch_ids,
    audit,
  }
}

/** Whether a change gives a product another packing. */
export function isRepacked({ before, after }: Pick<PlannedProduct, 'before' | 'after'>): boolean {
  return before !== null && !samePacking(packingOf(after), packingOf(before))
}

/** The product of a change with the codes that it has and had: a device may have named it by any of them. */
export function codesOf({ before, after }: Pick<PlannedProduct, 'before' | 'after'>): CodedProduct {
  const versions = before === null ? [after] : [before, after]
  return {
    id: after.id,
    skus: versions.map(({ sku }) => sku),
    gtins: versions.flatMap(({ gtin, box_gtin }) => [gtin, box_gtin]).filter((code) => code !== null),
  }
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
