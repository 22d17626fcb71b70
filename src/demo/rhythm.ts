import type { DateTime } from 'luxon'
import type { Dice } from './dice.ts'

/** The zone that the bar lives in. */
export const BAR_ZONE = 'America/Sao_Paulo'

/** Sales of an ordinary night in the busiest branch, by day of the week (1 is Monday). */
const TICKETS: Readonly<Record<number, number>> = { 1: 22, 2: 27, 3: 44, 4: 84, 5: 130, 6: 142, 7: 42 }
const NIGHTS_A_WEEK = 7

/** When the doors open, local time, and how busy each hour is from then on; the last one ends at two. */
const OPENS_AT = 18
const HOURS = [6, 10, 15, 18, 18, 15, 11, 7].map((weight, index) => ({ weight, hour: OPENS_AT + index }))

/** The first days after payday are livelier. */
const PAYDAY = { from: 5, to: 9, factor: 1.12 }

/** How many sales a night makes in a branch of that share, chance included. */
export function ticketsOf(day: DateTime, share: number, dice: Dice): number {
  const usual = (TICKETS[day.weekday] ?? 0) * share
  const payday = day.day >= PAYDAY.from && day.day <= PAYDAY.to ? PAYDAY.factor : 1
  return Math.round(usual * payday * dice.between(0.85, 1.15))
}

/** Sales a day over a whole week, in a branch of that share. */
export function meanTickets(share: number): number {
  return (Object.values(TICKETS).reduce((sum, count) => sum + count, 0) / NIGHTS_A_WEEK) * share
}

/** Some moment of the night that begins on `day`, more likely in the busy hours. */
export function momentOfNight(day: DateTime, dice: Dice): Date {
  const { hour } = dice.pick(HOURS, (one) => one.weight)
  return atHour(day, hour + dice.between(0, 1))
}

/** An hour of `day` on the bar's clocks; 26.5 is half past two of the next morning. */
export function atHour(day: DateTime, hour: number): Date {
  return day
    .startOf('day')
    .plus({ milliseconds: Math.floor(hour * 3_600_000) })
    .toJSDate()
}
