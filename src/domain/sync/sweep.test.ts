import { describe, expect, it } from 'vitest'
import { type EventTraffic, isWebhookSilent } from './silence.ts'
import { decideSweep, SWEEP_OVERLAP_MS, type SweepState, sweepSince } from './sweep.ts'

const MINUTE = 60_000

function at(minutes: number): Date {
  return new Date(Date.UTC(2026, 0, 1) + minutes * MINUTE)
}

const idle: SweepState = {
  interval_ms: 30 * MINUTE,
  last_started_at: at(0),
  running_seen_at: null,
  lease_ms: 2 * MINUTE,
  calls_today: 0,
  calls_per_day: 120_000,
}

/** The minutes at which sweeps start when someone asks every minute and each takes `takes` minutes. */
function startsWithin(minutes: number, takes: number, isUp: (minute: number) => boolean): number[] {
  const starts: number[] = []
  for (let minute = 1; minute <= minutes; minute += 1) {
    if (!isUp(minute)) continue
    const last = starts.at(-1)
    const isRunning = last !== undefined && minute < last + takes
    const state = {
      ...idle,
      last_started_at: at(last ?? 0),
      running_seen_at: isRunning ? at(minute) : null,
    }
    if (decideSweep(state, at(minute)).kind === 'run') starts.push(minute)
  }
  return starts
}

describe('when to sweep', () => {
  it('keeps the interval though it is asked every minute (sync 69)', () => {
    expect(startsWithin(120, 5, () => true)).toEqual([30, 60, 90, 120])
  })

  it('never overlaps itself, even when one takes longer than the interval (sync 69)', () => {
    expect(startsWithin(120, 45, () => true)).toEqual([30, 75, 120])
    expect(decideSweep({ ...idle, running_seen_at: at(60) }, at(61))).toEqual({ kind: 'already_running' })
  })

  it('catches up once after a downtime and says how many it missed (sync 69)', () => {
    expect(startsWithin(300, 5, (minute) => minute < 31 || minute > 200)).toEqual([30, 201, 231, 261, 291])
    expect(decideSweep(idle, at(200))).toEqual({ kind: 'run', missed: 5 })
  })

  it('says when the next one is due, and starts the very first at once', () => {
    expect(decideSweep(idle, at(29))).toEqual({ kind: 'wait', due_at: at(30) })
    expect(decideSweep({ ...idle, last_started_at: null }, at(0))).toEqual({ kind: 'run', missed: 0 })
  })

  it('takes over from a sweep that died with its process', () => {
    expect(decideSweep({ ...idle, running_seen_at: at(30) }, at(33)).kind).toBe('run')
  })

  it('leaves the last tenth of the daily calls to others (sync 23)', () => {
    expect(decideSweep({ ...idle, calls_today: 107_999 }, at(30)).kind).toBe('run')
    expect(decideSweep({ ...idle, calls_today: 108_000 }, at(30))).toEqual({ kind: 'budget_spent' })
  })

  it('looks back over the edge of the last complete one (sync 50)', () => {
    expect(sweepSince(at(30))).toEqual(new Date(at(30).getTime() - SWEEP_OVERLAP_MS))
    expect(sweepSince(null)).toBeNull()
  })
})

describe('silence of an account', () => {
  const quiet: EventTraffic = {
    are_webhooks_active: true,
    connected_at: at(-10_000),
    last_event_at: at(0),
    last_missed_change_at: at(100),
  }
  const silent = (changes: Partial<EventTraffic>, minutes = 180) =>
    isWebhookSilent({ ...quiet, ...changes }, 120 * MINUTE, at(minutes))

  it('is an alarm when a sweep found what events should have told (sync 75)', () => {
    expect(silent({})).toBe(true)
    expect(silent({ last_event_at: null, connected_at: at(0) })).toBe(true)
  })

  it('is no alarm in a quiet shop, too early, or where no events are expected (sync 75)', () => {
    expect(silent({ last_missed_change_at: null })).toBe(false)
    expect(silent({ last_missed_change_at: at(-5) })).toBe(false)
    expect(silent({}, 119)).toBe(false)
    expect(silent({ are_webhooks_active: false })).toBe(false)
  })
})
