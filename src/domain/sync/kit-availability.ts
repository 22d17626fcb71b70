import { type AvailabilityDecision, decideAvailability, type PendingCause } from './availability.ts'
import { kitAvailability } from './kits.ts'
import { NOTHING, type Quantity } from './quantity.ts'
import type { KitPart, SkuState } from './sku-state.ts'

/**
 * How many kits the pool can promise: as many whole ones as its parts make, each as it was seen in the same look. Demand and safety stock
 * are in the parts already. One part of which nothing is known leaves the kit as it is.
 */
export function decideKit({ parts }: Pick<SkuState, 'parts'>): AvailabilityDecision {
  if (parts.length === 0) return { ok: false, causes: [{ code: 'KIT_NOT_READ' }] }
  const decided = parts.map((part) => ({ ...part, ...availableOf(part) }))
  const causes = decided.flatMap((part) => part.causes)
  if (causes.length > 0) return { ok: false, causes: distinct(causes) }
  const known = new Map(decided.map(({ sku, available }) => [sku, available]))
  const available = kitAvailability(parts, (sku) => known.get(sku) ?? NOTHING)
  const shown = decided.map(({ sku, quantity, available: there }) => ({ sku, quantity, available: there }))
  return { ok: true, available, oversold: NOTHING, terms: [{ kind: 'kit', parts: shown, amount: available }] }
}

/** A place that cannot be read keeps every part waiting, and is one cause. */
function distinct(causes: readonly PendingCause[]): PendingCause[] {
  return [...new Map(causes.map((cause) => [JSON.stringify(cause), cause])).values()]
}

function availableOf({ sku, state }: KitPart): {
  readonly available: Quantity
  readonly causes: readonly PendingCause[]
} {
  if (state === null) return { available: NOTHING, causes: [{ code: 'KIT_PART_UNKNOWN', sku }] }
  const decision = decideAvailability(state)
  return decision.ok
    ? { available: decision.available, causes: [] }
    : { available: NOTHING, causes: decision.causes }
}
