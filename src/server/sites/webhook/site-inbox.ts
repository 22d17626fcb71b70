import type { Database } from '../../db/database.ts'
import type { DoorDatabase } from '../../db/door-database.ts'
import { createInbox, type Inbox } from '../../db/inbox.ts'
import { failIn, releaseIn, settleIn } from '../../db/inbox-fate.store.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Logger } from '../../kernel/logger.ts'
import { type SiteArrival, type SiteEvent, storeSiteArrivals, takeDueSiteEvents } from './site-inbox.store.ts'

/** The durable inbox of what sites tell. */
export type SiteInbox = Inbox<SiteArrival, SiteEvent>

/** Opens the inbox of one process. */
export function createSiteInbox(deps: {
  readonly database: Database
  readonly door: DoorDatabase
  readonly clock: Clock
  readonly random: () => number
  readonly logger: Logger
}): SiteInbox {
  const { door } = deps
  return createInbox<SiteArrival, SiteEvent>({
    ...deps,
    table: {
      store: (arrivals) => storeSiteArrivals(door, arrivals),
      keyOf: ({ tenant_id, site_id, event_id }) => `${tenant_id} ${site_id} ${event_id}`,
      takeDue: (request) => takeDueSiteEvents(door, request),
      settle: settleIn('site_inbox'),
      fail: failIn('site_inbox'),
      release: releaseIn('site_inbox'),
    },
  })
}
