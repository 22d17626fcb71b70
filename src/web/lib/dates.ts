import { locale, m } from '../messages/messages.ts'
import { lazily } from './lazily.ts'

const clock = lazily(() => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }))
const dayAndMonth = lazily(() => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }))
const fullDay = lazily(
  () => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }),
)
const weekdayName = lazily(() => new Intl.DateTimeFormat(locale, { weekday: 'short' }))
const exact = lazily(() => new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' }))
const onPaper = lazily(() => new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' }))

/** An instant as people say it: `agora`, `hoje 21:14`, `ontem 02:10`, `3 de nov. 21:14`, `3 de nov. de 2025`. */
export function dateText(instant: string | Date, now: Date): string {
  const then = new Date(instant)
  const elapsedMs = now.getTime() - then.getTime()
  if (elapsedMs >= 0 && elapsedMs < 60_000) return m.dates.now
  const days = daysBetween(then, now)
  if (days === 0) return m.dates.today(clock().format(then))
  if (days === 1) return m.dates.yesterday(clock().format(then))
  if (then.getFullYear() !== now.getFullYear()) return fullDay().format(then)
  return `${dayAndMonth().format(then)} ${clock().format(then)}`
}

/** The same instant to the second, for whoever asks. */
export function exactDateText(instant: string | Date): string {
  return exact().format(new Date(instant))
}

/** The same instant for a list on paper, short and the same whenever it is read: `03/11/2026, 21:14`. */
export function paperDateText(instant: string | Date): string {
  return onPaper().format(new Date(instant))
}

/** A calendar day `YYYY-MM-DD` as `3 de nov.`. */
export function dayText(day: string): string {
  return dayAndMonth().format(new Date(`${day}T12:00:00`))
}

/** A day of the week, Monday 1 to Sunday 7, as `seg.`. */
export function weekdayText(weekday: number): string {
  // 1 January 2024 was a Monday.
  return weekdayName().format(new Date(2024, 0, weekday))
}

function daysBetween(then: Date, now: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  return Math.round((midnight(now) - midnight(then)) / 86_400_000)
}
