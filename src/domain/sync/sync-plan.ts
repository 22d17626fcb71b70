import { compareText, placeKey } from './place.ts'
import { type PlanLine, planSku, type SkuPlan } from './plan.ts'
import { type Quantity, sum } from './quantity.ts'
import type { SkuState } from './sku-state.ts'

/** The plan for many SKUs, in a stable order: the same state always prints the same bytes. */
export type SyncPlan = {
  readonly skus: readonly SkuPlan[]
  readonly lines: readonly PlanLine[]
  /** The bounds of all decided SKUs together. */
  readonly oversell_bound: Quantity
}

/** Plans every SKU by itself; one that is pending or unreadable holds back no other. */
export function planSkus(states: readonly SkuState[]): SyncPlan {
  const skus = states
    .map(planSku)
    .toSorted((a, b) => compareText(a.sku, b.sku) || compareText(a.pool_id, b.pool_id))
  const bounds = skus.flatMap(({ decision }) =>
    decision.kind === 'decided' ? [decision.exposure.oversell_bound] : [],
  )
  return { skus, lines: skus.flatMap((plan) => plan.lines), oversell_bound: sum(bounds) }
}

/** One key per line, for remembering which lines of a plan were done when it is stopped and taken up again. */
export function lineKey(line: Pick<PlanLine, 'sku' | 'place'>): string {
  return `${placeKey(line.place)}/${line.sku}`
}

/** What is left to do of a plan that was interrupted, in its order. */
export function remainingLines(plan: SyncPlan, doneKeys: ReadonlySet<string>): readonly PlanLine[] {
  return plan.lines.filter((line) => !doneKeys.has(lineKey(line)))
}
