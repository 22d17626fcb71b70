import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { createDice } from './dice.ts'
import { atHour, BAR_ZONE, meanTickets, momentOfNight, ticketsOf } from './rhythm.ts'

const MONDAY = DateTime.fromISO('2026-03-16', { zone: BAR_ZONE })

describe('the rhythm of the bar', () => {
  it('is strong from Thursday to Saturday, weak on Monday and Tuesday', () => {
    const dice = createDice('week')
    const [monday = 0, tuesday = 0, , thursday = 0, friday = 0, saturday = 0] = [0, 1, 2, 3, 4, 5].map(
      (days) => ticketsOf(MONDAY.plus({ days }), 1, dice),
    )
    expect(Math.min(thursday, friday, saturday)).toBeGreaterThan(2 * Math.max(monday, tuesday))
  })

  it('comes to its mean over a quarter', () => {
    const dice = createDice('quarter')
    const nights = Array.from({ length: 91 }, (_, days) => ticketsOf(MONDAY.plus({ days }), 0.6, dice))
    const mean = nights.reduce((sum, tickets) => sum + tickets, 0) / nights.length
    expect(mean / meanTickets(0.6)).toBeGreaterThan(0.95)
    expect(mean / meanTickets(0.6)).toBeLessThan(1.1)
  })

  it('goes from six in the evening to two in the morning of São Paulo', () => {
    const dice = createDice('night')
    for (let round = 0; round < 500; round += 1) {
      const at = momentOfNight(MONDAY, dice)
      expect(at >= atHour(MONDAY, 18) && at < atHour(MONDAY, 26)).toBe(true)
    }
    expect(atHour(MONDAY, 25.5).toISOString()).toBe('2026-03-17T04:30:00.000Z')
  })
})

describe('dice', () => {
  it('fall the same for the same seed and differ for another', () => {
    const throws = (seed: string) => {
      const dice = createDice(seed)
      return Array.from({ length: 20 }, () => dice.whole(1, 6))
    }
    expect(throws('one')).toEqual(throws('one'))
    expect(throws('one')).not.toEqual(throws('other'))
  })

  it('pick by weight and never what weighs nothing', () => {
    const dice = createDice('weights')
    const things = [
      { name: 'rare', weight: 1 },
      { name: 'usual', weight: 9 },
      { name: 'never', weight: 0 },
    ]
    const picked = Array.from({ length: 1000 }, () => dice.pick(things, (thing) => thing.weight).name)
    expect(picked).not.toContain('never')
    expect(picked.filter((name) => name === 'rare').length).toBeGreaterThan(50)
    expect(picked.filter((name) => name === 'rare').length).toBeLessThan(150)
  })
})
