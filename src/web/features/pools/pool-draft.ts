import type { Sent } from '../../../client/api-types.ts'
import { POOL_SENTENCES } from '../../../contract/pool-sentences.ts'
import type { NewPool, newPool } from '../../../contract/sync.ts'
import { type ExposurePolicy, policyOf } from '../../../domain/sync/exposure.ts'
import { oversellExamples } from '../../../domain/sync/oversell-examples.ts'
import { type ConfiguredPlace, configKey, type PoolConfig } from '../../../domain/sync/pool-config.ts'
import { poolConfigFindings } from '../../../domain/sync/pool-config-findings.ts'
import { fromUnits, toUnits } from '../../../domain/sync/quantity.ts'
import type { Pool } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'
import type { Place } from './use-known-places.ts'

/** A source while it is chosen. */
export type SourceDraft = { readonly place_id: string }
/** A target while it is chosen. */
export type TargetDraft = {
  readonly place_id: string
  readonly role: 'shared' | 'mirror'
  readonly mirror_of: string
  readonly kind: ExposurePolicy['kind']
  readonly value: number
  readonly paused: boolean
}
/** A unified stock while a person puts it together. The order of the sources is their priority. */
export type PoolDraft = Omit<NewPool, 'sources' | 'targets'> & {
  readonly sources: readonly SourceDraft[]
  readonly targets: readonly TargetDraft[]
}

/** What a new unified stock starts from: the server's own defaults. */
export const EMPTY_DRAFT: PoolDraft = {
  name: '',
  combine: 'sum',
  safety_stock: 0,
  drift_policy: 'impose',
  write_mode: 'difference',
  unresolved_links: 'freeze',
  zeroed_limit_percent: 20,
  changed_limit_percent: null,
  sources: [],
  targets: [],
}

/** A stored unified stock as a draft. */
export function draftOf(pool: Pool): PoolDraft {
  return {
    name: pool.name,
    combine: pool.combine,
    safety_stock: pool.safety_stock,
    drift_policy: pool.drift_policy,
    write_mode: pool.write_mode,
    unresolved_links: pool.unresolved_links,
    zeroed_limit_percent: pool.zeroed_limit_percent,
    changed_limit_percent: pool.changed_limit_percent,
    sources: pool.sources
      .toSorted((a, b) => a.priority - b.priority)
      .map(({ deposit_id, branch_id }) => ({ place_id: deposit_id ?? branch_id ?? '' })),
    targets: pool.targets.map(({ deposit_id, site_id, role, mirror_of, policy, paused }) => ({
      place_id: deposit_id ?? site_id ?? '',
      role,
      mirror_of: mirror_of ?? '',
      kind: policy.kind,
      value: policy.value ?? 0,
      paused,
    })),
  }
}

/** The draft as the server takes it. `kindOf` says whether a place is a deposit, a branch or a site. */
export function bodyOf(draft: PoolDraft, kindOf: (place_id: string) => Place['kind']): Sent<typeof newPool> {
  const { sources, targets, ...rest } = draft
  const named = (place_id: string) => {
    const kind = kindOf(place_id)
    if (kind === 'branch') return { branch_id: place_id }
    return kind === 'site' ? { site_id: place_id } : { deposit_id: place_id }
  }
  return {
    ...rest,
    sources: sources.map(({ place_id }, index) => ({ ...named(place_id), priority: index + 1 })),
    targets: targets.map(({ place_id, role, mirror_of, kind, value, paused }) => ({
      ...named(place_id),
      role,
      ...(role === 'mirror' && mirror_of !== '' ? { mirror_of } : {}),
      policy: kind === 'full' ? { kind } : { kind, value },
      paused,
    })),
  }
}

/** What there is to say about a draft before it is saved, by the same rules as the server's. */
export function findingsOf(draft: PoolDraft, places: readonly Place[], others: readonly Pool[], own: string) {
  const configOf = configBy(places)
  const deposits = places.filter((place) => place.kind === 'deposit')
  const known = {
    account_ids: new Set(deposits.flatMap(({ account_id }) => account_id ?? [])),
    deposits: deposits.map(({ id, account_id, is_active }) => ({ deposit_id: id, account_id, is_active })),
    branch_ids: new Set(places.filter(({ kind }) => kind === 'branch').map(({ id }) => id)),
    site_ids: new Set(places.filter(({ kind }) => kind === 'site').map(({ id }) => id)),
    other_pools: others.filter(({ id }) => id !== own).map((pool) => configOf(draftOf(pool), pool.id)),
  }
  return poolConfigFindings(configOf(draft, own), known).map(({ code, severity, place }) => {
    const id = place === null ? null : idOf(place)
    const found = places.find((one) => one.id === id)
    return { severity, place_id: id, message: POOL_SENTENCES[code](found?.sentenceName ?? m.pools.thisPool) }
  })
}

/** What the shared targets of a draft show together, and how far that can oversell, for some amounts available. */
export function riskOf(draft: PoolDraft) {
  const { targets } = configBy([])(draft, '')
  const examples = oversellExamples(targets).map(({ available, exposed, oversell_bound }) => ({
    available: toUnits(available),
    shown: toUnits(exposed),
    bound: toUnits(oversell_bound),
  }))
  return {
    places: targets.filter(({ role, paused }) => role === 'shared' && !paused).length,
    examples,
    canOversell: examples.some(({ bound }) => bound > 0),
  }
}

function configBy(places: readonly Place[]) {
  const kinds = new Map(places.map(({ id, kind }) => [id, kind]))
  const placeOf = (id: string): ConfiguredPlace => {
    const kind = kinds.get(id)
    if (kind === 'branch') return { kind, branch_id: id }
    return kind === 'site' ? { kind, site_id: id } : { kind: 'deposit', deposit_id: id }
  }
  return (draft: PoolDraft, pool_id: string): PoolConfig => ({
    pool_id,
    combine: draft.combine,
    safety_stock: fromUnits(draft.safety_stock),
    sources: draft.sources.map(({ place_id }, index) => ({ place: placeOf(place_id), priority: index + 1 })),
    targets: draft.targets.map(({ place_id, role, mirror_of, kind, value, paused }) => ({
      place: placeOf(place_id),
      role,
      mirror_of: role === 'mirror' && mirror_of !== '' ? placeOf(mirror_of) : null,
      policy: policyOf(kind, value),
      paused,
    })),
  })
}

function idOf(place: ConfiguredPlace): string {
  return configKey(place).split('/').at(-1) ?? ''
}
