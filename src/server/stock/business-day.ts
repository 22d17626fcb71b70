import type { TenantSettings } from '../../contract/settings.ts'
import { businessDay, formatLocalDate } from '../../domain/insight/business-day.ts'
import { localTimeOf } from '../kernel/local-time.ts'

/** Every offset from UTC in use is a whole number of quarters of an hour, so within one the business day cannot change. */
const QUARTER_MS = 15 * 60 * 1000
/** Distinct quarters remembered; beyond it the memory starts anew. */
const MAX_REMEMBERED = 20_000

const remembered = new Map<string, string>()

/**
 * The business day (`YYYY-MM-DD`) that an instant belongs to: until the cut-off hour, by the company's own clocks, the night
 * before goes on.
 */
export function businessDayOf(
  instant: Date,
  settings: Pick<TenantSettings, 'time_zone' | 'business_day_cutoff_hour'>,
): string {
  const quarter = Math.floor(instant.getTime() / QUARTER_MS)
  const key = `${quarter} ${settings.business_day_cutoff_hour} ${settings.time_zone}`
  const known = remembered.get(key)
  if (known !== undefined) return known
  const local = localTimeOf(new Date(quarter * QUARTER_MS), settings.time_zone)
  const day = formatLocalDate(businessDay(local, settings.business_day_cutoff_hour))
  if (remembered.size >= MAX_REMEMBERED) remembered.clear()
  remembered.set(key, day)
  return day
}
