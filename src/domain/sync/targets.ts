import { type Availability, freezeOf } from './availability.ts'
import { type ExposurePolicy, exposeTo } from './exposure.ts'
import { times, wholeKits } from './kits.ts'
import { oversellBound } from './oversell-bound.ts'
import { compareText, type Place, placeKey } from './place.ts'
import { atLeastNothing, minus, NOTHING, ONE_UNIT, type Quantity, sum } from './quantity.ts'
import { balanceOf, type UnknownCause } from './reading.ts'
import type { MirrorTarget, PoolTarget, SharedTarget, SkuState, SoldInKit } from './sku-state.ts'

/** One fact behind what a target must hold; the amounts add up to `physical_to_reach` exactly. */
export type ExposureTerm =
  | { readonly kind: 'available'; readonly amount: Quantity }
  | { readonly kind: 'mirrored'; readonly place: Place; readonly amount: Quantity }
  | {
      readonly kind: 'policy'
      readonly policy: ExposurePolicy | 'paused' | 'mirror'
      readonly amount: Quantity
    }
  | { readonly kind: 'reserved_here'; readonly amount: Quantity }

/** Why one target is left alone while the others go on. */
export type SkipCause =
  | { readonly code: 'TARGET_UNKNOWN' | 'MIRRORED_UNKNOWN'; readonly cause: UnknownCause }
  | { readonly code: 'ACCOUNT_FROZEN' | 'ACCOUNT_REAUTHORIZE' | 'ACCOUNT_EXCLUDED' }
  | { readonly code: 'PRODUCT_ABSENT' | 'DEPOSIT_INACTIVE' | 'MIRRORED_INACTIVE' }
  | { readonly code: 'EXTERNAL_DRIFT' | 'ORDERS_NOT_REREAD' | 'BALANCE_SETTLING' }

/** What one target should show, what its deposit must hold for that, and why. */
export type TargetDecision = {
  readonly target: PoolTarget
  /** What can be bought there once written: the virtual balance to reach. */
  readonly exposed: Quantity
  /** exposed + what is reserved there already: the physical balance to reach. */
  readonly physical_to_reach: Quantity
  readonly terms: readonly ExposureTerm[]
  readonly skipped: SkipCause | null
}

/** Every target's value, in a stable order, and what showing them risks. */
export type ExposureDecision = {
  readonly targets: readonly TargetDecision[]
  readonly oversell_bound: Quantity
}

/**
 * Gives every target its value. A target that cannot be read or reached is skipped alone: nobody else's number depends on
 * it, and holding the others at an old, higher value would sell what is gone. A skipped one counts in the bound with what it
 * still shows.
 */
export function decideTargets(state: SkuState, { available }: Availability): ExposureDecision {
  const targets = state.targets.toSorted((a, b) => compareText(placeKey(a.place), placeKey(b.place)))
  const shared = targets.filter((target) => target.role === 'shared')
  const exposures = exposeTo(
    shared.map((target) => ({ ...target, key: placeKey(target.place) })),
    available,
    state.step,
  )
  const decided = targets.map((target) =>
    target.role === 'mirror'
      ? decideMirror(target)
      : decideShared(target, available, exposures.get(placeKey(target.place)) ?? NOTHING),
  )
  const risked = decided.filter(({ target }) => target.role === 'shared').map(shownAfterwards)
  const inKits = state.sold_in.map((kit) => shownInKit(kit, shared, available))
  return { targets: decided, oversell_bound: oversellBound([...risked, ...inKits], available) }
}

/** What the sites of a kit show of it within kits, once written: as if no other part of the kit were scarcer. */
function shownInKit(
  { quantity, site_ids }: SoldInKit,
  shared: readonly SharedTarget[],
  available: Quantity,
): Quantity {
  const showings = shared
    .filter(({ place }) => place.kind === 'site' && site_ids.includes(place.site_id))
    .map((target) => ({ ...target, key: placeKey(target.place) }))
  const kits = wholeKits(available, quantity)
  return times(sum([...exposeTo(showings, kits, ONE_UNIT).values()]), quantity)
}

function decideShared(target: SharedTarget, available: Quantity, exposed: Quantity): TargetDecision {
  const policy = target.paused ? 'paused' : target.policy
  const terms: ExposureTerm[] = [
    { kind: 'available', amount: available },
    { kind: 'policy', policy, amount: minus(exposed, available) },
  ]
  return withReserved(target, exposed, terms, skipOfPlace(target))
}

function decideMirror(target: MirrorTarget): TargetDecision {
  const mirrored = balanceOf(target.mirror_of.reading)?.virtual ?? NOTHING
  const exposed = atLeastNothing(mirrored)
  const terms: ExposureTerm[] = [
    { kind: 'mirrored', place: target.mirror_of.place, amount: mirrored },
    { kind: 'policy', policy: 'mirror', amount: minus(exposed, mirrored) },
  ]
  return withReserved(target, exposed, terms, skipOfPlace(target) ?? skipOfMirrored(target.mirror_of))
}

function withReserved(
  target: PoolTarget,
  exposed: Quantity,
  terms: readonly ExposureTerm[],
  skipped: SkipCause | null,
): TargetDecision {
  const balance = balanceOf(target.reading)
  const reserved = balance === null ? NOTHING : minus(balance.physical, balance.virtual)
  return {
    target,
    exposed,
    physical_to_reach: sum([exposed, reserved]),
    terms: [...terms, { kind: 'reserved_here', amount: reserved }],
    skipped,
  }
}

function skipOfPlace({ place, account_state, reading }: PoolTarget): SkipCause | null {
  if (account_state === 'excluded') return { code: 'ACCOUNT_EXCLUDED' }
  const freeze = freezeOf(account_state)
  if (freeze !== null) return { code: freeze }
  switch (reading.kind) {
    case 'unknown':
      return { code: 'TARGET_UNKNOWN', cause: reading.cause }
    case 'absent':
      return { code: 'PRODUCT_ABSENT' }
    case 'inactive':
      return { code: 'DEPOSIT_INACTIVE' }
    case 'observed':
    case 'unmoved':
      return place.kind !== 'branch' && place.product_id === null ? { code: 'PRODUCT_ABSENT' } : null
  }
}

function skipOfMirrored(mirrored: MirrorTarget['mirror_of']): SkipCause | null {
  if (mirrored.account_state === 'excluded') return { code: 'ACCOUNT_EXCLUDED' }
  const freeze = freezeOf(mirrored.account_state)
  if (freeze !== null) return { code: freeze }
  const { reading } = mirrored
  if (reading.kind === 'unknown') return { code: 'MIRRORED_UNKNOWN', cause: reading.cause }
  return reading.kind === 'inactive' ? { code: 'MIRRORED_INACTIVE' } : null
}

function shownAfterwards({ target, exposed, skipped }: TargetDecision): Quantity {
  if (skipped === null) return exposed
  if (skipped.code === 'PRODUCT_ABSENT') return NOTHING
  const balance = balanceOf(target.reading)
  return balance === null ? exposed : atLeastNothing(balance.virtual)
}
