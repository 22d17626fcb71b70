import { describe, expect, it } from 'vitest'
import { costOfQuantity, costPurchaseLine } from './cost.ts'

const bought = { boxes: 3, units: 0, box_cost_cents: null, unit_cost_cents: null }

describe('the cost of a receipt', () => {
  it('per box gives the unit its share and the total its boxes (stock 37)', () => {
    expect(costPurchaseLine({ ...bought, box_cost_cents: 4800 }, 12)).toEqual({
      unit_cost_micros: 4_000_000,
      total_cents: 14_400,
    })
  })

  it('per box never loses a cent of whole boxes to rounding', () => {
    const cost = costPurchaseLine({ ...bought, units: 1, box_cost_cents: 1000 }, 12)
    expect(cost).toEqual({ unit_cost_micros: 833_333, total_cents: 3083 })
  })

  it('per unit counts every unit of every box', () => {
    expect(costPurchaseLine({ ...bought, units: 2, unit_cost_cents: 350 }, 12)).toEqual({
      unit_cost_micros: 3_500_000,
      total_cents: 38 * 350,
    })
  })

  it('is unknown when nobody gave it', () => {
    expect(costPurchaseLine(bought, 12)).toEqual({ unit_cost_micros: null, total_cents: null })
  })
})

describe('the cost of what left', () => {
  it('makes the doses of a bottle cost exactly the bottle', () => {
    expect(costOfQuantity(79_990_000, 25, 25)).toBe(7999)
    expect(costOfQuantity(79_990_000, 1, 25)).toBe(320)
  })

  it('rounds a half to the even cent', () => {
    expect(costOfQuantity(5_000, 1, null)).toBe(0)
    expect(costOfQuantity(15_000, 1, null)).toBe(2)
  })
})
