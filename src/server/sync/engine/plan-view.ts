import * as z from 'zod'
import { planBody, planLineOutcome, type syncPlan } from '../../../contract/sync-plans.ts'
import type { StoredPlan } from './plans.store.ts'

/** A plan as people see it, with its lines. */
export function planView(plan: StoredPlan): z.input<typeof syncPlan> {
  return { ...planHead(plan), ...planBody.parse(JSON.parse(plan.body)) }
}

/** A plan without its lines, as lists show it. */
export function planHead(plan: StoredPlan) {
  const { body: _body, causes, created_at, created_by: _by, applied_at, outcome, ...head } = plan
  return {
    ...head,
    causes: causes.map((cause) => ({ ...cause })),
    created_at: created_at.toISOString(),
    applied_at: applied_at?.toISOString() ?? null,
    outcome: outcome === null ? null : z.array(planLineOutcome).parse(outcome),
  }
}
