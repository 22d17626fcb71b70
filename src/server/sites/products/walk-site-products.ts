import { recordEvent } from '../../db/outbox.store.ts'
import { storable } from '../../db/storable.ts'
import { newId } from '../../kernel/ids.ts'
import type { Connector } from '../connector.ts'
import type { SiteDeps } from '../site-deps.ts'
import { SiteError } from '../site-error.ts'
import {
  breakOffSiteImport,
  insertSiteImport,
  lastSiteImport,
  lockOpenSiteImport,
  type SiteImportRow,
  updateSiteImport,
} from './site-imports.store.ts'
import { forgetUnseenProducts, rememberSiteProducts } from './site-products.store.ts'
import { siteProductsRead } from './site-products-read.ts'

/** Whether to walk over everything or only over what changed since the last complete walk. */
export type SiteWalkScope = 'everything' | 'changes'

/** What walking is done with, and the site walked over. */
export type SiteWalk = {
  readonly deps: Pick<SiteDeps, 'database' | 'clock' | 'logger'>
  readonly connector: Connector
  readonly tenant_id: string
  readonly site_id: string
}

/** Changes are asked for from a while before the last walk: clocks differ. */
const OVERLAP_MS = 10 * 60_000
/** A walk that nobody has touched for so long has lost its process. */
const ABANDONED_MS = 120_000
const REASON_LENGTH = 500

/**
 * Takes up the walk that was broken off, or a new one; it is ours unless somebody is at it now. Before any complete walk over everything
 * one over changes is one over everything.
 */
export async function claimSiteWalk(
  { deps, tenant_id, site_id }: Pick<SiteWalk, 'deps' | 'tenant_id' | 'site_id'>,
  scope: SiteWalkScope,
): Promise<{ readonly walk: SiteImportRow; readonly is_ours: boolean }> {
  return deps.database.tenant(tenant_id, async (tx) => {
    const now = deps.clock.now()
    const before = await lockOpenSiteImport(tx, site_id)
    if (before === null) {
      const whole = scope === 'everything' ? null : await lastSiteImport(tx, site_id, true)
      const last = whole === null ? null : await lastSiteImport(tx, site_id, false)
      const changed_since = last === null ? null : new Date(last.started_at.getTime() - OVERLAP_MS)
      await insertSiteImport(tx, { id: newId(), site_id, changed_since }, now)
    }
    const open = before ?? (await lockOpenSiteImport(tx, site_id))
    if (open === null) throw new Error('a walk over products was not kept')
    const isFresh = open.updated_at.getTime() > now.getTime() - ABANDONED_MS
    if (open.state === 'running' && isFresh) return { walk: open, is_ours: false }
    const walk: SiteImportRow = { ...open, state: 'running', error: null, updated_at: now }
    await updateSiteImport(tx, walk.id, { ...walk, added: null }, now)
    return { walk, is_ours: true }
  })
}

/**
 * Walks a claimed walk to its end, keeping every page as it comes. What fails leaves everything that was kept, nothing is taken for gone,
 * and the walk goes on from there the next time (sync 82). Throws `SiteError`.
 */
export async function finishSiteWalk(site: SiteWalk, walk: SiteImportRow): Promise<void> {
  const { deps, tenant_id } = site
  try {
    await readPages(site, walk)
  } catch (error) {
    const reason = error instanceof SiteError ? (error.detail ?? error.message) : 'falha interna'
    await deps.database.tenant(tenant_id, (tx) =>
      breakOffSiteImport(tx, walk.id, storable(reason.slice(0, REASON_LENGTH)), deps.clock.now()),
    )
    throw error
  }
}

async function readPages(site: SiteWalk, walk: SiteImportRow): Promise<void> {
  const { deps, connector, tenant_id, site_id } = site
  const since = walk.changed_since === null ? {} : { changed_since: walk.changed_since }
  for (let cursor = walk.next_cursor; ; ) {
    // Whatever the page shows was so at this moment or later.
    const seen_at = deps.clock.now()
    const page = await connector.products.page({ cursor, ...since })
    await deps.database.tenant(tenant_id, async (tx) => {
      await rememberSiteProducts(tx, site_id, page.items, seen_at)
      const state = page.is_last ? ('complete' as const) : ('running' as const)
      const added = page.items.length
      const progress = { state, next_cursor: page.next_cursor, error: null, added }
      await updateSiteImport(tx, walk.id, progress, deps.clock.now())
      if (!page.is_last) return
      if (walk.changed_since === null) await forgetUnseenProducts(tx, site_id, walk.started_at)
      await recordEvent(tx, siteProductsRead.name, { site_id })
    })
    if (page.is_last) return
    cursor = page.next_cursor
  }
}
