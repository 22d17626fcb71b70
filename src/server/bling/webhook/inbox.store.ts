import type { z } from 'zod'
import type { inboxEvent, inboxQuery } from '../../../contract/bling.ts'
import type { INBOX_STATES } from '../../../contract/inbox-event.ts'
import { type ArrayType, arrayParameter, type Element } from '../../db/array-parameter.ts'
import type { Tx } from '../../db/database.ts'
import type { DoorDatabase } from '../../db/door-database.ts'
import type { DueRequest } from '../../db/inbox.ts'
import { ON_REPEAT, revived } from '../../db/inbox-fate.store.ts'
import { empty, sql } from '../../db/sql.ts'
import type { AccountRef } from '../account-ref.ts'
import type { EventFacts } from '../mapping/event.ts'

/** An event about to be stored. */
export type Arrival = AccountRef & {
  readonly id: string
  readonly event_id: string
  readonly source: 'webhook' | 'legacy'
  readonly event: string
  readonly facts: EventFacts
  readonly occurred_at: Date | null
  readonly received_at: Date
  readonly deliveries: number
}

/** An event taken up to be dealt with. */
export type InboxEvent = AccountRef & {
  readonly id: string
  readonly event_id: string
  readonly source: 'webhook' | 'legacy'
  readonly event: string
  readonly facts: EventFacts
  readonly occurred_at: Date | null
  readonly received_at: Date
  readonly queue: string
  /** Which attempt this is, from 1. */
  readonly attempts: number
}

const STORE = `
  insert into bling_inbox as i (tenant_id, account_id, event_id, id, source, event, facts, occurred_at, received_at, next_attempt_at,
    deliveries)
  select tenant_id, account_id, event_id, id, source, event, facts::jsonb, occurred_at, received_at, received_at, deliveries
    from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::timestamptz[],
      $9::timestamptz[], $10::integer[]) as arrived (tenant_id, account_id, event_id, id, source, event, facts, occurred_at, received_at,
      deliveries)
   order by tenant_id, account_id, event_id
  on conflict (tenant_id, account_id, event_id) ${ON_REPEAT}`

/** Stores events in one statement; each key at most once. They are on disk when this resolves. */
export async function storeArrivals(db: DoorDatabase, arrivals: readonly Arrival[]): Promise<void> {
  const column = (type: ArrayType, value: (arrival: Arrival) => Element) =>
    arrayParameter(type, arrivals.map(value))
  await db.prepared('bling inbox store', STORE, [
    column('uuid', (one) => one.tenant_id),
    column('uuid', (one) => one.account_id),
    column('text', (one) => one.event_id),
    column('uuid', (one) => one.id),
    column('text', (one) => one.source),
    column('text', (one) => one.event),
    column('text', (one) => JSON.stringify(one.facts)),
    column('timestamptz', (one) => one.occurred_at),
    column('timestamptz', (one) => one.received_at),
    column('integer', (one) => one.deliveries),
  ])
}

/** Each account is a queue, and its stock another: most of what is told of stock is dealt with without asking the account anything. */
const QUEUE = sql`account_id || case when event ~ '^(virtual_)?stock[.]' then ' stock' else '' end`

/**
 * Takes up events that are due, of all tenants, oldest first. Until `lease_ms` have passed nobody else gets them; who dies with them loses
 * them to the next one after that.
 */
export async function takeDueEvents(
  db: DoorDatabase,
  request: DueRequest & { readonly now: Date },
): Promise<InboxEvent[]> {
  const { now, limit, lease_ms, except } = request
  const rows = await db.query<InboxEvent>(sql`
    with due as (
      select tenant_id, account_id, event_id, ${QUEUE} as queue from bling_inbox
       where state in ('received', 'failed') and next_attempt_at <= ${now} and ${QUEUE} <> all (${except}::text[])
       order by next_attempt_at limit ${limit} for update skip locked)
    update bling_inbox i set attempts = i.attempts + 1, next_attempt_at = ${new Date(now.getTime() + lease_ms)}
      from due
     where i.tenant_id = due.tenant_id and i.account_id = due.account_id and i.event_id = due.event_id
    returning i.tenant_id, i.account_id, i.id, i.event_id, i.source, i.event, i.facts, i.occurred_at, i.received_at, i.attempts,
      due.queue`)
  return rows.sort((one, other) => one.received_at.getTime() - other.received_at.getTime())
}

type Shown = Omit<
  z.infer<typeof inboxEvent>,
  'occurred_at' | 'received_at' | 'next_attempt_at' | 'settled_at'
> & {
  readonly occurred_at: Date | null
  readonly received_at: Date
  readonly next_attempt_at: Date
  readonly settled_at: Date | null
}
/** A row of the inbox as it stands. */
export type InboxRow = Readonly<Shown>

const COLUMNS = sql`
  id, account_id, event_id, source, event, facts, occurred_at, received_at, state, deliveries, attempts, next_attempt_at, error,
  settled_at`

/** Events from the newest back, one more than the limit. */
export async function listEvents(tx: Tx, filter: z.infer<typeof inboxQuery>): Promise<InboxRow[]> {
  return tx.query<InboxRow>(sql`
    select ${COLUMNS} from bling_inbox
     where tenant_id = ${tx.tenant_id}
       ${filter.cursor === undefined ? empty : sql`and id < ${filter.cursor}`}
       ${filter.account_id === undefined ? empty : sql`and account_id = ${filter.account_id}`}
       ${filter.state === undefined ? empty : sql`and state = ${filter.state}`}
       ${filter.event === undefined ? empty : sql`and event = ${filter.event}`}
     order by id desc limit ${filter.limit + 1}`)
}

/** Makes an event due again whatever became of it; null when the tenant has none of this id. */
export async function reviveEvent(tx: Tx, id: string, now: Date): Promise<InboxRow | null> {
  const [row] = await tx.query<InboxRow>(sql`
    update bling_inbox set ${revived(now)}
     where tenant_id = ${tx.tenant_id} and id = ${id}
    returning ${COLUMNS}`)
  return row ?? null
}

/** How the inbox of each account stands: what waits, what was given up, and when the last event came. */
export async function inboxHealth(tx: Tx): Promise<
  {
    readonly account_id: string
    readonly state: (typeof INBOX_STATES)[number]
    readonly events: number
    readonly last_received_at: Date
  }[]
> {
  return tx.query(sql`
    select account_id, state, count(*) as events, max(received_at) as last_received_at
      from bling_inbox where tenant_id = ${tx.tenant_id} group by account_id, state order by account_id, state`)
}
