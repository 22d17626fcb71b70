import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyNews } from './any-order.fixture.ts'
import { learn, NEW_ORDER, type OrderNews } from './order-facts.ts'
import { holdingOf, isOff, statusOf, stockStep } from './standing.ts'

const told = (...news: OrderNews[]) => news.reduce(learn, NEW_ORDER)

describe('an order that hears of itself', () => {
  it('stays where it is when older news come late (sync 89)', () => {
    const shipped = told({ progress: 'shipped' })
    expect(learn(shipped, { progress: 'open' })).toBe(shipped)
    expect(statusOf(told({ payment: 'approved' }, { payment: 'pending' }))).toBe('paid')
  })

  it('ends in the same place whatever the order of events, and however often they come', () => {
    fc.assert(
      fc.property(
        fc
          .array(anyNews, { maxLength: 12 })
          .chain((news) =>
            fc.tuple(
              fc.constant(news),
              fc.shuffledSubarray([...news, ...news], { minLength: 2 * news.length }),
            ),
          ),
        ([news, shuffled]) => {
          expect(told(...shuffled)).toEqual(told(...news))
        },
      ),
    )
  })

  it('is off when the money was refused or went back before the goods left, and by a cancellation at any time', () => {
    expect(statusOf(told({ payment: 'refused' }))).toBe('cancelled')
    expect(statusOf(told({ payment: 'approved' }, { payment: 'charged_back' }))).toBe('refunded')
    expect(statusOf(told({ progress: 'shipped' }, { payment: 'refunded' }))).toBe('shipped')
    expect(isOff(told({ progress: 'delivered' }, { progress: 'cancelled' }))).toBe(true)
  })

  it('lives again when a payment is approved after another was refused', () => {
    expect(isOff(told({ payment: 'refused' }, { payment: 'approved' }))).toBe(false)
    expect(statusOf(told({ payment: 'approved' }, { payment: 'refused' }))).toBe('paid')
  })

  it('is told as invoiced from its invoice on until it ships', () => {
    expect(statusOf(told({ payment: 'approved', invoice: 'authorised' }))).toBe('invoiced')
    expect(statusOf(told({ invoice: 'authorised', progress: 'shipped' }))).toBe('shipped')
  })
})

describe('the stock of an order', () => {
  it('is never given back beyond what was taken, and is held exactly while the order lives', () => {
    fc.assert(
      fc.property(
        fc.array(anyNews, { maxLength: 20 }),
        fc.integer({ min: 1, max: 100 }),
        (news, quantity) => {
          let facts = NEW_ORDER
          let [taken, given] = [quantity, 0]
          for (const one of news) {
            const next = learn(facts, one)
            const step = stockStep(holdingOf(facts), holdingOf(next))
            if (step === 'take') taken += quantity
            if (step === 'give_back') given += quantity
            expect(given).toBeLessThanOrEqual(taken)
            facts = next
          }
          expect(taken - given).toBe(isOff(facts) ? 0 : quantity)
        },
      ),
    )
  })

  it('comes back once, however many events say that the order is cancelled', () => {
    const ends = [{ progress: 'cancelled' }, { payment: 'refunded' }, { progress: 'cancelled' }] as const
    const steps: (string | null)[] = []
    ends.reduce(
      (facts, news) => {
        const next = learn(facts, news)
        steps.push(stockStep(holdingOf(facts), holdingOf(next)))
        return next
      },
      told({ payment: 'approved' }),
    )
    expect(steps).toEqual(['give_back', null, null])
  })
})
