import type { Clock } from '../server/kernel/clock.ts'

/** A clock that stands at a moment of the past until it is moved on; it never goes back. */
export type MovingClock = Clock & { moveTo(instant: Date): void }

/** Makes a clock that shows `start`. */
export function createMovingClock(start: Date): MovingClock {
  let now = start
  return {
    now: () => now,
    moveTo(instant) {
      if (instant < now) throw new Error('the past is told in order')
      now = instant
    },
  }
}
