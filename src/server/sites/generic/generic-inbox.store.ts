import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** Puts an event of our own making into a site's inbox, in the transaction that it tells of. */
export async function recordOwnEvent(
  tx: Tx,
  event: {
    readonly site_id: string
    readonly event_id: string
    readonly id: string
    readonly topic: 'order' | 'product'
    readonly resource_id: string
  },
  at: Date,
): Promise<void> {
  await tx.query(sql`
    insert into site_inbox (tenant_id, site_id, event_id, id, topic, resource_id, received_at, next_attempt_at)
    values (${tx.tenant_id}, ${event.site_id}, ${event.event_id}, ${event.id}, ${event.topic}, ${event.resource_id}, ${at}, ${at})
        on conflict do nothing`)
}
