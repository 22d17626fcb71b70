import {
  type ConfiguredPlace,
  type ConfiguredTarget,
  configKey,
  type KnownPlaces,
  type PoolConfig,
} from './pool-config.ts'
import { NOTHING } from './quantity.ts'

/** What is wrong with a pool's settings. */
export type ConfigCode =
  | 'PLACE_UNKNOWN'
  | 'DEPOSIT_WITHOUT_ACCOUNT'
  | 'ACCOUNT_UNKNOWN'
  | 'DEPOSIT_INACTIVE'
  | 'SOURCE_TWICE'
  | 'TARGET_TWICE'
  | 'SOURCE_IS_TARGET'
  | 'BRANCH_IS_TARGET'
  | 'SITE_IS_SOURCE'
  | 'MIRROR_WITHOUT_ORIGIN'
  | 'MIRROR_OF_TARGET'
  | 'NEGATIVE_QUANTITY'
  | 'SHARE_OUT_OF_RANGE'
  | 'SHARES_ABOVE_WHOLE'
  | 'SOURCE_OF_ANOTHER_POOL'
  | 'NO_SOURCE'
  | 'NO_TARGET'

/** One finding: `refuse` must not be saved, `warn` is said and may be saved. `place` is null when it is about the whole. */
export type ConfigFinding = {
  readonly code: ConfigCode
  readonly severity: 'refuse' | 'warn'
  readonly place: ConfiguredPlace | null
}

/**
 * Every reason against a pool's settings. The hard ones keep stock from growing by itself: what we write is never a source,
 * here or in another pool, every written place has one writer, and a mirror copies only what nobody writes.
 */
export function poolConfigFindings(config: PoolConfig, known: KnownPlaces): readonly ConfigFinding[] {
  return [
    ...placeFindings(config, known),
    ...roleFindings(config, known),
    ...config.targets.flatMap((target) => mirrorFindings(target, config, known)),
    ...quantityFindings(config),
  ]
}

function refuse(code: ConfigCode, place: ConfiguredPlace | null = null): ConfigFinding {
  return { code, severity: 'refuse', place }
}

function warn(code: ConfigCode, place: ConfiguredPlace | null = null): ConfigFinding {
  return { code, severity: 'warn', place }
}

function placeFindings({ sources, targets }: PoolConfig, known: KnownPlaces): ConfigFinding[] {
  const places = [...sources, ...targets].map(({ place }) => place)
  const origins = targets.flatMap(({ mirror_of }) => mirror_of ?? [])
  return [
    ...[...places, ...origins].flatMap((place) => existenceFindings(place, known)),
    ...sources
      .filter(({ place }) => place.kind === 'site')
      .map(({ place }) => refuse('SITE_IS_SOURCE', place)),
    ...targets
      .filter(({ place }) => place.kind === 'branch')
      .map(({ place }) => refuse('BRANCH_IS_TARGET', place)),
  ]
}

function existenceFindings(place: ConfiguredPlace, known: KnownPlaces): ConfigFinding[] {
  if (place.kind === 'branch')
    return known.branch_ids.has(place.branch_id) ? [] : [refuse('PLACE_UNKNOWN', place)]
  if (place.kind === 'site') return known.site_ids.has(place.site_id) ? [] : [refuse('PLACE_UNKNOWN', place)]
  const deposit = known.deposits.find((one) => one.deposit_id === place.deposit_id)
  if (deposit === undefined) return [refuse('PLACE_UNKNOWN', place)]
  if (deposit.account_id === null) return [refuse('DEPOSIT_WITHOUT_ACCOUNT', place)]
  if (!known.account_ids.has(deposit.account_id)) return [refuse('ACCOUNT_UNKNOWN', place)]
  return deposit.is_active ? [] : [warn('DEPOSIT_INACTIVE', place)]
}

function roleFindings(config: PoolConfig, { other_pools }: KnownPlaces): ConfigFinding[] {
  const sources = config.sources.map(({ place }) => place)
  const targets = config.targets.map(({ place }) => place)
  const otherSources = keysOf(other_pools.flatMap((pool) => pool.sources))
  const otherTargets = keysOf(other_pools.flatMap((pool) => pool.targets))
  const ownTargets = keysOf(config.targets)
  return [
    ...repeated(sources).map((place) => refuse('SOURCE_TWICE', place)),
    ...repeated(targets).map((place) => refuse('TARGET_TWICE', place)),
    ...targets
      .filter((place) => otherTargets.has(configKey(place)))
      .map((place) => refuse('TARGET_TWICE', place)),
    ...sources
      .filter((place) => ownTargets.has(configKey(place)) || otherTargets.has(configKey(place)))
      .map((place) => refuse('SOURCE_IS_TARGET', place)),
    ...targets
      .filter((place) => otherSources.has(configKey(place)))
      .map((place) => refuse('SOURCE_IS_TARGET', place)),
    ...sources
      .filter((place) => otherSources.has(configKey(place)))
      .map((place) => warn('SOURCE_OF_ANOTHER_POOL', place)),
    ...(sources.length === 0 ? [warn('NO_SOURCE')] : []),
    ...(targets.length === 0 ? [warn('NO_TARGET')] : []),
  ]
}

function mirrorFindings(target: ConfiguredTarget, config: PoolConfig, known: KnownPlaces): ConfigFinding[] {
  if (target.role === 'shared') return []
  if (target.mirror_of === null || target.mirror_of.kind === 'site') {
    return [refuse('MIRROR_WITHOUT_ORIGIN', target.place)]
  }
  const written = keysOf([config, ...known.other_pools].flatMap((pool) => pool.targets))
  return written.has(configKey(target.mirror_of)) ? [refuse('MIRROR_OF_TARGET', target.place)] : []
}

function quantityFindings({ safety_stock, targets }: PoolConfig): ConfigFinding[] {
  const percents = targets.flatMap(({ policy }) => (policy.kind === 'share' ? [policy.percent] : []))
  const isAbove = percents.reduce((total, percent) => total + Math.round(percent * 10_000), 0) > 1_000_000
  return [
    ...(safety_stock < NOTHING ? [refuse('NEGATIVE_QUANTITY')] : []),
    ...targets.flatMap(policyFindings),
    ...(isAbove ? [warn('SHARES_ABOVE_WHOLE')] : []),
  ]
}

function policyFindings({ policy, place }: ConfiguredTarget): ConfigFinding[] {
  switch (policy.kind) {
    case 'full':
      return []
    case 'share':
      return policy.percent >= 0 && policy.percent <= 100 ? [] : [refuse('SHARE_OUT_OF_RANGE', place)]
    case 'buffer':
    case 'max':
    case 'min':
      return policy.quantity >= NOTHING ? [] : [refuse('NEGATIVE_QUANTITY', place)]
  }
}

function keysOf(members: readonly { readonly place: ConfiguredPlace }[]): ReadonlySet<string> {
  return new Set(members.map(({ place }) => configKey(place)))
}

function repeated(places: readonly ConfiguredPlace[]): ConfiguredPlace[] {
  const keys = places.map(configKey)
  return places.filter((_, index) => keys.indexOf(keys[index] ?? '') < index)
}
