import type { CatalogRules } from '../../domain/catalog/product-settings.ts'
import type { ProductRefusal } from './product-findings.ts'
import { judgeProduct } from './product-findings.ts'
import { PRODUCT_FIELD_NAMES, type ProductFields, type ProductRow } from './product-row.ts'

/** Some fields of a product, as a request names them. */
export type GivenFields = { readonly [Field in keyof ProductFields]?: ProductFields[Field] | undefined }

/** What a change comes to: the row as it shall be, which fields differ, and what there is to say about it. */
export type PlannedProduct = {
  readonly before: ProductRow | null
  readonly after: ProductRow
  readonly changed: ReadonlySet<keyof ProductFields>
  readonly refusal: ProductRefusal | null
  readonly warnings: string[]
}

type Circumstances = {
  readonly rules: CatalogRules
  readonly now: Date
  /** A person insists on a pack that is dearer than its units. */
  readonly confirmed: boolean
}

/** Plans a new product: what is not given has a quiet default, and a packing that is given counts as wanted. */
export function planNewProduct(
  id: string,
  given: GivenFields & { readonly sku: string; readonly name: string },
  circumstances: Circumstances,
): PlannedProduct {
  const blank: ProductFields = {
    sku: given.sku,
    name: given.name,
    gtin: null,
    box_gtin: null,
    category: '',
    unit_price_cents: null,
    box_price_cents: null,
    dose_price_cents: null,
    cost_cents: null,
    box_tracking: isGiven(given.units_per_box),
    units_per_box: null,
    dose_enabled: isGiven(given.doses_per_bottle),
    doses_per_bottle: null,
    dose_mode: 'open_bottle',
    muntu_enabled: isGiven(given.muntu_quantity) && isGiven(given.muntu_price_cents),
    muntu_quantity: null,
    muntu_price_cents: null,
    low_stock_alert: 10,
    target_days: null,
    is_active: true,
  }
  const { now } = circumstances
  const after = { ...merged(blank, given), id, created_at: now, updated_at: now }
  return judged(null, after, new Set(PRODUCT_FIELD_NAMES), circumstances)
}

/** Plans a change: only the given fields. The version grows even when the clock does not. */
export function planProductChange(
  before: ProductRow,
  given: GivenFields,
  circumstances: Circumstances,
): PlannedProduct {
  const updated_at = new Date(Math.max(circumstances.now.getTime(), before.updated_at.getTime() + 1))
  const after: ProductRow = { ...before, ...merged(before, given), updated_at }
  const changed = new Set(PRODUCT_FIELD_NAMES.filter((field) => after[field] !== before[field]))
  if (changed.size === 0) return judged(before, before, changed, circumstances)
  return judged(before, after, changed, circumstances)
}

function judged(
  before: ProductRow | null,
  after: ProductRow,
  changed: ReadonlySet<keyof ProductFields>,
  { rules, confirmed }: Circumstances,
): PlannedProduct {
  return { before, after, changed, ...judgeProduct(after, { changed, rules, confirmed }) }
}

function merged(base: ProductFields, given: GivenFields): ProductFields {
  const wanted = Object.entries(given).filter(
    ([name, value]) => value !== undefined && PRODUCT_FIELD_NAMES.some((field) => field === name),
  )
  return { ...base, ...Object.fromEntries(wanted) }
}

function isGiven(value: number | null | undefined): boolean {
  return value !== undefined && value !== null
}
