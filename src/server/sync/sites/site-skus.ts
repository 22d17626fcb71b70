import type { Tx } from '../../db/database.ts'
import { type Mark, markDirty } from '../engine/dirty-skus.store.ts'
import { linkedAtSite } from './sync-sites.store.ts'

/** Marks every SKU that is linked at the site: something about the site changed that may concern all of them. */
export async function markSiteDirty(tx: Tx, site_id: string, mark: Mark): Promise<void> {
  const linked = await linkedAtSite(tx, site_id)
  await markDirty(
    tx,
    linked.map(({ sku }) => sku),
    mark,
  )
}
