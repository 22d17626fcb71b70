import type { Pool, PoolFinding } from '../../../contract/sync.ts'
import type { ConfiguredPlace } from '../../../domain/sync/pool-config.ts'
import { toUnits } from '../../../domain/sync/quantity.ts'
import { type PlaceBook, placeId, placeName } from './known-places.store.ts'
import { oversellPreview } from './oversell-preview.ts'
import { policyShown } from './pool-input.ts'
import type { StoredPool } from './pools.store.ts'

/** A pool as the API shows it. */
export function poolView(pool: StoredPool, book: PlaceBook, warnings: readonly PoolFinding[]): Pool {
  const { config, limits } = pool
  return {
    id: config.pool_id,
    name: pool.name,
    combine: config.combine,
    safety_stock: toUnits(config.safety_stock),
    drift_policy: pool.drift_policy,
    write_mode: pool.write_mode,
    unresolved_links: pool.unresolved_links,
    zeroed_limit_percent: limits.zeroed_percent,
    changed_limit_percent: limits.changed_percent,
    activated_at: pool.activated_at?.toISOString() ?? null,
    sources: config.sources.map(({ place, priority }) => ({
      ...placeView(place, book),
      branch_id: place.kind === 'branch' ? place.branch_id : null,
      priority,
    })),
    targets: config.targets.map(({ place, role, mirror_of, policy, paused }) => ({
      ...placeView(place, book),
      site_id: place.kind === 'site' ? place.site_id : null,
      role,
      mirror_of: mirror_of === null ? null : placeId(mirror_of),
      policy: policyShown(policy),
      paused,
    })),
    warnings: [...warnings],
    oversell_preview: oversellPreview(config),
    version: pool.version,
    created_at: pool.created_at.toISOString(),
    updated_at: pool.updated_at.toISOString(),
  }
}

function placeView(place: ConfiguredPlace, book: PlaceBook) {
  const deposit = place.kind === 'deposit' ? book.deposits.get(place.deposit_id) : undefined
  const branch = place.kind === 'branch' ? book.branches.get(place.branch_id) : undefined
  const site = place.kind === 'site' ? book.sites.get(place.site_id) : undefined
  return {
    deposit_id: place.kind === 'deposit' ? place.deposit_id : null,
    account_id: deposit?.account_id ?? null,
    account_name: deposit?.account_name ?? null,
    account_state: deposit?.account_state ?? null,
    name: deposit?.name ?? branch?.name ?? site?.name ?? placeName(book, place),
    is_active: deposit?.is_active ?? branch?.is_active ?? true,
  }
}
