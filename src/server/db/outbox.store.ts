import { newId } from '../kernel/ids.ts'
import type { Database, Tx } from './database.ts'
import { sql } from './sql.ts'

/** The channel on which processes tell each other that a tenant has something new. */
export const NEWS_CHANNEL = 'estoqueuni'

/** What there is news of: events in the outbox, or a ledger that has grown. */
export type NewsKind = 'outbox' | 'ledger'

/** An event as it waits. */
export type WaitingEvent = {
  readonly id: string
  readonly topic: string
  readonly payload: unknown
  readonly created_at: Date
  readonly attempts: number
  /** How long it has to wait still since it failed last. */
  readonly wait_ms: number
}

/** Writes an event with the change that it tells of; it leaves after both are committed. Waking is part of the commit. */
export async function recordEvent(tx: Tx, topic: string, payload: object): Promise<void> {
  await tx.query(sql`
    insert into outbox (tenant_id, id, topic, payload) values (${tx.tenant_id}, ${newId()}, ${topic}, ${JSON.stringify(payload)}::jsonb)`)
  await tellProcesses(tx, 'outbox')
}

/** Tells every process that there is news of the tenant; they hear it when, and only if, this transaction commits. */
export async function tellProcesses(tx: Tx, kind: NewsKind): Promise<void> {
  await tx.query(sql`select pg_notify(${NEWS_CHANNEL}, ${`${kind} ${tx.tenant_id}`})`)
}

/** What a message of the channel says; null for one that is not ours. */
export function readNews(message: string): { readonly kind: NewsKind; readonly tenant_id: string } | null {
  const [kind, tenant_id, ...rest] = message.split(' ')
  if ((kind !== 'outbox' && kind !== 'ledger') || tenant_id === undefined || rest.length > 0) return null
  return { kind, tenant_id }
}

/**
 * Takes the right to drain the tenant's outbox until the transaction ends; false when another process has it. What is done then
 * need not wait for the disk: if the machine forgets it, it forgets the events' deletion as well, and does both again.
 */
export async function takeTurn(tx: Tx): Promise<boolean> {
  const [row] = await tx.query<{ is_mine: boolean }>(sql`
    select set_config('synchronous_commit', 'off', true),
           pg_try_advisory_xact_lock(hashtextextended('outbox ' || ${tx.tenant_id}::text, 0)) as is_mine`)
  return row?.is_mine === true
}

/** The oldest events of these topics that wait, in the order in which they leave. */
export async function waitingEvents(
  tx: Tx,
  topics: readonly string[],
  most: number,
): Promise<WaitingEvent[]> {
  return tx.query<WaitingEvent>(sql`
    select id, topic, payload, created_at, attempts,
           coalesce(greatest(0, ceil(extract(epoch from next_attempt_at - clock_timestamp()) * 1000)), 0)::integer as wait_ms
      from outbox
     where tenant_id = ${tx.tenant_id} and set_aside_at is null and topic = any (${topics})
     order by created_at, id limit ${most}`)
}

/** Forgets events that have been taken. */
export async function deleteEvents(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query(sql`delete from outbox where tenant_id = ${tx.tenant_id} and id = any (${ids}::uuid[])`)
}

/** Notes a failure and when to try again; those behind it wait as well. */
export async function postponeEvent(
  tx: Tx,
  id: string,
  failure: { readonly error: string; readonly delay_ms: number },
): Promise<void> {
  await tx.query(sql`
    update outbox
       set attempts = attempts + 1, error = ${failure.error},
           next_attempt_at = clock_timestamp() + ${failure.delay_ms} * interval '1 millisecond'
     where tenant_id = ${tx.tenant_id} and id = ${id}`)
}

/** Takes an event out of the way of those behind it; it is kept, with what went wrong. */
export async function setEventAside(tx: Tx, id: string, error: string): Promise<void> {
  await tx.query(sql`
    update outbox set attempts = attempts + 1, error = ${error}, set_aside_at = clock_timestamp()
     where tenant_id = ${tx.tenant_id} and id = ${id}`)
}

/** The tenants for whom events wait. */
export async function tenantsWithEvents(database: Database): Promise<string[]> {
  const rows = await database.global<{ tenant_id: string }>(sql`select tenants_with_events() as tenant_id`)
  return rows.map((row) => row.tenant_id)
}
