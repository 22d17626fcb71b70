import { expect, it } from 'vitest'
import { bodyOf, formOf, type Product, repacks } from './product-form.ts'

const beer: Product = {
  ...{ id: 'beer', sku: 'HEI', gtin: null, box_gtin: null, name: 'Heineken', category: '' },
  ...{ unit_price_cents: 900, box_price_cents: null, dose_price_cents: null, cost_cents: null },
  ...{
    box_tracking: true,
    units_per_box: 12,
    dose_enabled: false,
    doses_per_bottle: null,
    dose_mode: 'open_bottle',
  },
  ...{
    muntu_enabled: false,
    muntu_quantity: null,
    muntu_price_cents: null,
    low_stock_alert: 10,
    target_days: null,
  },
  ...{ is_active: true, created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' },
}
const form = formOf(beer)

it.each([
  ['another size of box', { units_per_box: '24' }, true],
  ['no boxes any more', { box_tracking: false }, true],
  ['doses', { dose_enabled: true, doses_per_bottle: '25' }, true],
  ['another price', { unit_price_cents: '10,00' }, false],
  ['a size of dose that is switched off', { doses_per_bottle: '25' }, false],
])('tells %s apart from what leaves the packing alone (stock 51)', (_, changes, is) => {
  expect(repacks(beer, bodyOf({ ...form, ...changes }))).toBe(is)
})

it('repacks nothing that is new', () => {
  expect(repacks(null, bodyOf(form))).toBe(false)
})
