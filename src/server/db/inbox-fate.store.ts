import type { Tx } from './database.ts'
import type { EventFailure } from './inbox.ts'
import { raw, sql } from './sql.ts'

/** The tables of inboxes: each has these columns of an event's fate, whatever else it keeps of it. */
export type InboxTableName = 'bling_inbox' | 'site_inbox'

/** What a repeated delivery does to the row `i`: it is counted, and brings back what failed or was given up; what is done stays done. */
export const ON_REPEAT = `do update
     set deliveries = i.deliveries + excluded.deliveries,
         attempts = case i.state when 'dead' then 0 else i.attempts end,
         next_attempt_at = case i.state when 'failed' then least(i.next_attempt_at, excluded.received_at)
                                        when 'dead' then excluded.received_at else i.next_attempt_at end,
         state = case i.state when 'dead' then 'received' else i.state end`

/** How an event is made due again whatever became of it. */
export const revived = (now: Date) =>
  sql`state = 'received', attempts = 0, next_attempt_at = ${now}, error = null, settled_at = null`

/** Says that events are dealt with, in the transaction that did it. */
export const settleIn =
  (table: InboxTableName) =>
  async (tx: Tx, ids: readonly string[], at: Date): Promise<void> => {
    await tx.query(sql`
      update ${raw(table)} set state = 'done', error = null, settled_at = ${at}
       where tenant_id = ${tx.tenant_id} and id = any (${ids}::uuid[])`)
  }

/** Says that an event could not be dealt with, why, and when it is tried again. */
export const failIn =
  (table: InboxTableName) =>
  async (tx: Tx, id: string, failure: EventFailure): Promise<void> => {
    await tx.query(sql`
      update ${raw(table)}
         set state = ${failure.state}, error = ${failure.error}, next_attempt_at = ${failure.next_attempt_at}
       where tenant_id = ${tx.tenant_id} and id = ${id} and state <> 'done'`)
  }

/** Takes back that events were taken up: it counts as no attempt. */
export const releaseIn =
  (table: InboxTableName) =>
  async (tx: Tx, ids: readonly string[], again_at: Date): Promise<void> => {
    await tx.query(sql`
      update ${raw(table)} set attempts = greatest(attempts - 1, 0), next_attempt_at = ${again_at}
       where tenant_id = ${tx.tenant_id} and id = any (${ids}::uuid[]) and state <> 'done'`)
  }
