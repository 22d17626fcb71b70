import type * as z from 'zod'
import { planBody, type planLine } from '../../../contract/sync-plans.ts'
import { type Place, placeKey } from '../../../domain/sync/place.ts'
import type { PlanLine } from '../../../domain/sync/plan.ts'
import { fromUnits, toUnits } from '../../../domain/sync/quantity.ts'
import type { SyncPlan } from '../../../domain/sync/sync-plan.ts'
import { causeOf } from './why.ts'

/** A plan as people see it and as it is kept: the same plan always gives the same text. */
export function textOfPlan(plan: SyncPlan, busy: readonly string[]): string {
  const body: z.input<typeof planBody> = {
    looked_skus: plan.skus.length,
    lines: plan.lines.map(shownLine),
    oversell_bound: toUnits(plan.oversell_bound),
    pending: plan.skus.flatMap(({ sku, decision, state }) => {
      if (decision.kind === 'pending') return [{ sku, causes: decision.causes.map(causeOf) }]
      return state === 'orders_needed' ? [{ sku, causes: [{ code: 'ORDERS_NOT_REREAD' }] }] : []
    }),
    skipped: plan.skus.flatMap(({ sku, skipped }) =>
      skipped.map(({ place, cause }) => ({ sku, place: placeKey(place), code: cause.code })),
    ),
    busy: [...busy],
  }
  return JSON.stringify(body)
}

/** The lines of a kept plan. */
export function linesOfPlan(pool_id: string, body: string): PlanLine[] {
  return planBody
    .parse(JSON.parse(body))
    .lines.map(({ account_id, deposit_id, site_id, product_id, ...line }) => ({
      ...line,
      pool_id,
      place: placeOf({ account_id, deposit_id, site_id, product_id }),
      current: fromUnits(line.current),
      target: fromUnits(line.target),
      difference: fromUnits(line.difference),
      current_physical: fromUnits(line.current_physical),
      target_physical: fromUnits(line.target_physical),
      quantity: fromUnits(line.quantity),
    }))
}

/** Lines as text for a plan that was not made by a look: one that takes another back. */
export function textOfLines(lines: readonly PlanLine[]): string {
  const body: z.input<typeof planBody> = {
    looked_skus: new Set(lines.map((line) => line.sku)).size,
    lines: lines.map(shownLine),
    oversell_bound: 0,
    pending: [],
    skipped: [],
    busy: [],
  }
  return JSON.stringify(body)
}

function placeOf(
  ids: Pick<z.infer<typeof planLine>, 'account_id' | 'deposit_id' | 'site_id' | 'product_id'>,
): Place {
  const { account_id, deposit_id, site_id, product_id } = ids
  if (site_id != null) return { kind: 'site', site_id, product_id }
  if (account_id === null || deposit_id === null) throw new Error('a planned line names no place')
  return { kind: 'deposit', account_id, deposit_id, product_id }
}

function shownLine(line: PlanLine): z.input<typeof planLine> {
  const { place } = line
  return {
    sku: line.sku,
    account_id: place.kind === 'deposit' ? place.account_id : null,
    deposit_id: place.kind === 'deposit' ? place.deposit_id : null,
    site_id: place.kind === 'site' ? place.site_id : null,
    product_id: place.kind === 'branch' ? '' : (place.product_id ?? ''),
    role: line.role,
    current: toUnits(line.current),
    target: toUnits(line.target),
    difference: toUnits(line.difference),
    current_physical: toUnits(line.current_physical),
    target_physical: toUnits(line.target_physical),
    operation: line.operation,
    quantity: toUnits(line.quantity),
    reason: line.reason,
  }
}
