import type { Packing } from '../stock/level.ts'
import { isGtin } from './gtin.ts'
import { checkMuntu } from './muntu-price.ts'
import type { CatalogRules, ProductFinding, ProductSettings } from './product-settings.ts'
import { isSku } from './sku.ts'

/** The packing that a product's stock is kept in. */
export function packingOf(
  product: Pick<ProductSettings, 'box_tracking' | 'units_per_box' | 'dose_enabled' | 'doses_per_bottle'>,
): Packing {
  return {
    units_per_box: product.box_tracking ? product.units_per_box : null,
    doses_per_bottle: product.dose_enabled ? product.doses_per_bottle : null,
  }
}

/** Everything to say about a product's settings before it is saved; empty when there is nothing to say. */
export function checkProduct(product: ProductSettings, rules: CatalogRules): readonly ProductFinding[] {
  return [
    ...checkIdentity(product),
    ...checkNumbers(product),
    ...checkPacking(product),
    ...checkMuntu(product, rules),
  ]
}

function checkIdentity(product: ProductSettings): readonly ProductFinding[] {
  const findings: ProductFinding[] = []
  if (!isSku(product.sku)) findings.push({ severity: 'error', field: 'sku', code: 'INVALID_SKU' })
  if (product.name.trim() === '') findings.push({ severity: 'error', field: 'name', code: 'NAME_REQUIRED' })
  for (const field of ['gtin', 'box_gtin'] as const) {
    const gtin = product[field]
    if (gtin !== null && !isGtin(gtin)) findings.push({ severity: 'error', field, code: 'INVALID_GTIN' })
  }
  return findings
}

const PRICES = [
  'unit_price_cents',
  'box_price_cents',
  'dose_price_cents',
  'cost_cents',
  'muntu_price_cents',
] as const

function checkNumbers(product: ProductSettings): readonly ProductFinding[] {
  const prices = PRICES.filter((field) => !isNaturalOrNull(product[field]))
  const findings: ProductFinding[] = prices.map((field) => ({
    severity: 'error',
    field,
    code: 'INVALID_PRICE',
  }))
  if (!isNaturalOrNull(product.low_stock_alert)) {
    findings.push({ severity: 'error', field: 'low_stock_alert', code: 'INVALID_ALERT' })
  }
  return findings
}

/** A box holds two or more, a bottle pours two or more: with one, every sale would be an opening. */
function checkPacking(product: ProductSettings): readonly ProductFinding[] {
  const findings: ProductFinding[] = []
  if (product.box_tracking && !isPack(product.units_per_box)) {
    findings.push({ severity: 'error', field: 'units_per_box', code: 'UNITS_PER_BOX_REQUIRED' })
  }
  if (!product.dose_enabled) return findings
  if (!isPack(product.doses_per_bottle)) {
    findings.push({ severity: 'error', field: 'doses_per_bottle', code: 'DOSES_PER_BOTTLE_REQUIRED' })
  }
  if (product.dose_mode === 'bottle_per_sale') {
    findings.push({ severity: 'warning', field: 'dose_mode', code: 'DOSES_DISCARD_BOTTLES' })
  }
  return findings
}

function isPack(size: number | null): boolean {
  return size !== null && Number.isSafeInteger(size) && size >= 2
}

function isNaturalOrNull(value: number | null): boolean {
  return value === null || (Number.isSafeInteger(value) && value >= 0)
}
