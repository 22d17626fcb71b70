import type { Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import { backoffMs } from '../kernel/retry.ts'
import type { Database, Tx } from './database.ts'
import { type Arriving, createInboxWriter } from './inbox-writer.ts'
import { storable } from './storable.ts'

/** After this many attempts an event waits for a person. */
const MAX_ATTEMPTS = 10
const BACKOFF = { base_ms: 5000, cap_ms: 30 * 60_000 }
/** What is kept of a reason. */
const REASON_LENGTH = 500

/** An event taken up to be dealt with. */
export type TakenEvent = {
  readonly tenant_id: string
  readonly id: string
  /** Which attempt this is, from 1. */
  readonly attempts: number
}

/** Why an event could not be dealt with, and when it is tried again; `dead` when nobody but a person tries it again. */
export type EventFailure = {
  readonly error: string
  readonly state: 'failed' | 'dead'
  readonly next_attempt_at: Date
}

/** A durable inbox: events go in acknowledged, and come out until somebody says that they are done. */
export type Inbox<Arrival extends Arriving, Event extends TakenEvent> = {
  /** Resolves when the event is on disk. Throws `OVERLOADED`. */
  store(arrival: Arrival): Promise<void>
  /** Tells a listener of this process that there are due events; a sleeping worker wakes up by it. Gives what ends it. */
  onDue(listener: () => void): () => void
  /** Says that events became due some other way than by arriving. */
  wake(): void
  /** Takes up due events of all tenants, oldest first; nobody else gets them before `lease_ms` have passed. */
  takeDue(options: { readonly limit: number; readonly lease_ms: number }): Promise<Event[]>
  /** Marks events as done, in the transaction that dealt with them. */
  done(tx: Tx, ids: readonly string[]): Promise<void>
  /** Gives an event back with the reason; it comes again later, until it has been tried too often. */
  failed(event: Event, reason: string): Promise<void>
  drain(): Promise<void>
}

/** How the table of an inbox is asked. */
export type InboxTable<Arrival, Event> = {
  store(arrivals: readonly Arrival[]): Promise<void>
  keyOf(arrival: Arrival): string
  takeDue(options: {
    readonly now: Date
    readonly limit: number
    readonly lease_ms: number
  }): Promise<Event[]>
  settle(tx: Tx, ids: readonly string[], at: Date): Promise<void>
  fail(tx: Tx, id: string, failure: EventFailure): Promise<void>
}

/** Opens an inbox of one process over its table. */
export function createInbox<Arrival extends Arriving, Event extends TakenEvent>(deps: {
  readonly table: InboxTable<Arrival, Event>
  readonly database: Database
  readonly clock: Clock
  readonly random: () => number
  readonly logger: Logger
}): Inbox<Arrival, Event> {
  const { table, database, clock, random, logger } = deps
  const listeners = new Set<() => void>()
  const wake = () => {
    for (const listener of listeners) listener()
  }
  const writer = createInboxWriter({
    store: (arrivals: readonly Arrival[]) => table.store(arrivals),
    keyOf: (arrival) => table.keyOf(arrival),
    onStored: wake,
    logger,
  })
  return {
    store: (arrival) => writer.store(arrival),
    onDue(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    wake,
    takeDue: (options) => table.takeDue({ ...options, now: clock.now() }),
    done: (tx, ids) => table.settle(tx, ids, clock.now()),
    async failed(event, reason) {
      const isDead = event.attempts >= MAX_ATTEMPTS
      const wait = backoffMs(event.attempts, { ...BACKOFF, random })
      await database.tenant(event.tenant_id, (tx) =>
        table.fail(tx, event.id, {
          error: storable(reason.slice(0, REASON_LENGTH)),
          state: isDead ? 'dead' : 'failed',
          next_attempt_at: new Date(clock.now().getTime() + wait),
        }),
      )
    },
    drain: () => writer.drain(),
  }
}
