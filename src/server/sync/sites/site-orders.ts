import type { Database } from '../../db/database.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { SiteFailed, SitePort } from './site-port.ts'
import { type SyncSite, saveOrdersCursor } from './sync-sites.store.ts'

/** What orders of sites are read with. */
export type SiteOrderDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly sites: SitePort
}

/** A site that joins may have open orders as old as this. */
const FIRST_READING_MS = 90 * 86_400_000

/** A call to a site failed; whoever asked tries again later. */
export class SiteCallFailed extends Error {
  readonly failed: SiteFailed

  constructor(failed: SiteFailed) {
    super(failed.reason)
    this.name = 'SiteCallFailed'
    this.failed = failed
  }
}

/** Has every order of a site taken in that changed since the last reading; false when the site did not answer for all of them. */
export async function readSiteOrders(
  { database, clock, sites }: SiteOrderDeps,
  tenant_id: string,
  site: SyncSite,
): Promise<boolean> {
  const { site_id } = site
  const since = new Date(site.joined_at.getTime() - FIRST_READING_MS)
  for (let from = site.orders_cursor; ; ) {
    const began = clock.now()
    const page = await sites.takeOrders({ tenant_id, site_id }, { cursor: from, since })
    if (page.kind === 'failed') return false
    const { next_cursor: cursor, is_last } = page
    await database.tenant(tenant_id, (tx) =>
      saveOrdersCursor(tx, site_id, from, { cursor, read_at: is_last ? began : null }),
    )
    if (is_last) return true
    from = cursor
  }
}
