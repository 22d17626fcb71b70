import { expect, it } from 'vitest'
import { type StandBefore, type StockSign, stockoutDays, stockoutDaysIn } from './stockout-days.ts'

const NOW = Date.UTC(2026, 10, 20)
const daysAgo = (days: number) => NOW - days * 24 * 3600 * 1000
const out = (days: number): StockSign => ({ kind: 'turn', at: daysAgo(days), is_out: true })
const back = (days: number): StockSign => ({ kind: 'turn', at: daysAgo(days), is_out: false })
const seen = (days: number): StockSign => ({ kind: 'seen', at: daysAgo(days) })
/** The days without stock of the last five, 0 the most recent. */
const daysOf = (before: StandBefore, ...signs: StockSign[]) =>
  stockoutDays(NOW, 5, before, signs).flatMap((isOut, day) => (isOut ? [day] : []))

it.each<[string, StandBefore, StockSign[], number[]]>([
  ['is none while there is something', 'in', [], []],
  ['is every day while there is nothing', 'out', [], [0, 1, 2, 3, 4]],
  ['is none of which nothing is written', 'unknown', [], []],
  ['is none before the first entry', 'unknown', [back(2)], []],
  ['is whole days only', 'in', [out(3.5), back(1.5)], [2]],
  ['is a day that begins and ends with the want', 'in', [out(3), back(2)], [2]],
  ['lasts until now', 'in', [out(1.2)], [0]],
  ['ends for good when goods come', 'out', [back(4)], [4]],
  ['comes again', 'in', [out(5), back(4), out(2), back(1)], [1, 4]],
  ['is no day on which something was sold nevertheless', 'out', [seen(2.5)], [0, 1, 3, 4]],
  ['does not end with that', 'in', [out(4), seen(3.5), back(1)], [1, 2]],
])('a day without stock %s', (_, before, signs, days) => {
  expect(daysOf(before, ...signs)).toEqual(days)
})

it('is counted within each window', () => {
  const byDay = stockoutDays(NOW, 30, 'in', [out(20), back(5)])
  expect([7, 15, 30].map((days) => stockoutDaysIn(byDay, days))).toEqual([2, 10, 15])
})
