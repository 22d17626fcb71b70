/** What was sold on one business day, in bottles. */
export type DaySold = { readonly business_day: string; readonly sold: number }

/** The average of one day of the week; `days` is how many of them it is made of. */
export type WeekdayAverage = { readonly weekday: number; readonly average: number; readonly days: number }

/**
 * How much is sold on each day of the week, Monday (1) to Sunday (7), over the days given. The last day is still being sold and
 * is left out. A weekday that does not occur averages zero of zero days.
 */
export function weekdayAverages(days: readonly DaySold[]): readonly WeekdayAverage[] {
  const whole = days.slice(0, -1)
  return [1, 2, 3, 4, 5, 6, 7].map((weekday) => {
    const sold = whole.filter((day) => weekdayOf(day.business_day) === weekday).map((day) => day.sold)
    const total = sold.reduce((sum, one) => sum + one, 0)
    return { weekday, average: sold.length === 0 ? 0 : total / sold.length, days: sold.length }
  })
}

/** The day of the week of a calendar day `YYYY-MM-DD`, Monday 1 to Sunday 7; by Zeller's congruence, for there is no clock here. */
export function weekdayOf(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const shifted = month < 3 ? month + 12 : month
  const inYear = month < 3 ? year - 1 : year
  const century = Math.floor(inYear / 100)
  const rest = inYear % 100
  const saturdayFirst =
    (date +
      Math.floor((13 * (shifted + 1)) / 5) +
      rest +
      Math.floor(rest / 4) +
      Math.floor(century / 4) +
      5 * century) %
    7
  return ((saturdayFirst + 5) % 7) + 1
}
