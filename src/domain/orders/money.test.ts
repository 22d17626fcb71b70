import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromGrains, fromUnits } from '../sync/quantity.ts'
import { instalmentsOf, itemsTotal, monthlyDays, orderTotal, reconcile } from './money.ts'

const cents = fc.integer({ min: 0, max: 10_000_000 })
const items = fc.array(
  fc.record({ quantity: fc.integer({ min: 1, max: 50_000_000 }).map(fromGrains), unit_price_cents: cents }),
  { minLength: 1, maxLength: 8 },
)
const charges = fc.record({ discount_cents: cents, freight_cents: cents, other_cents: cents })

describe('what an order costs', () => {
  it('is its items with freight and without the discount (sync 85)', () => {
    const two = [{ quantity: fromUnits(2), unit_price_cents: 5990 }]
    const none = { discount_cents: 0, freight_cents: 0, other_cents: 0 }
    expect(orderTotal(two, none)).toBe(11_980)
    expect(orderTotal(two, { ...none, freight_cents: 1500, discount_cents: 480 })).toBe(13_000)
    expect(itemsTotal([{ quantity: fromUnits(2.5), unit_price_cents: 333 }])).toBe(833)
  })

  it('can always be brought to what the shop charged, to the cent, with no charge below nothing', () => {
    fc.assert(
      fc.property(items, charges, cents, (priced, given, total_cents) => {
        const reconciled = reconcile(priced, given, total_cents)
        expect(orderTotal(priced, reconciled)).toBe(total_cents)
        expect(Math.min(...Object.values(reconciled))).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('leaves charges alone that add up already', () => {
    fc.assert(
      fc.property(items, cents, cents, (priced, freight_cents, other_cents) => {
        const given = { discount_cents: 0, freight_cents, other_cents }
        expect(reconcile(priced, given, orderTotal(priced, given))).toEqual(given)
      }),
    )
  })
})

describe('instalments', () => {
  it('add up to the total exactly, and differ by at most a cent', () => {
    fc.assert(
      fc.property(cents, fc.integer({ min: 1, max: 24 }), (total_cents, count) => {
        const parts = instalmentsOf(total_cents, monthlyDays('2026-01-31', count))
        const amounts = parts.map((part) => part.amount_cents)
        expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(total_cents)
        expect(Math.max(...amounts) - Math.min(...amounts)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('are due on the same day of each month, or its last', () => {
    expect(monthlyDays('2027-11-30', 4)).toEqual(['2027-11-30', '2027-12-30', '2028-01-30', '2028-02-29'])
  })
})
