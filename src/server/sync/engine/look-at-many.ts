import type { Lane } from '../../bling/rate/lane.ts'
import type { Tx } from '../../db/database.ts'
import type { StepEnd } from './conclude.ts'
import { type Claim, claimThese, type Origin } from './dirty-skus.store.ts'
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
  /** Told of SKUs in the transaction that takes them up. */
  readonly onClaim?: (tx: Tx, skus: readonly string[]) => Promise<void>
  /** Told after each part. */
  readonly onPart: (ends: readonly StepEnd[]) => void
  /** Asked again and again, where somebody else may take over the work; false stops it. */
  readonly mayGoOn?: () => Promise<boolean>
}

/** SKUs of one part: their balances take five calls in each account, and the orders are read again once after them. */
const PART = 500
/** A SKU that somebody else has in hands is waited for so long. */
const BUSY_ROUNDS = 60
const BUSY_MS = 500

/**
 * Looks completely at many SKUs: balances first, then the orders that changed, part by part, so that nothing is left in doubt. Gives the
 * SKUs that were not looked at: somebody else was at them all the time, or the work was stopped.
 */
export async function lookAtMany(
  deps: EngineDeps & { readonly sleep: (ms: number) => Promise<void> },
  many: ManySkus,
): Promise<readonly string[]> {
  const { tenant_id, sends, approved, mayGoOn = async () => true } = many
  let left = many.skus
  let isFirst = true
  for (let round = 0; round < BUSY_ROUNDS && left.length > 0; round += 1) {
    if (round > 0) await deps.sleep(BUSY_MS)
    const busy: string[] = []
    for (let from = 0; from < left.length; from += PART) {
      if (!(await mayGoOn())) return [...busy, ...left.slice(from)]
      const part = left.slice(from, from + PART)
      const claim = await claimPart(deps, many, part)
      const had = new Set(claim.skus.map(({ sku }) => sku))
      busy.push(...part.filter((sku) => !had.has(sku)))
      const orders = isFirst ? ('overlapping' as const) : ('recent' as const)
      if (had.size === 0) continue
      isFirst = false
      many.onPart(await recompute(deps, tenant_id, claim, { sends, approved, mayGoOn, orders }))
    }
    left = busy
  }
  return left
}

function claimPart(deps: EngineDeps, many: ManySkus, part: readonly string[]): Promise<Claim> {
  const { lane, origin } = many
  return deps.database.tenant(many.tenant_id, async (tx) => {
    const request = { worker_id: deps.newId(), now: deps.clock.now(), lease_ms: LEASE_MS, lane, origin }
    const claim = await claimThese(tx, part, request)
    await many.onClaim?.(
      tx,
      claim.skus.map(({ sku }) => sku),
    )
    return claim
  })
}
