import type { SkuDecision } from './decide-sku.ts'
import type { ClaimedSku } from './dirty-skus.store.ts'
import type { TenantFacts } from './facts.ts'
import type { Look } from './look.ts'
import type { Outgoing } from './outgoing.ts'

/** One decision on its way through a look: which run tells of it, and what it sends. */
export type Step = {
  readonly run_id: string
  readonly claimed: ClaimedSku
  readonly decision: SkuDecision
  readonly outgoing: readonly Outgoing[]
}

/** All that one look at some SKUs decided. */
export type Looked = {
  readonly facts: TenantFacts
  readonly look: Look
  readonly steps: readonly Step[]
  /** Instants (ms) by SKU at which a withdrawal in doubt can be judged. */
  readonly judged_from: ReadonlyMap<string, number>
}
