import { hash } from 'node:crypto'
import type * as z from 'zod'
import type {
  PlanCounts,
  PlannedFamilyView,
  PlannedProductView,
  planQuery,
} from '../../contract/site-exchange.ts'
import type { Family } from '../../domain/sites/family.ts'
import { canonicalValue } from '../../domain/sites/product-fields.ts'
import {
  type FieldChange,
  type ProductPlan,
  planProduct,
  type SideChange,
} from '../../domain/sites/product-plan.ts'
import type { Tx } from '../db/database.ts'
import { capabilitiesOf } from '../sites/site-kinds.ts'
import { onlyAtSite, type WhichProducts } from './product-rows.queries.ts'
import { isSold, type StandingProduct, standingProducts } from './product-states.ts'
import type { ProductSite } from './settings.store.ts'

/** A product with what its plan says. */
export type ComparedProduct = StandingProduct & { readonly plan: ProductPlan }

/** Products compared in one go. */
const PART = 300

/** A digest of a canonical text: unchanged products and our own writes are known by it. */
export function digestOf(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22)
}

/** Names what would be written: the same write has the same fingerprint, another value or another reason to write has not. */
export function fingerprintOf({ side, kind, changes, family }: SideChange): string {
  const said = changes.map(({ field, after }) => [field, canonicalValue(after)])
  // Where the family stands at the site is not part of it: the first of its variations may just have been made.
  const within = family === undefined ? [] : [family.name, family.sku, family.attributes]
  return digestOf(JSON.stringify([side, kind, said, ...within]))
}

/** Compares some products on all sides. */
export async function compareProducts(
  tx: Tx,
  site: ProductSite,
  which: WhichProducts,
): Promise<ComparedProduct[]> {
  const standing = await standingProducts(tx, site, capabilitiesOf(site.kind), which)
  return standing.map((one) => ({ ...one, plan: planProduct(one.state, digestOf) }))
}

/** Compares all products of the tenant, part by part, by SKU. */
export async function* comparedParts(
  tx: Tx,
  site: ProductSite,
  from: { readonly after: string | null; readonly search?: string | undefined },
): AsyncGenerator<ComparedProduct[]> {
  for (let after = from.after; ; ) {
    const part = await compareProducts(tx, site, { ...from, after, limit: PART })
    if (part.length > 0) yield part
    after = part.at(-1)?.row.sku ?? null
    if (part.length < PART) return
  }
}

/** A page of what would be written, one more than the limit, by SKU. */
export async function plannedProducts(
  tx: Tx,
  site: ProductSite,
  query: z.output<typeof planQuery>,
  after: string | null,
): Promise<PlannedProductView[]> {
  const found: PlannedProductView[] = []
  const { kind, search, limit } = query
  for await (const part of comparedParts(tx, site, { after, search })) {
    found.push(...part.filter(({ plan }) => isAskedFor(plan, kind)).map(plannedView))
    if (found.length > limit) break
  }
  return found.slice(0, limit + 1)
}

/** How many products there are of each kind of change. */
export async function planCounts(tx: Tx, site: ProductSite): Promise<PlanCounts> {
  const counts = { products: 0, create: 0, update: 0, activate: 0, deactivate: 0, conflicts: 0, unread: 0 }
  for await (const part of comparedParts(tx, site, { after: null })) {
    counts.products += part.length
    for (const { row, plan } of part) {
      for (const kind of new Set(plan.writes.map((write) => write.kind))) counts[kind] += 1
      if (plan.conflicts.length > 0) counts.conflicts += 1
      const isReadable = isSold(row) && row.b_status !== 'deleted'
      if (row.b_product_id !== null && isReadable && !row.b_is_whole) counts.unread += 1
    }
  }
  return { ...counts, only_there: await onlyAtSite(tx, site.site_id) }
}

function isAskedFor({ writes, conflicts }: ProductPlan, kind: z.output<typeof planQuery>['kind']): boolean {
  if (kind === undefined) return writes.length > 0 || conflicts.length > 0
  return kind === 'conflict' ? conflicts.length > 0 : writes.some((write) => write.kind === kind)
}

function plannedView({ row, plan }: ComparedProduct): PlannedProductView {
  const { product_id, sku, name, owners } = row
  const writes = plan.writes.map((write) => ({
    ...{ side: write.side, kind: write.kind, fingerprint: fingerprintOf(write) },
    changes: write.changes.map(changeView),
    family: familyView(write.family),
  }))
  return { product_id, sku, name, owners, writes, conflicts: [...plan.conflicts] }
}

/** The family of a variation as it is shown. */
export function familyView(family: Family | null | undefined): PlannedFamilyView | null {
  if (family === null || family === undefined) return null
  const { name, sku, attributes, there } = family
  return { name, sku, attributes: [...attributes], is_new: there === null }
}

function changeView({ before, after, ...change }: FieldChange) {
  return { ...change, before: before === null ? null : mutable(before), after: mutable(after) }
}

function mutable(value: FieldChange['after']) {
  return typeof value === 'object' ? [...value] : value
}
