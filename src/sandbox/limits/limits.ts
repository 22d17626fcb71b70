import { localDate } from '../kernel/dates.ts'

/** The limits that can be switched. */
export interface LimitSettings {
  /** Calls in any second, per company over all applications; 0 means no limit. */
  readonly per_second: number
  /** Calls in a day of São Paulo, per company; 0 means no limit. */
  readonly per_day: number
  /** Whether an address that errs or asks too much is blocked. */
  readonly ip_rules: boolean
}

/** Bling's own figures. */
const BLING_LIMITS: LimitSettings = { per_second: 3, per_day: 120_000, ip_rules: true }

interface IpHistory {
  requests: number[]
  errors: number[]
  tokens: number[]
  blockedUntil: number
}

/** How many calls companies made on their last day. */
export type DayCounts = Readonly<Record<string, { readonly date: string; readonly count: number }>>

const MINUTE = 60_000
/** Every so many calls the days are written down: a crash forgives fewer than these, and no call costs a write of its own. */
const KEEP_EVERY = 100

/** Counts calls per company and per address. Only the days outlive the process: a restart forgives seconds and addresses. */
export class Limits {
  settings: LimitSettings = BLING_LIMITS
  readonly #recent = new Map<string, number[]>()
  readonly #days = new Map<string, { date: string; count: number }>()
  #unkept = 0
  readonly #ips = new Map<string, IpHistory>()

  /** Counts a call of a company, or says which limit refuses it; a refused call does not count. */
  admit(companyId: string, now: number): 'ok' | 'second' | 'day' {
    const { per_second, per_day } = this.settings
    const date = localDate(now)
    const day = this.#days.get(companyId)
    const count = day?.date === date ? day.count : 0
    if (per_day > 0 && count >= per_day) return 'day'
    const recent = (this.#recent.get(companyId) ?? []).filter((at) => at > now - 1_000)
    if (per_second > 0 && recent.length >= per_second) return 'second'
    if (per_second > 0) this.#recent.set(companyId, [...recent, now])
    this.#days.set(companyId, { date, count: count + 1 })
    this.#unkept += 1
    return 'ok'
  }

  /** How many calls a company made today. */
  usedToday(companyId: string, now: number): number {
    const day = this.#days.get(companyId)
    return day?.date === localDate(now) ? day.count : 0
  }

  /** Sets today's count, to come near the daily limit without making the calls. */
  setUsedToday(companyId: string, count: number, now: number): void {
    this.#days.set(companyId, { date: localDate(now), count })
    this.#unkept = KEEP_EVERY
  }

  /** Whether the days have changed enough to be written down. */
  get isDueToKeep(): boolean {
    return this.#unkept >= KEEP_EVERY
  }

  /** The days, to be written down now. */
  dumpDays(): DayCounts {
    this.#unkept = 0
    return Object.fromEntries(this.#days)
  }

  /** Takes up days written down by `dumpDays`. */
  loadDays(days: DayCounts): void {
    for (const [companyId, day] of Object.entries(days)) this.#days.set(companyId, day)
  }

  /** Counts a request of an address and says whether the address is blocked. */
  admitAddress(ip: string, now: number, isTokenCall: boolean): boolean {
    if (!this.settings.ip_rules) return true
    const history = this.#history(ip)
    if (now < history.blockedUntil) return false
    if (over(history.requests, now, { count: 600, windowMs: 10_000 }))
      history.blockedUntil = now + 10 * MINUTE
    if (isTokenCall && over(history.tokens, now, { count: 20, windowMs: MINUTE }))
      history.blockedUntil = now + 60 * MINUTE
    return now >= history.blockedUntil
  }

  /** Counts an answer with status 400 or more. */
  noteError(ip: string, now: number): void {
    if (!this.settings.ip_rules) return
    const history = this.#history(ip)
    if (over(history.errors, now, { count: 300, windowMs: 10_000 })) history.blockedUntil = now + 10 * MINUTE
  }

  /** Forgets all counts and blocks. */
  forgive(): void {
    this.#recent.clear()
    this.#days.clear()
    this.#ips.clear()
    this.#unkept = KEEP_EVERY
  }

  #history(ip: string): IpHistory {
    const found = this.#ips.get(ip)
    if (found) return found
    const made: IpHistory = { requests: [], errors: [], tokens: [], blockedUntil: 0 }
    this.#ips.set(ip, made)
    return made
  }
}

/** Adds `now` to the times and says whether the window now holds more than `count`. */
function over(
  times: number[],
  now: number,
  rule: { readonly count: number; readonly windowMs: number },
): boolean {
  times.push(now)
  const first = times.findIndex((at) => at > now - rule.windowMs)
  if (first > 0) times.splice(0, first)
  return times.length > rule.count
}
