import type { Tx } from '../../db/database.ts'
import { recordEvent } from '../../db/outbox.store.ts'
import { newId } from '../../kernel/ids.ts'
import type { SiteOrderName, SiteOrderNews } from '../connector.ts'
import { insertDelivery } from './generic-deliveries.store.ts'
import { siteNews } from './site-news.ts'

/** Has a site written by hand be told where an order of its stands. */
export async function announceOrder(
  tx: Tx,
  { site_id, now }: { readonly site_id: string; readonly now: Date },
  { id: order_id, number, word, invoice }: SiteOrderName & SiteOrderNews,
): Promise<void> {
  const id = newId()
  const body = JSON.stringify({
    ...{ event_id: `order:${id}`, topic: 'order', id: order_id, reference: number },
    ...{ status: word, invoice, at: now.toISOString() },
  })
  await insertDelivery(tx, site_id, { id, body }, now)
  await recordEvent(tx, siteNews.name, { site_id })
}
