import { describe, expect, it } from 'vitest'
import { expandKits, kitAvailability, shortagesOf } from './kits.ts'
import { fromUnits, toUnits } from './quantity.ts'

const stock = new Map([
  ['CANECA-01', 19],
  ['A', 10],
  ['B', 7],
])
const available = (sku: string) => fromUnits(stock.get(sku) ?? 0)
const part = (sku: string, units: number) => ({ sku, quantity: fromUnits(units) })

describe('how many kits there are', () => {
  it('is what the scarcest component makes, in whole kits (sync 53, 54)', () => {
    expect(toUnits(kitAvailability([part('CANECA-01', 2)], available))).toBe(9)
    expect(toUnits(kitAvailability([part('A', 2), part('B', 3)], available))).toBe(2)
  })

  it('is none without a component, without stock, or of nothing at all', () => {
    expect(kitAvailability([part('A', 1), part('X', 1)], available)).toBe(0)
    expect(kitAvailability([part('A', 1)], () => fromUnits(-3))).toBe(0)
    expect(kitAvailability([], available)).toBe(0)
  })

  it('counts a component listed twice on the sum', () => {
    expect(toUnits(kitAvailability([part('A', 2), part('A', 3)], available))).toBe(2)
  })
})

describe('taking kits apart', () => {
  const structures = new Map([
    ['KIT', [part('A', 2), part('B', 0.5)]],
    ['BOX', [part('KIT', 2), part('A', 1)]],
    ['LOOP', [part('LOOP2', 1)]],
    ['LOOP2', [part('LOOP', 1)]],
  ])

  it('reaches what really leaves, kits within kits too, and keeps the rest', () => {
    const expanded = expandKits([part('BOX', 3), part('C', 1)], structures)
    if (!expanded.ok) throw new Error(expanded.code)
    expect(expanded.items.map(({ sku, quantity }) => [sku, toUnits(quantity)])).toEqual([
      ['A', 12],
      ['B', 3],
      ['A', 3],
      ['C', 1],
    ])
  })

  it('refuses a composition that leads back to itself', () => {
    expect(expandKits([part('LOOP', 1)], structures)).toMatchObject({
      ok: false,
      code: 'KIT_CONTAINS_ITSELF',
    })
  })

  it('finds a shortage on the sum of two kits that share a component', () => {
    const expanded = expandKits([part('KIT', 3), part('KIT', 3)], structures)
    if (!expanded.ok) throw new Error(expanded.code)
    expect(shortagesOf(expanded.items, available)).toEqual([
      { sku: 'A', required: fromUnits(12), available: fromUnits(10) },
    ])
  })
})
