import { SiteError } from '../site-error.ts'
import { lastSiteImport } from './site-imports.store.ts'
import { claimSiteWalk, finishSiteWalk, type SiteWalk } from './walk-site-products.ts'

/** Not everything that changes is among the changes: a new variation need not touch its parent, and what was removed is in no list. */
const WHOLE_EVERY_MS = 24 * 3_600_000

/**
 * Reads what changed of a site's products, and all of them once a day; goes on with what was broken off. A failure is kept with the walk
 * and is nobody else's.
 */
export async function freshenProducts(site: SiteWalk): Promise<void> {
  const { deps, tenant_id, site_id } = site
  const whole = await deps.database.tenant(tenant_id, (tx) => lastSiteImport(tx, site_id, true))
  const isFresh = whole !== null && whole.started_at.getTime() > deps.clock.now().getTime() - WHOLE_EVERY_MS
  const { walk, is_ours } = await claimSiteWalk(site, isFresh ? 'changes' : 'everything')
  if (!is_ours) return
  try {
    await finishSiteWalk(site, walk)
  } catch (error) {
    if (!(error instanceof SiteError)) throw error
    deps.logger.warn({ err: error, site_id }, 'a walk over products was broken off')
  }
}
