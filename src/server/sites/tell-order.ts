import type { SiteOrderNews } from './connector.ts'
import type { SiteDeps } from './site-deps.ts'
import { SiteError } from './site-error.ts'
import { readSite } from './sites.store.ts'

/** An order of a site, by our id and by what the site calls it. */
export type OrderAtSite = {
  readonly id: string
  readonly site_id: string
  readonly site_order_id: string
  readonly number: string
}

/** Tells the site where its order stands. Telling the same again does no harm. A paused site hears of it once it is active again. */
export async function tellOrder(
  { database, connectors }: Pick<SiteDeps, 'database' | 'connectors'>,
  tenant_id: string,
  { id, site_id, site_order_id: order_id, number }: OrderAtSite,
  news: SiteOrderNews,
): Promise<void> {
  const site = await database.tenant(tenant_id, (tx) => readSite(tx, site_id))
  const operation = 'tell order'
  if (site === null) throw new SiteError({ kind: 'not_found', operation, code: 'site_unknown' })
  if (site.state !== 'active') throw new SiteError({ kind: 'unavailable', operation, code: 'site_paused' })
  await connectors.ofRow(tenant_id, site).orders.tell({ id, order_id, number }, news)
}
