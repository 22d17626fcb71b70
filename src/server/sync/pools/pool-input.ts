import type { NewPool } from '../../../contract/sync.ts'
import { type ExposurePolicy, policyOf } from '../../../domain/sync/exposure.ts'
import type { ConfiguredPlace, PoolConfig } from '../../../domain/sync/pool-config.ts'
import { fromUnits, toUnits } from '../../../domain/sync/quantity.ts'
import type { PlaceBook } from './known-places.store.ts'
import type { StoredPool } from './pools.store.ts'

type PoolParts = Pick<NewPool, 'combine' | 'safety_stock' | 'sources' | 'targets'>

/** A pool's body as the rules know it. A mirror's origin that is no branch is taken for a deposit, known or not. */
export function configOf(pool_id: string, body: PoolParts, book: PlaceBook): PoolConfig {
  return {
    pool_id,
    combine: body.combine,
    safety_stock: fromUnits(body.safety_stock),
    sources: body.sources.map(({ deposit_id, branch_id, priority }) => ({
      place: placeOf({ deposit_id, branch_id }),
      priority,
    })),
    targets: body.targets.map(({ deposit_id, site_id, role, mirror_of, policy, paused }) => ({
      place: placeOf({ deposit_id, site_id }),
      role,
      mirror_of: mirror_of === undefined ? null : originOf(mirror_of, book),
      policy: policyOf(policy.kind, policy.value ?? 0),
      paused,
    })),
  }
}

/** A stored pool as the body that would make it. */
export function bodyOf({ config, limits, ...pool }: StoredPool): NewPool {
  return {
    name: pool.name,
    combine: config.combine,
    safety_stock: toUnits(config.safety_stock),
    drift_policy: pool.drift_policy,
    write_mode: pool.write_mode,
    unresolved_links: pool.unresolved_links,
    zeroed_limit_percent: limits.zeroed_percent,
    changed_limit_percent: limits.changed_percent,
    sources: config.sources.map(({ place, priority }) => ({ ...idsOf(place), priority })),
    targets: config.targets.map(({ place, role, mirror_of, policy, paused }) => ({
      ...idsOf(place),
      role,
      ...(mirror_of === null ? {} : { mirror_of: Object.values(idsOf(mirror_of))[0] }),
      policy: policyShown(policy),
      paused,
    })),
  }
}

/** A policy with its value in percent or units. */
export function policyShown(policy: ExposurePolicy): { kind: ExposurePolicy['kind']; value?: number } {
  if (policy.kind === 'full') return { kind: 'full' }
  return { kind: policy.kind, value: policy.kind === 'share' ? policy.percent : toUnits(policy.quantity) }
}

function placeOf(ids: {
  readonly deposit_id?: string | undefined
  readonly branch_id?: string | undefined
  readonly site_id?: string | undefined
}): ConfiguredPlace {
  if (ids.deposit_id !== undefined) return { kind: 'deposit', deposit_id: ids.deposit_id }
  if (ids.branch_id !== undefined) return { kind: 'branch', branch_id: ids.branch_id }
  return { kind: 'site', site_id: ids.site_id ?? '' }
}

function originOf(id: string, book: PlaceBook): ConfiguredPlace {
  return book.branches.has(id) ? { kind: 'branch', branch_id: id } : { kind: 'deposit', deposit_id: id }
}

function idsOf(place: ConfiguredPlace): { deposit_id?: string; branch_id?: string; site_id?: string } {
  const { kind: _kind, ...ids } = place
  return ids
}
