import { type Availability, decideAvailability, type PendingCause } from './availability.ts'
import type { SkuState } from './sku-state.ts'
import { decideTargets, type ExposureDecision } from './targets.ts'

/** What one SKU of a pool should look like everywhere, or why nothing may be said about it now. */
export type PoolDecision =
  | { readonly kind: 'decided'; readonly availability: Availability; readonly exposure: ExposureDecision }
  | { readonly kind: 'pending'; readonly causes: readonly PendingCause[] }
  /** A parent holds no stock and a kit follows from its components: neither is ever written. */
  | { readonly kind: 'not_written'; readonly product_kind: 'parent' | 'kit' }

/**
 * The one function that decides, whatever the trigger was: webhook, sweep, a person, reconciliation. It takes what was just
 * observed and nothing an event said, so the order, number and truth of events cannot change its answer.
 */
export function decidePool(state: SkuState): PoolDecision {
  if (state.product_kind !== 'simple') return { kind: 'not_written', product_kind: state.product_kind }
  const decision = decideAvailability(state)
  if (!decision.ok) return { kind: 'pending', causes: decision.causes }
  const { available, oversold, terms } = decision
  const availability = { available, oversold, terms }
  return { kind: 'decided', availability, exposure: decideTargets(state, availability) }
}
