import type { Database } from '../../db/database.ts'
import type { DoorDatabase } from '../../db/door-database.ts'
import { type Inbox as AnyInbox, createInbox as createAnyInbox } from '../../db/inbox.ts'
import { failIn, releaseIn, settleIn } from '../../db/inbox-fate.store.ts'
import type { Clock } from '../../kernel/clock.ts'
import { newId } from '../../kernel/ids.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { AccountRef } from '../account-ref.ts'
import type { BlingEvent } from '../mapping/event.ts'
import { type Arrival, type InboxEvent, storeArrivals, takeDueEvents } from './inbox.store.ts'

/** The durable inbox of Bling's events. */
export type Inbox = Omit<AnyInbox<Arrival, InboxEvent>, 'store'> & {
  /** Resolves when the event is on disk. Throws `OVERLOADED`. */
  put(account: AccountRef, source: 'webhook' | 'legacy', event: BlingEvent): Promise<void>
}

/** Opens the inbox of one process. */
export function createInbox(deps: {
  readonly database: Database
  readonly door: DoorDatabase
  readonly clock: Clock
  readonly random: () => number
  readonly logger: Logger
}): Inbox {
  const { door, clock } = deps
  const { store, ...inbox } = createAnyInbox<Arrival, InboxEvent>({
    ...deps,
    table: {
      store: (arrivals) => storeArrivals(door, arrivals),
      keyOf: ({ tenant_id, account_id, event_id }) => `${tenant_id} ${account_id} ${event_id}`,
      takeDue: (request) => takeDueEvents(door, request),
      settle: settleIn('bling_inbox'),
      fail: failIn('bling_inbox'),
      release: releaseIn('bling_inbox'),
    },
  })
  return {
    ...inbox,
    put: (account, source, event) => store(arrivalOf(account, source, event, clock.now())),
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
