import type { z } from 'zod'
import type { siteEvent, siteEventQuery } from '../../../contract/sites.ts'
import { type ArrayType, arrayParameter, type Element } from '../../db/array-parameter.ts'
import type { Tx } from '../../db/database.ts'
import type { DoorDatabase } from '../../db/door-database.ts'
import type { DueRequest } from '../../db/inbox.ts'
import { ON_REPEAT, revived } from '../../db/inbox-fate.store.ts'
import { empty, sql } from '../../db/sql.ts'

/** Names one site. */
export type SiteRef = { readonly tenant_id: string; readonly site_id: string }

/** An event about to be stored. */
export type SiteArrival = SiteRef & {
  readonly id: string
  readonly event_id: string
  readonly topic: 'product' | 'order' | 'other'
  readonly resource_id: string | null
  readonly received_at: Date
  readonly deliveries: number
}

/** An event taken up to be dealt with. */
export type SiteEvent = Omit<SiteArrival, 'deliveries'> & {
  readonly queue: string
  /** Which attempt this is, from 1. */
  readonly attempts: number
}

const STORE = `
  insert into site_inbox as i (tenant_id, site_id, event_id, id, topic, resource_id, received_at, next_attempt_at, deliveries)
  select tenant_id, site_id, event_id, id, topic, resource_id, received_at, received_at, deliveries
    from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::timestamptz[], $8::integer[])
      as arrived (tenant_id, site_id, event_id, id, topic, resource_id, received_at, deliveries)
   order by tenant_id, site_id, event_id
  on conflict (tenant_id, site_id, event_id) ${ON_REPEAT}`

/** Stores events in one statement; each key at most once. They are on disk when this resolves. */
export async function storeSiteArrivals(db: DoorDatabase, arrivals: readonly SiteArrival[]): Promise<void> {
  const column = (type: ArrayType, value: (arrival: SiteArrival) => Element) =>
    arrayParameter(type, arrivals.map(value))
  await db.prepared('site inbox store', STORE, [
    column('uuid', (one) => one.tenant_id),
    column('uuid', (one) => one.site_id),
    column('text', (one) => one.event_id),
    column('uuid', (one) => one.id),
    column('text', (one) => one.topic),
    column('text', (one) => one.resource_id),
    column('timestamptz', (one) => one.received_at),
    column('integer', (one) => one.deliveries),
  ])
}

/** Each site is a queue, and its orders another: only of these the site is asked. */
const QUEUE = sql`site_id || case topic when 'order' then ' orders' else '' end`

/** Takes up events that are due, of all tenants, oldest first; nobody else gets them until `lease_ms` have passed. */
export async function takeDueSiteEvents(
  db: DoorDatabase,
  request: DueRequest & { readonly now: Date },
): Promise<SiteEvent[]> {
  const { now, limit, lease_ms, except } = request
  const rows = await db.query<SiteEvent>(sql`
    with due as (
      select tenant_id, site_id, event_id, ${QUEUE} as queue from site_inbox
       where state in ('received', 'failed') and next_attempt_at <= ${now} and ${QUEUE} <> all (${except}::text[])
       order by next_attempt_at limit ${limit} for update skip locked)
    update site_inbox i set attempts = i.attempts + 1, next_attempt_at = ${new Date(now.getTime() + lease_ms)}
      from due
     where i.tenant_id = due.tenant_id and i.site_id = due.site_id and i.event_id = due.event_id
    returning i.tenant_id, i.site_id, i.id, i.event_id, i.topic, i.resource_id, i.received_at, i.attempts, due.queue`)
  return rows.sort((one, other) => one.received_at.getTime() - other.received_at.getTime())
}

/** A row of the inbox as it stands. */
export type SiteEventRow = Omit<
  z.infer<typeof siteEvent>,
  'received_at' | 'next_attempt_at' | 'settled_at'
> & {
  readonly received_at: Date
  readonly next_attempt_at: Date
  readonly settled_at: Date | null
}

const COLUMNS = sql`
  id, site_id, event_id, topic, resource_id, received_at, state, deliveries, attempts, next_attempt_at, error, settled_at`

/** A site's events from the newest back, one more than the limit. */
export async function listSiteEvents(
  tx: Tx,
  site_id: string,
  filter: z.infer<typeof siteEventQuery>,
): Promise<SiteEventRow[]> {
  return tx.query<SiteEventRow>(sql`
    select ${COLUMNS} from site_inbox
     where tenant_id = ${tx.tenant_id} and site_id = ${site_id}
       ${filter.cursor === undefined ? empty : sql`and id < ${filter.cursor}`}
       ${filter.state === undefined ? empty : sql`and state = ${filter.state}`}
     order by id desc limit ${filter.limit + 1}`)
}

/** Makes an event due again whatever became of it; null when the site has none of this id. */
export async function reviveSiteEvent(
  tx: Tx,
  event: { readonly site_id: string; readonly id: string },
  now: Date,
): Promise<SiteEventRow | null> {
  const [row] = await tx.query<SiteEventRow>(sql`
    update site_inbox set ${revived(now)}
     where tenant_id = ${tx.tenant_id} and site_id = ${event.site_id} and id = ${event.id}
    returning ${COLUMNS}`)
  return row ?? null
}
