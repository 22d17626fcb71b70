import { DateTime } from 'luxon'

const ZONE = 'America/Sao_Paulo'

/** The day it is for Bling at an instant (milliseconds since the epoch). */
export function saoPauloDay(at: number): string {
  return DateTime.fromMillis(at, { zone: ZONE }).toFormat('yyyy-MM-dd')
}

/** When Bling's next day begins. */
export function nextSaoPauloDay(at: number): number {
  return DateTime.fromMillis(at, { zone: ZONE }).plus({ days: 1 }).startOf('day').toMillis()
}

/** An instant as Bling's filters take it: local time without a zone. */
export function saoPauloTime(at: Date): string {
  return DateTime.fromJSDate(at, { zone: ZONE }).toFormat('yyyy-MM-dd HH:mm:ss')
}
