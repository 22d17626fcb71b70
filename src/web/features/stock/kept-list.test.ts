import { expect, it } from 'vitest'
import type { Level } from '../../../domain/stock/level.ts'
import type { InventoryItem } from '../../lib/level-of.ts'
import { keptList } from './kept-list.ts'

const item = (name: string, units: number, days: number | null): InventoryItem => ({
  id: name,
  product_id: name,
  branch_id: 'bar',
  qty_units: units,
  closed_boxes: 0,
  open_box_units: units,
  open_bottle_doses: 0,
  total_bottles: units,
  consumption_avg_7d: 0,
  consumption_avg_15d: 0,
  consumption_avg_30d: 0,
  courtesy_avg_15d: 0,
  consumption_partial_days: null,
  days_until_stockout: days,
  suggested_reorder: 0,
  suggested_reorder_boxes: null,
  incoming_units: 0,
  low_stock_alert: 5,
  branch_low_stock_alert: null,
  status: 'ok',
  stockout_status: 'normal',
  last_seq: 1,
  updated_at: '2026-11-22T00:00:00Z',
  product: {
    id: name,
    sku: name.toUpperCase(),
    name,
    category: '',
    gtin: null,
    box_gtin: null,
    unit_price_cents: null,
    box_price_cents: null,
    dose_price_cents: null,
    cost_cents: null,
    low_stock_alert: 5,
    box_tracking: false,
    units_per_box: null,
    dose_enabled: false,
    doses_per_bottle: null,
    muntu_enabled: false,
    muntu_quantity: null,
    muntu_price_cents: null,
    is_active: true,
  },
})
const level = (units: number): Level => ({
  units_per_box: null,
  doses_per_bottle: null,
  closed_boxes: 0,
  open_box_units: units,
  open_bottle_doses: 0,
})
const items = [item('Cerveja', 10, 4), item('Água', 9, null), item('Gin', 8, 2)]
const asked = {
  search: '',
  status: undefined,
  sort: { column: 'name', isDescending: false },
} as const
const names = (list: readonly InventoryItem[]) => list.map(({ product }) => product.name)

it('shows what was done here since, with the status that it makes', () => {
  const done = new Map([
    ['Cerveja', level(-1)],
    ['Gin', level(5)],
  ])
  const list = keptList(items, done, asked)
  expect(list.map(({ total_bottles, status }) => [total_bottles, status])).toEqual([
    [9, 'ok'],
    [-1, 'divergent'],
    [5, 'low'],
  ])
  expect(names(keptList(items, done, { ...asked, status: 'low' }))).toEqual(['Gin'])
})

it('finds without accents and sorts as the server does, what never ends last', () => {
  expect(names(keptList(items, new Map(), { ...asked, search: 'agua' }))).toEqual(['Água'])
  expect(names(keptList(items, new Map(), asked))).toEqual(['Água', 'Cerveja', 'Gin'])
  const days = (isDescending: boolean) =>
    names(keptList(items, new Map(), { ...asked, sort: { column: 'days_until_stockout', isDescending } }))
  expect(days(false)).toEqual(['Gin', 'Cerveja', 'Água'])
  expect(days(true)).toEqual(['Cerveja', 'Gin', 'Água'])
})
