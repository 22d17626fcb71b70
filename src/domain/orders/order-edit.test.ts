import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromUnits } from '../sync/quantity.ts'
import { beyond, compareVersions, editHold, goodsOf } from './order-edit.ts'
import { NEW_ORDER } from './order-facts.ts'

const at = (second: number) => new Date(second * 1000)
const units = (sku: string, count: number) => ({ sku, quantity: fromUnits(count) })

describe('an order that is edited at its shop', () => {
  it('ends at the newest version, in whatever order and however often its versions come (sync 45)', () => {
    const versions = fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(versions, fc.infiniteStream(fc.nat()), (seconds, chance) => {
        const told = [...seconds, ...seconds].toSorted(() => ((chance.next().value ?? 0) % 3) - 1)
        let known: { modified_at: Date | null; digest: string | null } = { modified_at: null, digest: null }
        for (const second of told) {
          const version = { modified_at: at(second), digest: `v${second}` }
          if (compareVersions(known, version) !== 'late') known = version
        }
        expect(known.digest).toBe(`v${Math.max(...seconds)}`)
      }),
    )
    const known = { modified_at: at(5), digest: 'a' }
    expect(compareVersions(known, { modified_at: at(5), digest: 'a' })).toBe('same')
    expect(compareVersions(known, { modified_at: at(5), digest: 'b' })).toBe('other')
    expect(compareVersions(known, { modified_at: at(4), digest: 'b' })).toBe('late')
  })

  it('waits for a person once goods left or an invoice was made, and is followed before that', () => {
    const side = { facts: NEW_ORDER, are_goods_out: false, has_invoice: false, items: 1 }
    expect(editHold(side)).toBeNull()
    expect(
      editHold({ ...side, facts: { ...NEW_ORDER, progress: 'preparing', payment: 'approved' } }),
    ).toBeNull()
    expect(editHold({ ...side, are_goods_out: true })).toBe('left')
    expect(editHold({ ...side, facts: { ...NEW_ORDER, progress: 'delivered' } })).toBe('left')
    expect(editHold({ ...side, has_invoice: true })).toBe('invoiced')
    expect(editHold({ ...side, facts: { ...NEW_ORDER, invoice: 'cancelled' } })).toBe('invoiced')
    expect(editHold({ ...side, items: 0 })).toBe('empty')
  })

  it('asks for what goes beyond what is asked already, and for nothing twice', () => {
    expect(beyond([units('A', 5), units('B', 1)], [units('A', 2)])).toEqual([units('A', 3), units('B', 1)])
    expect(beyond([units('A', 1)], [units('A', 2), units('B', 1)])).toEqual([])
    expect(beyond([units('A', 1), units('A', 2)], [units('A', 3)])).toEqual([])
  })

  it('holds the same goods however they are split, and others when a price differs', () => {
    const one = (product_id: string | null, count: number, unit_price_cents = 100) => ({
      ...{ product_id, quantity: fromUnits(count), unit_price_cents },
    })
    expect(goodsOf([one('7', 1), one('8', 2), one('7', 2)])).toBe(goodsOf([one('8', 2), one('7', 3)]))
    expect(goodsOf([one('7', 1)])).not.toBe(goodsOf([one('7', 1, 99)]))
    expect(goodsOf([one('7', 1)])).not.toBe(goodsOf([{ ...one('7', 1), discount_percent: 10 }]))
    expect(goodsOf([one(null, 1)])).not.toBe(goodsOf([one('7', 1)]))
  })
})
