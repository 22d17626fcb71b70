import type { Clock } from '../kernel/clock.ts'

/** For how long queues rest of which nobody is there to be asked, in one process. */
export type QueueRests = {
  /** Says that a queue ended because nobody was there, and gives when the rest of it may be asked for: not before `again_at`. */
  foundNobody(queue: string, again_at: Date): Date
  /** Says that something of a queue could be done. */
  wentOn(queue: string): void
}

/**
 * Makes the rests of one process. With each end in a row a queue rests for as long as an event waits that failed as often. What comes while
 * it rests counts for neither side: that more comes makes nobody be away for longer, and what is done then may have asked nobody.
 */
export function createQueueRests(deps: {
  readonly clock: Clock
  /** In milliseconds. */
  readonly waitMs: (failures: number) => number
}): QueueRests {
  const rests = new Map<string, { readonly ends: number; readonly until: Date }>()
  const restOf = (queue: string, now: Date) => {
    const known = rests.get(queue)
    if (known !== undefined && now < known.until) return known
    const ends = (known?.ends ?? 0) + 1
    return { ends, until: new Date(now.getTime() + deps.waitMs(ends)) }
  }
  return {
    foundNobody(queue, again_at) {
      const rest = restOf(queue, deps.clock.now())
      rests.set(queue, rest)
      return rest.until > again_at ? rest.until : again_at
    },
    wentOn(queue) {
      const rest = rests.get(queue)
      if (rest !== undefined && rest.until <= deps.clock.now()) rests.delete(queue)
    },
  }
}
