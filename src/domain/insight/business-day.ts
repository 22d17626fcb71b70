/** A day of the calendar of the place, without zone. Months count from 1. */
export type LocalDate = { readonly year: number; readonly month: number; readonly day: number }

/**
 * The business day of a local moment: what happens before the cut-off hour belongs to the evening before. Cut-off 0 is the
 * calendar's own day.
 */
export function businessDay(local: LocalDate & { readonly hour: number }, cutoff_hour: number): LocalDate {
  const { year, month, day } = local
  return local.hour < cutoff_hour ? dayBefore({ year, month, day }) : { year, month, day }
}

/** `YYYY-MM-DD`. */
export function formatLocalDate({ year, month, day }: LocalDate): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

function dayBefore({ year, month, day }: LocalDate): LocalDate {
  if (day > 1) return { year, month, day: day - 1 }
  if (month === 1) return { year: year - 1, month: 12, day: 31 }
  return { year, month: month - 1, day: daysInMonth(year, month - 1) }
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}
