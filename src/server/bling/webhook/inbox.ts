import type { Database, Tx } from '../../db/database.ts'
import type { Clock } from '../../kernel/clock.ts'
import { newId } from '../../kernel/ids.ts'
import type { Logger } from '../../kernel/logger.ts'
import { backoffMs } from '../../kernel/retry.ts'
import type { AccountRef } from '../account-ref.ts'
import type { BlingEvent } from '../mapping/event.ts'
import { storable } from '../mapping/fields.ts'
import type { DoorDatabase } from './door-database.ts'
import {
  type Arrival,
  failEvent,
  type InboxEvent,
  settleEvents,
  storeArrivals,
  takeDueEvents,
} from './inbox.store.ts'
import { createInboxWriter } from './inbox-writer.ts'

/** After this many attempts an event waits for a person. */
const MAX_ATTEMPTS = 10
const BACKOFF = { base_ms: 5000, cap_ms: 30 * 60_000 }
/** What is kept of a reason. */
const REASON_LENGTH = 500

/** The durable inbox: events go in acknowledged, and come out until somebody says that they are done. */
export type Inbox = {
  /** Resolves when the event is on disk. Throws `OVERLOADED`. */
  put(account: AccountRef, source: 'webhook' | 'legacy', event: BlingEvent): Promise<void>
  /** Tells a listener of this process that there are due events; a sleeping worker wakes up by it. Gives what ends it. */
  onDue(listener: () => void): () => void
  /** Says that events became due some other way than by arriving. */
  wake(): void
  /** Takes up due events of all tenants, oldest first; nobody else gets them before `lease_ms` have passed. */
  takeDue(options: { readonly limit: number; readonly lease_ms: number }): Promise<InboxEvent[]>
  /** Marks events as done, in the transaction that dealt with them. */
  done(tx: Tx, ids: readonly string[]): Promise<void>
  /** Gives an event back with the reason; it comes again later, until it has been tried too often. */
  failed(event: InboxEvent, reason: string): Promise<void>
  drain(): Promise<void>
}

/** Opens the inbox of one process. */
export function createInbox(deps: {
  readonly database: Database
  readonly door: DoorDatabase
  readonly clock: Clock
  readonly random: () => number
  readonly logger: Logger
}): Inbox {
  const { database, door, clock, random, logger } = deps
  const listeners = new Set<() => void>()
  const wake = () => {
    for (const listener of listeners) listener()
  }
  const writer = createInboxWriter({
    store: (arrivals) => storeArrivals(door, arrivals),
    onStored: wake,
    logger,
  })
  return {
    put: (account, source, event) => writer.store(arrivalOf(account, source, event, clock.now())),
    onDue(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    wake,
    takeDue: (options) => takeDueEvents(door, { ...options, now: clock.now() }),
    done: (tx, ids) => settleEvents(tx, ids, clock.now()),
    async failed(event, reason) {
      const isDead = event.attempts >= MAX_ATTEMPTS
      const wait = backoffMs(event.attempts, { ...BACKOFF, random })
      await database.tenant(event.tenant_id, (tx) =>
        failEvent(tx, event.id, {
          error: storable(reason.slice(0, REASON_LENGTH)),
          state: isDead ? 'dead' : 'failed',
          next_attempt_at: new Date(clock.now().getTime() + wait),
        }),
      )
    },
    drain: () => writer.drain(),
  }
}

function arrivalOf(
  { tenant_id, account_id }: AccountRef,
  source: Arrival['source'],
  event: BlingEvent,
  received_at: Date,
): Arrival {
  return { tenant_id, account_id, source, ...event, id: newId(), received_at, deliveries: 1 }
}
