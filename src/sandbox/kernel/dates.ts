/** Bling writes and reads local time of São Paulo, without a zone; the offset has been fixed since 2019. */
const SAO_PAULO_OFFSET_MS = -3 * 3_600_000

const DATE_PATTERN = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?$/

/** `YYYY-MM-DD` in São Paulo. */
export function localDate(atMs: number): string {
  return new Date(atMs + SAO_PAULO_OFFSET_MS).toISOString().slice(0, 10)
}

/** `YYYY-MM-DD HH:MM:SS` in São Paulo. */
export function localDateTime(atMs: number): string {
  return new Date(atMs + SAO_PAULO_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ')
}

/** `YYYY-MM-DDTHH:MM:SSZ`, the form webhooks carry. */
export function utcSeconds(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`
}

/**
 * Reads a date or date and time of São Paulo, padded or not; `undefined` when it is not one.
 * A date without time means its first moment, or its last one when `end` is set.
 */
export function parseLocal(text: string, end: boolean): number | undefined {
  const found = DATE_PATTERN.exec(text.trim())
  if (!found) return undefined
  const [, year, month, day, hour, minute, second] = found.map((part) => Number(part ?? Number.NaN))
  if (year === undefined || month === undefined || day === undefined) return undefined
  const withTime = hour !== undefined && !Number.isNaN(hour)
  const time = withTime
    ? [hour, minute ?? 0, Number.isNaN(second ?? Number.NaN) ? 0 : (second ?? 0)]
    : end
      ? [23, 59, 59]
      : [0, 0, 0]
  const utc = Date.UTC(year, month - 1, day, time[0], time[1], time[2])
  const back = new Date(utc)
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day) return undefined
  return utc - SAO_PAULO_OFFSET_MS
}
