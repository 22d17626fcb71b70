import { type Place, placeKey } from '../../../domain/sync/place.ts'
import type { SkuFacts } from './facts.ts'

/** For so long after our own write a reading may still show the balance before it. */
export const BALANCE_SETTLING_MS = 30_000
/** For so long a channel may take to show in its balances what happened to an order. */
export const ORDER_SETTLING_MS = 60_000

/** The instant (ms) from which a place surely shows what we wrote there last. */
export function settlesAt(sku: SkuFacts, place: Place): number {
  const written_at = sku.memories.get(placeKey(place))?.written_at
  return written_at == null ? Number.NEGATIVE_INFINITY : written_at.getTime() + BALANCE_SETTLING_MS
}
