import type { PlanLine } from './plan.ts'
import { NOTHING } from './quantity.ts'
import { type Balance, balanceOf, type Reading } from './reading.ts'
import type { SyncPlan } from './sync-plan.ts'

/** How much one plan may change without asking, in percent of the SKUs it looked at; `null` means without limit. */
export type ApprovalLimits = {
  readonly zeroed_percent: number
  readonly changed_percent: number | null
}

/** What the owner gets unless he chooses otherwise. */
export const DEFAULT_APPROVAL_LIMITS: ApprovalLimits = { zeroed_percent: 20, changed_percent: null }

/** Why a plan waits for a person. */
export type ApprovalCause =
  | { readonly code: 'FIRST_ACTIVATION' }
  | {
      readonly code: 'TOO_MANY_ZEROED' | 'TOO_MANY_CHANGED'
      readonly affected_skus: number
      readonly total_skus: number
      readonly limit_percent: number
    }
  | { readonly code: 'UNSEEN_STOCK'; readonly affected_skus: number }

/**
 * Says whether a sweep's plan may run by itself. Nothing is written before the first activation was seen by a person, and a
 * plan that would empty or change too large a part of the catalogue stops: it is more often a wrong setting or a bad answer
 * than the truth. An empty result means: go on. `total_skus` is how many were looked at, where the plan holds only those that change.
 */
export function approvalCauses(
  plan: SyncPlan,
  limits: ApprovalLimits,
  isFirstActivation: boolean,
  total_skus = plan.skus.length,
): readonly ApprovalCause[] {
  if (plan.lines.length === 0) return []
  const zeroed = skusOf(plan.lines.filter((line) => line.target === NOTHING && line.current > NOTHING))
  const changed = skusOf(plan.lines)
  const causes: ApprovalCause[] = isFirstActivation ? [{ code: 'FIRST_ACTIVATION' }] : []
  const check = (
    code: 'TOO_MANY_ZEROED' | 'TOO_MANY_CHANGED',
    affected_skus: number,
    limit: number | null,
  ) => {
    if (limit === null || affected_skus * 100 <= limit * total_skus) return
    causes.push({ code, affected_skus, total_skus, limit_percent: limit })
  }
  check('TOO_MANY_ZEROED', zeroed, limits.zeroed_percent)
  check('TOO_MANY_CHANGED', changed, limits.changed_percent)
  return causes
}

function skusOf(lines: readonly PlanLine[]): number {
  return new Set(lines.map((line) => line.sku)).size
}

/** Whether an approved line may still be written. */
export type ApplyDecision =
  | { readonly kind: 'apply' }
  | { readonly kind: 'skip'; readonly planned: Balance; readonly now: Balance | null }

/** Applies only if unchanged: a line whose balance is not what the person saw is skipped and named, never adapted. */
export function decideApply(line: PlanLine, fresh: Reading): ApplyDecision {
  const now = balanceOf(fresh)
  const isUnchanged =
    fresh.kind !== 'absent' && now?.physical === line.current_physical && now.virtual === line.current
  if (isUnchanged) return { kind: 'apply' }
  return { kind: 'skip', planned: { physical: line.current_physical, virtual: line.current }, now }
}
