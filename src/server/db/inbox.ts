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
  /** Events of one queue are dealt with in turn, those of different ones beside each other. */
  readonly queue: string
  /** Which attempt this is, from 1. */
  readonly attempts: number
}

/** Why an event could not be dealt with, and when it is tried again; `dead` when nobody but a person tries it again. */
export type EventFailure = {
  readonly error: string
  readonly state: 'failed' | 'dead'
  readonly next_attempt_at: Date
}

/** Which events to take up. */
export type DueRequest = {
  readonly limit: number
  readonly lease_ms: number
  /** Queues to leave alone. */
  readonly except: readonly string[]
}

/** How events are taken up and given back. */
export type EventClaims<Event extends TakenEvent> = {
  /** Takes up due events of all tenants, oldest first; nobody else gets them before `lease_ms` have passed. */
  takeDue(request: DueRequest): Promise<Event[]>
  /**
   * Gives an event back with the reason; it comes again later, not before `retry_at` where that is known, until it has been tried too
   * often. Gives when.
   */
  failed(event: Event, reason: string, retry_at?: Date | null): Promise<Date>
  /** Gives back events of one tenant that nobody tried, as if they had not been taken up; they come again at `again_at`. */
  release(events: readonly Event[], again_at: Date): Promise<void>
  /** How long to wait after this many failures in a row, in milliseconds: longer each time, up to half an hour. */
  waitMs(failures: number): number
}

/** A durable inbox: events go in acknowledged, and come out until somebody says that they are done. */
export type Inbox<Arrival extends Arriving, Event extends TakenEvent> = EventClaims<Event> & {
  /** Resolves when the event is on disk. Throws `OVERLOADED`. */
  store(arrival: Arrival): Promise<void>
  /** Tells a listener of this process that there are due events; a sleeping worker wakes up by it. Gives what ends it. */
  onDue(listener: () => void): () => void
  /** Says that events became due some other way than by arriving. */
  wake(): void
  /** Marks events as done, in the transaction that dealt with them. */
  done(tx: Tx, ids: readonly string[]): Promise<void>
  drain(): Promise<void>
}

/** How the table of an inbox is asked. */
export type InboxTable<Arrival, Event> = {
  store(arrivals: readonly Arrival[]): Promise<void>
  keyOf(arrival: Arrival): string
  takeDue(request: DueRequest & { readonly now: Date }): Promise<Event[]>
  settle(tx: Tx, ids: readonly string[], at: Date): Promise<void>
  fail(tx: Tx, id: string, failure: EventFailure): Promise<void>
  release(tx: Tx, ids: readonly string[], again_at: Date): Promise<void>
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
  const waitMs = (failures: number) => backoffMs(failures, { ...BACKOFF, random })
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
    takeDue: (request) => table.takeDue({ ...request, now: clock.now() }),
    done: (tx, ids) => table.settle(tx, ids, clock.now()),
    async failed(event, reason, retry_at = null) {
      const isDead = event.attempts >= MAX_ATTEMPTS
      const after_wait = clock.now().getTime() + waitMs(event.attempts)
      const next_attempt_at = new Date(Math.max(after_wait, retry_at?.getTime() ?? 0))
      await database.tenant(event.tenant_id, (tx) =>
        table.fail(tx, event.id, {
          error: storable(reason.slice(0, REASON_LENGTH)),
          state: isDead ? 'dead' : 'failed',
          next_attempt_at,
        }),
      )
      return next_attempt_at
    },
    async release(events, again_at) {
      const ids = events.map(({ id }) => id)
      const tenant_id = events[0]?.tenant_id
      if (tenant_id !== undefined) await database.tenant(tenant_id, (tx) => table.release(tx, ids, again_at))
    },
    waitMs,
    drain: () => writer.drain(),
  }
}
