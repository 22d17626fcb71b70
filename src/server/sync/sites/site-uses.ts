import type { SiteDependent } from '../../../contract/sites.ts'
import type { PoolConfig } from '../../../domain/sync/pool-config.ts'
import type { Tx } from '../../db/database.ts'
import { forgetRemoved } from '../engine/forget-removed.ts'
import { announcePoolChange } from '../pools/pool-changed.ts'
import { replacePlaces } from '../pools/pool-rows.store.ts'
import { loadPools, lockPools } from '../pools/pools.store.ts'
import { forgetLinksOfSite, linkCountOfSite } from './site-links.store.ts'

/**
 * What of the pools and links hangs on a site: shown before it is disconnected, and removed with it, so that no rule is left that refers
 * to it. Nothing is changed at the site: it goes on showing what it shows.
 */
export const siteUses = {
  async list(tx: Tx, site_id: string): Promise<SiteDependent[]> {
    const pools = await loadPools(tx)
    const links = await linkCountOfSite(tx, site_id)
    return [
      ...pools
        .filter(({ config }) => shows(config, site_id))
        .map(({ name, config }) => ({ kind: 'pool_target' as const, id: config.pool_id, name })),
      ...(links === 0 ? [] : [{ kind: 'product_links' as const, id: site_id, name: linksNamed(links) }]),
    ]
  },
  async remove(tx: Tx, site_id: string, at: Date): Promise<void> {
    await lockPools(tx)
    const pools = await loadPools(tx)
    const changed = pools.map(({ config }) => config).filter((config) => shows(config, site_id))
    await replacePlaces(
      tx,
      changed.map((config) => ({
        ...config,
        targets: config.targets.filter((target) => !isOf(target, site_id)),
      })),
    )
    await forgetLinksOfSite(tx, site_id)
    await forgetRemoved(tx, at)
    for (const { pool_id } of changed) await announcePoolChange(tx, pool_id)
  },
}

function shows(config: PoolConfig, site_id: string): boolean {
  return config.targets.some((target) => isOf(target, site_id))
}

function isOf({ place }: PoolConfig['targets'][number], site_id: string): boolean {
  return place.kind === 'site' && place.site_id === site_id
}

function linksNamed(links: number): string {
  return links === 1 ? '1 produto vinculado' : `${links} produtos vinculados`
}
