import { type Availability, decideAvailability, type PendingCause } from './availability.ts'
import { decideKit } from './kit-availability.ts'
import type { PoolTarget, ProductKind, SkuState } from './sku-state.ts'
import { decideTargets, type ExposureDecision } from './targets.ts'

/** What one SKU of a pool should look like everywhere, or why nothing may be said about it now. */
export type PoolDecision =
  | { readonly kind: 'decided'; readonly availability: Availability; readonly exposure: ExposureDecision }
  | { readonly kind: 'pending'; readonly causes: readonly PendingCause[] }
  /** A parent holds no stock, and the kits of an account are that account's own affair. */
  | { readonly kind: 'not_written'; readonly product_kind: Exclude<ProductKind, 'simple'> }

/**
 * The one function that decides, whatever the trigger was: webhook, sweep, a person, reconciliation. It takes what was just
 * observed and nothing an event said, so the order, number and truth of events cannot change its answer.
 */
export function decidePool(state: SkuState): PoolDecision {
  const { product_kind } = state
  if (product_kind === 'parent' || product_kind === 'counted_kit')
    return { kind: 'not_written', product_kind }
  const targets = product_kind === 'kit' ? state.targets.filter(isAtSite) : state.targets
  if (product_kind === 'kit' && targets.length === 0) return { kind: 'not_written', product_kind }
  const decision = product_kind === 'kit' ? decideKit(state) : decideAvailability(state)
  if (!decision.ok) return { kind: 'pending', causes: decision.causes }
  const { available, oversold, terms } = decision
  const availability = { available, oversold, terms }
  return { kind: 'decided', availability, exposure: decideTargets({ ...state, targets }, availability) }
}

/** Only a site that has the kit has to be told how many there are: an account works that out by itself (sync 53). */
function isAtSite({ place }: PoolTarget): boolean {
  return place.kind === 'site' && place.product_id !== null
}
