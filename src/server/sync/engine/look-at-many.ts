import type { Lane } from '../../bling/rate/lane.ts'
import type { StepEnd } from './conclude.ts'
import { claimThese, type Origin } from './dirty-skus.store.ts'
import { type EngineDeps, LEASE_MS, recompute } from './recompute.ts'
import type { LookMode } from './step.ts'

/** Many SKUs to be looked at one after the other. */
export type ManySkus = {
  readonly tenant_id: string
  readonly skus: readonly string[]
  readonly lane: Lane
  readonly origin: Origin
  readonly sends: LookMode['sends']
  readonly approved: LookMode['approved']
  /** Told after each part; false stops before the next one. */
  readonly onPart: (ends: readonly StepEnd[]) => Promise<boolean>
}

/** SKUs of one part: their balances take five calls in each account, and the orders are read again once after them. */
const PART = 500
/** A SKU that somebody else has in hands is waited for so long. */
const BUSY_ROUNDS = 60
const BUSY_MS = 500

/**
 * Looks completely at many SKUs: balances first, then the orders that changed, part by part, so that nothing is left in doubt. Gives the
 * SKUs that could not be had because somebody else was at them all the time.
 */
export async function lookAtMany(
  deps: EngineDeps & { readonly sleep: (ms: number) => Promise<void> },
  many: ManySkus,
): Promise<readonly string[]> {
  let left = many.skus
  let isFirst = true
  for (let round = 0; round < BUSY_ROUNDS && left.length > 0; round += 1) {
    if (round > 0) await deps.sleep(BUSY_MS)
    const busy: string[] = []
    for (let from = 0; from < left.length; from += PART) {
      const part = left.slice(from, from + PART)
      const claim = await deps.database.tenant(many.tenant_id, (tx) =>
        claimThese(tx, part, {
          worker_id: deps.newId(),
          now: deps.clock.now(),
          lease_ms: LEASE_MS,
          lane: many.lane,
          origin: many.origin,
        }),
      )
      const had = new Set(claim.skus.map(({ sku }) => sku))
      busy.push(...part.filter((sku) => !had.has(sku)))
      const mode = {
        sends: many.sends,
        approved: many.approved,
        orders: isFirst ? ('overlapping' as const) : ('recent' as const),
      }
      isFirst = false
      if (had.size === 0) continue
      if (!(await many.onPart(await recompute(deps, many.tenant_id, claim, mode)))) return []
    }
    left = busy
  }
  return left
}
