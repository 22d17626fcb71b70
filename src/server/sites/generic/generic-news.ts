import type { Tx } from '../../db/database.ts'
import { recordEvent } from '../../db/outbox.store.ts'
import { newId } from '../../kernel/ids.ts'
import { insertDelivery } from './generic-deliveries.store.ts'
import { recordOwnEvent } from './generic-inbox.store.ts'
import type { GenericOrderRow } from './generic-orders.store.ts'
import { siteNews } from './site-news.ts'

/**
 * Tells everybody of an order that was placed or changed, in the transaction that did it: whoever keeps stocks equal, by the same inbox as
 * events of other sites, and the site itself.
 */
export async function announceOrder(
  tx: Tx,
  { site_id, now }: { readonly site_id: string; readonly now: Date },
  order: GenericOrderRow,
): Promise<void> {
  const event_id = `order:${order.change}`
  await recordOwnEvent(tx, { site_id, event_id, id: newId(), topic: 'order', resource_id: order.id }, now)
  const body = JSON.stringify({
    event_id,
    topic: 'order',
    id: order.id,
    reference: order.reference,
    status: order.status,
    modified_at: order.modified_at.toISOString(),
  })
  await insertDelivery(tx, site_id, { id: newId(), body }, now)
  await recordEvent(tx, siteNews.name, { site_id })
}
