import { AppError } from '../kernel/app-error.ts'
import type { Logger } from '../kernel/logger.ts'

/** The largest batch, and how many events may wait in one process before it says that it is busy. */
const MAX_BATCH = 500
const MAX_WAITING = 5000

/** An event about to be stored, by whatever table it goes to. */
export type Arriving = { readonly deliveries: number }

/** Stores events as they come. */
export type InboxWriter<Arrival extends Arriving> = {
  /** Resolves when the event is on disk; throws `OVERLOADED` when it could not be stored, so that the sender tries again. */
  store(arrival: Arrival): Promise<void>
  /** Resolves when nothing waits any more. */
  drain(): Promise<void>
}

type Waiting<Arrival> = {
  readonly arrival: Arrival
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** Gathers the events that arrive while one statement runs and stores them with the next: one flush to disk serves many. */
export function createInboxWriter<Arrival extends Arriving>(deps: {
  readonly store: (arrivals: readonly Arrival[]) => Promise<void>
  /** What the table holds once: events of one key are one event. */
  readonly keyOf: (arrival: Arrival) => string
  /** Hears, after the fact, that events were stored. */
  readonly onStored: () => void
  readonly logger: Logger
}): InboxWriter<Arrival> {
  const waiting: Waiting<Arrival>[] = []
  let running: Promise<void> | null = null

  const storeTogether = async (batch: readonly Waiting<Arrival>[]): Promise<void> => {
    try {
      await deps.store(
        merged(
          batch.map((one) => one.arrival),
          deps.keyOf,
        ),
      )
      for (const one of batch) one.resolve()
      deps.onStored()
    } catch (error) {
      if (batch.length > 1) {
        // One event that the database does not like must not keep its neighbours out.
        for (const one of batch) await storeTogether([one])
        return
      }
      deps.logger.error({ err: error }, 'an event could not be stored')
      batch[0]?.reject(new AppError('OVERLOADED', { retry_after_seconds: 5 }))
    }
  }

  const run = async () => {
    while (waiting.length > 0) await storeTogether(waiting.splice(0, MAX_BATCH))
    running = null
  }

  return {
    store(arrival) {
      if (waiting.length >= MAX_WAITING)
        return Promise.reject(new AppError('OVERLOADED', { retry_after_seconds: 5 }))
      return new Promise((resolve, reject) => {
        waiting.push({ arrival, resolve, reject })
        running ??= Promise.resolve().then(run)
      })
    },
    drain: async () => {
      await running
    },
  }
}

/** One statement can touch a row only once: deliveries of the same event that came together are one arrival that counts them. */
function merged<Arrival extends Arriving>(
  arrivals: readonly Arrival[],
  keyOf: (arrival: Arrival) => string,
): Arrival[] {
  const byKey = new Map<string, Arrival>()
  for (const arrival of arrivals) {
    const key = keyOf(arrival)
    const before = byKey.get(key)
    byKey.set(key, before === undefined ? arrival : { ...before, deliveries: before.deliveries + 1 })
  }
  return [...byKey.values()]
}
