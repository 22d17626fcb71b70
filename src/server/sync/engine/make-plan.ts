import type { SkuState } from '../../../domain/sync/sku-state.ts'
import { planSkus, type SyncPlan } from '../../../domain/sync/sync-plan.ts'
import type { Lane } from '../../bling/rate/lane.ts'
import type { Tx } from '../../db/database.ts'
import { AppError } from '../../kernel/app-error.ts'
import { loadTenantFacts } from './facts.store.ts'
import { accountsOfPool, sitesOfPool } from './facts.ts'
import { lookAtMany } from './look-at-many.ts'
import { textOfPlan } from './plan-body.ts'
import { insertPlan, readPlan, type StoredPlan } from './plans.store.ts'
import { knownSkus, linkedSkus } from './pool-skus.queries.ts'
import type { EngineDeps } from './recompute.ts'

/** What plans are made with. */
export type PlanDeps = EngineDeps & { readonly sleep: (ms: number) => Promise<void> }

/** What a person wants to see before it happens. */
export type PlanRequest = {
  readonly pool_id: string
  /** Null for every SKU that is linked in the pool's accounts. */
  readonly skus: readonly string[] | null
  readonly lane: Lane
  readonly by: string
}

/** Looks at a pool completely and keeps what would be written, without writing anything. */
export async function makePlan(deps: PlanDeps, tenant_id: string, request: PlanRequest): Promise<StoredPlan> {
  const { pool_id } = request
  const skus = await deps.database.tenant(tenant_id, async (tx) => {
    const facts = await loadTenantFacts(tx, deps.clock.now())
    const pool = facts.pools.find(({ config }) => config.pool_id === pool_id)
    if (pool === undefined) throw new AppError('NOT_FOUND', { pool_id })
    if (request.skus === null) return linkedSkus(tx, accountsOfPool(facts, pool), sitesOfPool(pool))
    await requireKnown(tx, request.skus)
    return [...new Set(request.skus)]
  })
  const states: SkuState[] = []
  const busy = await lookAtMany(deps, {
    ...{ tenant_id, skus, lane: request.lane },
    origin: 'plan',
    sends: 'nothing',
    approved: new Map(),
    onPart(ends) {
      for (const { step } of ends)
        if (step.decision.state.pool_id === pool_id) states.push(step.decision.state)
    },
  })
  const plan = { kind: 'dry_run' as const, causes: [], created_by: request.by }
  return keepPlan(deps, tenant_id, { ...plan, pool_id, plan: planSkus(states), busy })
}

/** Nobody ever has a SKU in hands that the catalogue does not have: it is refused by its place in the list instead of waited for. */
async function requireKnown(tx: Tx, skus: readonly string[]): Promise<void> {
  const known = await knownSkus(tx, skus)
  const fields = skus.flatMap((sku, place) =>
    known.has(sku) ? [] : [{ path: `skus.${place}`, message: `nenhum produto tem o SKU ${sku}` }],
  )
  if (fields.length > 0) throw new AppError('INVALID_VALUES', { fields })
}

/** Keeps a plan for a person to see. */
export async function keepPlan(
  deps: Pick<PlanDeps, 'database' | 'clock' | 'newId'>,
  tenant_id: string,
  made: Pick<StoredPlan, 'pool_id' | 'kind' | 'causes' | 'created_by'> & {
    readonly plan: SyncPlan
    readonly busy: readonly string[]
  },
): Promise<StoredPlan> {
  const { plan, busy, ...rest } = made
  const id = deps.newId()
  return deps.database.tenant(tenant_id, async (tx) => {
    await insertPlan(tx, { ...rest, id, body: textOfPlan(plan, busy), created_at: deps.clock.now() })
    const kept = await readPlan(tx, id)
    if (kept === null) throw new Error('a plan was not kept')
    return kept
  })
}
