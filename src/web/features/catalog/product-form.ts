import type { Got, Sent } from '../../../client/api-types.ts'
import type { newProduct, product } from '../../../contract/catalog.ts'
import { packingOf } from '../../../domain/catalog/product.ts'
import { samePacking } from '../../../domain/stock/level.ts'
import { centsInField, centsOf } from '../../lib/format.ts'

/** A product as the API tells it. */
export type Product = Got<typeof product>

/** A product as it stands in the form: texts, until it is sent. */
export type ProductForm = {
  readonly sku: string
  readonly name: string
  readonly category: string
  readonly gtin: string
  readonly box_gtin: string
  readonly unit_price_cents: string
  readonly box_price_cents: string
  readonly dose_price_cents: string
  readonly cost_cents: string
  readonly muntu_price_cents: string
  readonly units_per_box: string
  readonly doses_per_bottle: string
  readonly muntu_quantity: string
  readonly low_stock_alert: string
  readonly box_tracking: boolean
  readonly dose_enabled: boolean
  readonly muntu_enabled: boolean
  readonly confirm_no_saving: boolean
}

/** The fields that hold money. */
export const PRICES = [
  'unit_price_cents',
  'box_price_cents',
  'dose_price_cents',
  'cost_cents',
  'muntu_price_cents',
] as const

/** The form of a product, or of a new one. */
export function formOf(product: Product | null): ProductForm {
  const number = (value: number | null | undefined) =>
    value === null || value === undefined ? '' : String(value)
  return {
    sku: product?.sku ?? '',
    name: product?.name ?? '',
    category: product?.category ?? '',
    gtin: product?.gtin ?? '',
    box_gtin: product?.box_gtin ?? '',
    unit_price_cents: centsInField(product?.unit_price_cents ?? null),
    box_price_cents: centsInField(product?.box_price_cents ?? null),
    dose_price_cents: centsInField(product?.dose_price_cents ?? null),
    cost_cents: centsInField(product?.cost_cents ?? null),
    muntu_price_cents: centsInField(product?.muntu_price_cents ?? null),
    units_per_box: number(product?.units_per_box),
    doses_per_bottle: number(product?.doses_per_bottle),
    muntu_quantity: number(product?.muntu_quantity),
    low_stock_alert: number(product?.low_stock_alert ?? 10),
    box_tracking: product?.box_tracking ?? false,
    dose_enabled: product?.dose_enabled ?? false,
    muntu_enabled: product?.muntu_enabled ?? false,
    confirm_no_saving: false,
  }
}

/** Whether a price was typed that is no amount. */
export function isBadPrice(typed: string): boolean {
  return typed.trim() !== '' && centsOf(typed) === null
}

/** The product as it is sent: what is switched off says nothing, empty is nothing. */
export function bodyOf(form: ProductForm): Sent<typeof newProduct> {
  const text = (value: string) => (value.trim() === '' ? null : value.trim())
  const whole = (value: string) => (value.trim() === '' ? null : Number(value))
  return {
    sku: form.sku.trim(),
    name: form.name.trim(),
    category: form.category.trim(),
    gtin: text(form.gtin),
    box_gtin: text(form.box_gtin),
    unit_price_cents: centsOf(form.unit_price_cents),
    box_price_cents: form.box_tracking ? centsOf(form.box_price_cents) : null,
    dose_price_cents: form.dose_enabled ? centsOf(form.dose_price_cents) : null,
    cost_cents: centsOf(form.cost_cents),
    box_tracking: form.box_tracking,
    units_per_box: form.box_tracking ? whole(form.units_per_box) : null,
    dose_enabled: form.dose_enabled,
    doses_per_bottle: form.dose_enabled ? whole(form.doses_per_bottle) : null,
    muntu_enabled: form.muntu_enabled,
    muntu_quantity: form.muntu_enabled ? whole(form.muntu_quantity) : null,
    muntu_price_cents: form.muntu_enabled ? centsOf(form.muntu_price_cents) : null,
    low_stock_alert: Number(form.low_stock_alert || 0),
    ...(form.confirm_no_saving ? { confirm_no_saving: true } : {}),
  }
}

/** Whether saving this splits the product's stock anew. */
export function repacks(product: Product | null, body: Sent<typeof newProduct>): boolean {
  if (product === null) return false
  const { box_tracking = false, units_per_box = null, dose_enabled = false, doses_per_bottle = null } = body
  const after = packingOf({ box_tracking, units_per_box, dose_enabled, doses_per_bottle })
  return !samePacking(after, packingOf(product))
}

/** What a pack saves against its units, in cents; null while it cannot be told. */
export function savingOf(form: ProductForm): number | null {
  const unit = centsOf(form.unit_price_cents)
  const pack = centsOf(form.muntu_price_cents)
  const quantity = Number(form.muntu_quantity)
  return unit === null || pack === null || !(quantity > 0) ? null : unit * quantity - pack
}
