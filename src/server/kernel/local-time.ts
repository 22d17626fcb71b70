import { DateTime } from 'luxon'

/** A wall clock's reading somewhere. */
export type LocalTime = {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
}

/** What the clocks of a time zone (IANA name) show at an instant. */
export function localTimeOf(instant: Date, timeZone: string): LocalTime {
  const local = DateTime.fromJSDate(instant, { zone: timeZone })
  if (!local.isValid) throw new Error(`unknown time zone ${timeZone}`)
  return { year: local.year, month: local.month, day: local.day, hour: local.hour }
}
