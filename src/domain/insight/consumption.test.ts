import { describe, expect, it } from 'vitest'
import { averageConsumption, consumedQuantity, windowDays } from './consumption.ts'

const sold = (quantity: number) => ({ sold_7d: quantity, sold_15d: quantity, sold_30d: quantity })

describe('consumption', () => {
  it('is what was sold less what came back; losses never count (stock 71)', () => {
    const rows = [
      { movement_type: 'sale', quantity: -7 },
      { movement_type: 'sale_muntu', quantity: -3 },
      { movement_type: 'return', quantity: 4 },
      { movement_type: 'loss', quantity: -3 },
      { movement_type: 'transfer_out', quantity: -9 },
      { movement_type: 'adjustment', quantity: -2 },
      { movement_type: 'count', quantity: -1 },
    ] as const
    expect(consumedQuantity(rows, false)).toBe(6)
  })

  it('counts courtesies only where the business says so', () => {
    const rows = [{ movement_type: 'courtesy', quantity: -2 }] as const
    expect([consumedQuantity(rows, true), consumedQuantity(rows, false)]).toEqual([2, 0])
  })

  it('is nothing when more came back than was sold', () => {
    expect(consumedQuantity([{ movement_type: 'return', quantity: 4 }], false)).toBe(0)
  })
})

describe('average consumption', () => {
  it('of a new product divides by the days it has existed and says so (stock 70)', () => {
    const average = averageConsumption(sold(127), 3, 'partial', null, [])
    expect(average.consumption_avg_15d).toBeCloseTo(42.33, 2)
    expect(average.rate_15d).toEqual({ numerator: 127, denominator: 3 })
    expect(average.consumption_partial_days).toBe(3)
  })

  it('divides by the whole window where the business says so (stock 70)', () => {
    const average = averageConsumption(sold(127), 3, 'fixed', null, [])
    expect(average.consumption_avg_15d).toBeCloseTo(8.47, 2)
    expect(average.consumption_partial_days).toBeNull()
  })

  it('uses each window, and bottles where the ledger counts doses', () => {
    const windows = { sold_7d: 175, sold_15d: 750, sold_30d: 1500 }
    expect(averageConsumption(windows, 90, 'partial', 25, [])).toMatchObject({
      consumption_avg_7d: 1,
      consumption_avg_15d: 2,
      consumption_avg_30d: 2,
      rate_15d: { numerator: 750, denominator: 15 },
      consumption_partial_days: null,
    })
  })

  it.each([
    [0, 1],
    [0.9, 1],
    [3.9, 3],
    [15, 15],
    [400, 15],
    [null, 15],
  ])('of 15 days after %s days divides by %i', (since, days) => {
    expect(windowDays(15, since, 'partial', [])).toBe(days)
  })

  it('leaves days without stock out of each window they fall in, and divides by one at least', () => {
    const out = Array.from({ length: 30 }, (_, day) => day < 5)
    expect(averageConsumption(sold(20), 90, 'partial', null, out)).toMatchObject({
      consumption_avg_7d: 10,
      rate_15d: { numerator: 20, denominator: 10 },
      rate_30d: { numerator: 20, denominator: 25 },
      consumption_partial_days: 10,
    })
    expect(windowDays(15, 6, 'partial', out)).toBe(1)
    expect(windowDays(7, 4, 'partial', out)).toBe(1)
    expect(windowDays(15, 3, 'fixed', out)).toBe(10)
  })
})
