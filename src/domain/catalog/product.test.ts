import { describe, expect, it } from 'vitest'
import { checkProduct, packingOf } from './product.ts'
import type { CatalogRules, ProductSettings } from './product-settings.ts'

const BEER: ProductSettings = {
  sku: 'HEI-600',
  gtin: '7896045506873',
  box_gtin: null,
  name: 'Heineken 600 ml',
  unit_price_cents: 900,
  box_price_cents: null,
  dose_price_cents: null,
  cost_cents: 500,
  box_tracking: true,
  units_per_box: 12,
  dose_enabled: false,
  doses_per_bottle: null,
  dose_mode: 'open_bottle',
  muntu_enabled: true,
  muntu_quantity: 6,
  muntu_price_cents: 4500,
  low_stock_alert: 10,
}

function check(changes: Partial<ProductSettings>, rules: CatalogRules = { min_margin_percent: null }) {
  return checkProduct({ ...BEER, ...changes }, rules).map((finding) => `${finding.severity} ${finding.code}`)
}

describe('the settings of a product', () => {
  it('have nothing to be said about when they are right', () => {
    expect(check({})).toEqual([])
  })

  it('are warned of when the pack costs as much as its units (stock 29)', () => {
    expect(check({ muntu_quantity: 3, muntu_price_cents: 2700 })).toEqual(['warning MUNTU_WITHOUT_DISCOUNT'])
  })

  it('must be confirmed when the pack is dearer than its units (stock 30)', () => {
    expect(check({ muntu_price_cents: 6000 })).toEqual(['confirm MUNTU_WITHOUT_SAVING'])
  })

  it('are refused when the pack leaves less than the least margin (stock 30)', () => {
    const rules = { min_margin_percent: 30 }
    expect(check({ muntu_price_cents: 4285 }, rules)).toEqual(['error MUNTU_BELOW_MARGIN'])
    expect(check({ muntu_price_cents: 4286 }, rules)).toEqual([])
    expect(check({ muntu_price_cents: 4285, cost_cents: null }, rules)).toEqual([])
  })

  it.each([{ muntu_quantity: null }, { muntu_quantity: 1 }, { muntu_price_cents: null }])(
    'are refused with an incomplete Muntu: %o (stock 32)',
    (changes) => {
      expect(check(changes)).toEqual(['error MUNTU_INCOMPLETE'])
      expect(check({ ...changes, muntu_enabled: false })).toEqual([])
    },
  )

  it.each([null, 0, 1, 2.5])(
    'are refused with doses on and %s doses per bottle (stock 64)',
    (doses_per_bottle) => {
      expect(check({ dose_enabled: true, doses_per_bottle })).toEqual(['error DOSES_PER_BOTTLE_REQUIRED'])
      expect(check({ dose_enabled: false, doses_per_bottle })).toEqual([])
    },
  )

  it('are warned of when each sale of doses uses up bottles', () => {
    const doses = { dose_enabled: true, doses_per_bottle: 25, dose_mode: 'bottle_per_sale' } as const
    expect(check(doses)).toEqual(['warning DOSES_DISCARD_BOTTLES'])
  })

  it('are refused with boxes of one', () => {
    expect(check({ units_per_box: 1 })).toEqual(['error UNITS_PER_BOX_REQUIRED'])
    expect(check({ units_per_box: null, box_tracking: false })).toEqual([])
  })

  it('are refused with a wrong code, no name, or numbers that cannot be', () => {
    expect(check({ sku: ' 7' })).toEqual(['error INVALID_SKU'])
    expect(check({ name: '  ' })).toEqual(['error NAME_REQUIRED'])
    expect(check({ gtin: '7896045506874', box_gtin: '1' })).toEqual([
      'error INVALID_GTIN',
      'error INVALID_GTIN',
    ])
    expect(check({ cost_cents: -1, low_stock_alert: 0.5 })).toEqual([
      'error INVALID_PRICE',
      'error INVALID_ALERT',
    ])
  })
})

describe('the packing of a product', () => {
  it('forgets sizes that are switched off', () => {
    expect(packingOf({ ...BEER, doses_per_bottle: 25 })).toEqual({
      units_per_box: 12,
      doses_per_bottle: null,
    })
    expect(packingOf({ ...BEER, box_tracking: false })).toEqual({
      units_per_box: null,
      doses_per_bottle: null,
    })
  })
})
