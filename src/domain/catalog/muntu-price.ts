import type { CatalogRules, ProductFinding, ProductSettings } from './product-settings.ts'

/**
 * What there is to say about a Muntu. A pack at exactly the price of its units is a real habit and only warned of; a dearer
 * one must be confirmed; one that leaves less than the least margin cannot be saved.
 */
export function checkMuntu(product: ProductSettings, rules: CatalogRules): readonly ProductFinding[] {
  if (!product.muntu_enabled) return []
  const { muntu_quantity: quantity, muntu_price_cents: price } = product
  if (quantity === null || !Number.isSafeInteger(quantity) || quantity < 2) {
    return [{ severity: 'error', field: 'muntu_quantity', code: 'MUNTU_INCOMPLETE' }]
  }
  if (price === null) return [{ severity: 'error', field: 'muntu_price_cents', code: 'MUNTU_INCOMPLETE' }]
  const findings = [checkSaving(product, quantity, price), checkMargin(product, quantity, price, rules)]
  return findings.filter((finding) => finding !== null)
}

function checkSaving(product: ProductSettings, quantity: number, price: number): ProductFinding | null {
  if (product.unit_price_cents === null) return null
  const apart = product.unit_price_cents * quantity
  if (price < apart) return null
  if (price > apart) return { severity: 'confirm', field: 'muntu_price_cents', code: 'MUNTU_WITHOUT_SAVING' }
  return { severity: 'warning', field: 'muntu_price_cents', code: 'MUNTU_WITHOUT_DISCOUNT' }
}

/** Margin is what remains of the price after cost, as a share of the price; compared in whole numbers. */
function checkMargin(
  product: ProductSettings,
  quantity: number,
  price: number,
  rules: CatalogRules,
): ProductFinding | null {
  if (rules.min_margin_percent === null || product.cost_cents === null) return null
  const remains = (price - product.cost_cents * quantity) * 100
  if (remains >= rules.min_margin_percent * price) return null
  return { severity: 'error', field: 'muntu_price_cents', code: 'MUNTU_BELOW_MARGIN' }
}
