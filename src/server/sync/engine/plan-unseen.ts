import { planSku } from '../../../domain/sync/plan.ts'
import type { ApprovalCause } from '../../../domain/sync/plan-approval.ts'
import type { SkuState } from '../../../domain/sync/sku-state.ts'
import { planSkus, type SyncPlan } from '../../../domain/sync/sync-plan.ts'
import { isUnseenStock } from '../../../domain/sync/unseen-stock.ts'
import { SYSTEM_ACTOR_ID } from '../../auth/principal.ts'
import type { StoredPool } from '../pools/pools.store.ts'
import { openAlerts, resolveAlerts } from './alerts.store.ts'
import { unseenSkus } from './dirty-skus.store.ts'
import { loadTenantFacts } from './facts.store.ts'
import { lookAtMany } from './look-at-many.ts'
import { keepPlan, type PlanDeps } from './make-plan.ts'
import { linesOfPlan } from './plan-body.ts'
import { closePlan, openApprovals, type StoredPlan } from './plans.store.ts'

/** Whether a SKU would write over stock that nobody has seen. */
export function hasUnseenStock(state: SkuState): boolean {
  return planSku(state).lines.some((line) => isUnseenStock(state, line))
}

/** Keeps a plan that waits for a person, and tells of it. */
export async function keepApproval(
  deps: PlanDeps,
  tenant_id: string,
  pool: StoredPool,
  { plan, causes }: { readonly plan: SyncPlan; readonly causes: readonly ApprovalCause[] },
): Promise<void> {
  const { pool_id } = pool.config
  const made = { pool_id, kind: 'approval' as const, causes, created_by: SYSTEM_ACTOR_ID, plan, busy: [] }
  const { id } = await keepPlan(deps, tenant_id, made)
  const facts = { pool: pool.name, plan_id: id, lines: plan.lines.length, causes }
  const alert = { kind: 'approval_waiting', subject: pool_id, facts } as const
  await deps.database.tenant(tenant_id, (tx) => openAlerts(tx, [alert], deps.clock.now()))
}

/**
 * Has a person see at once which products of sites wait because no source ever said a number of them; a plan of which nothing waits any more
 * is closed. A pool that waits for a person anyway is left to that.
 */
export async function planUnseen(deps: PlanDeps, tenant_id: string): Promise<void> {
  const { skus, open } = await deps.database.tenant(tenant_id, async (tx) => {
    const waiting = new Set(await unseenSkus(tx))
    const plans = await openApprovals(tx)
    for (const plan of plans.filter(
      (one) => isOnlyUnseen(one) && !skusOf(one).some((sku) => waiting.has(sku)),
    )) {
      await closePlan(tx, plan.id)
      const told = { kind: 'approval_waiting', subject: plan.pool_id } as const
      await resolveAlerts(tx, [told], deps.clock.now())
    }
    return { skus: [...waiting], open: plans }
  })
  const told = new Set(open.flatMap(skusOf))
  if (skus.every((sku) => told.has(sku))) return
  const states: SkuState[] = []
  await lookAtMany(deps, {
    ...{ tenant_id, skus, lane: 'webhook', origin: 'plan', sends: 'nothing', approved: new Map() },
    onPart(ends) {
      states.push(...ends.map(({ step }) => step.decision.state).filter(hasUnseenStock))
    },
  })
  const { pools } = await deps.database.tenant(tenant_id, (tx) => loadTenantFacts(tx, deps.clock.now()))
  for (const pool of pools) {
    const { pool_id } = pool.config
    const own = states.filter((state) => state.pool_id === pool_id)
    const waits = open.some((plan) => plan.pool_id === pool_id && !isOnlyUnseen(plan))
    if (own.length === 0 || waits || pool.activated_at === null) continue
    const causes = [{ code: 'UNSEEN_STOCK' as const, affected_skus: own.length }]
    await keepApproval(deps, tenant_id, pool, { plan: planSkus(own), causes })
  }
}

function isOnlyUnseen({ causes }: StoredPlan): boolean {
  return causes.every(({ code }) => code === 'UNSEEN_STOCK')
}

function skusOf({ pool_id, body }: StoredPlan): string[] {
  return linesOfPlan(pool_id, body).map(({ sku }) => sku)
}
