/** Counts what passes, minute by minute, and forgets it after an hour. */
export type CallMeter = {
  count(): void
  /** How many passed in the last sixty minutes, by this process. */
  lastHour(): number
}

const MINUTE_MS = 60_000
const MINUTES = 60

/** Makes a meter that has seen nothing; `now` gives milliseconds since the epoch. */
export function createCallMeter(now: () => number): CallMeter {
  const counts = new Map<number, number>()
  const thisMinute = () => Math.floor(now() / MINUTE_MS)
  const forget = (minute: number) => {
    for (const old of counts.keys()) if (old <= minute - MINUTES) counts.delete(old)
  }
  return {
    count() {
      const minute = thisMinute()
      forget(minute)
      counts.set(minute, (counts.get(minute) ?? 0) + 1)
    },
    lastHour() {
      forget(thisMinute())
      return [...counts.values()].reduce((sum, count) => sum + count, 0)
    },
  }
}
