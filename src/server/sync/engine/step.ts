import type { PlanLine } from '../../../domain/sync/plan.ts'
import type { SkuDecision } from './decide-sku.ts'
import type { ClaimedSku } from './dirty-skus.store.ts'
import type { TenantFacts } from './facts.ts'
import type { Look } from './look.ts'
import type { Outgoing } from './outgoing.ts'

/** What a look is for. */
export type LookMode = {
  /** When orders are read again: only in doubt, or in any case, from the last reading or overlapping it. */
  readonly orders: 'in_doubt' | 'recent' | 'overlapping'
  /** What may be sent: whatever is planned; nothing, because somebody wants to see it first; or what a person approved. */
  readonly sends: 'planned' | 'nothing' | 'approved'
  /** Approved lines by `lineKey`: sent if the balance is still what the person saw. */
  readonly approved: ReadonlyMap<string, PlanLine>
  /** Asked while orders are read and before each movement: false when whoever wanted this look has lost the work to somebody else. */
  readonly mayGoOn: () => Promise<boolean>
}

/** The usual look. */
export const USUAL_LOOK: LookMode = {
  orders: 'in_doubt',
  sends: 'planned',
  approved: new Map(),
  mayGoOn: async () => true,
}

/** One decision on its way through a look: which run tells of it, and what it sends. */
export type Step = {
  readonly run_id: string
  readonly claimed: ClaimedSku
  readonly decision: SkuDecision
  readonly outgoing: readonly Outgoing[]
  /** Lines that were planned and are not sent in this look. */
  readonly held: readonly PlanLine[]
}

/** All that one look at some SKUs decided. */
export type Looked = {
  readonly mode: LookMode
  readonly facts: TenantFacts
  readonly look: Look
  readonly steps: readonly Step[]
  /** Instants (ms) by SKU at which a withdrawal in doubt can be judged. */
  readonly judged_from: ReadonlyMap<string, number>
}
