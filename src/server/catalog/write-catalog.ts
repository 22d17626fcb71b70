import type { Tx } from '../db/database.ts'
import { idempotently, type StoredAnswer } from '../db/idempotency.ts'
import { AppError } from '../kernel/app-error.ts'
import { applyPlan, PlanOutdated } from './apply-plan.ts'
import type { CatalogDeps, CatalogWrite } from './catalog-deps.ts'
import type { CatalogPlan } from './catalog-plan.ts'

/** How often a request is planned anew before the client is asked to come back. */
const MAX_ATTEMPTS = 20

/** What a request wants written, and its answer when that is done. */
export type Planned = { readonly plan: CatalogPlan; readonly status: 200 | 201; readonly body: unknown }

/** Carries a plan out of a transaction that must not keep anything. */
class NeedsRepack extends Error {
  readonly planned: Planned
  constructor(planned: Planned) {
    super('the packing of kept stock changes')
    this.planned = planned
  }
}

/**
 * Carries out one write to the catalogue: plans on what is there, applies as a whole, once per key. A plan that changes how stock is
 * packed goes through the stock's queue; one that was overtaken is planned anew.
 */
export async function writeCatalog(
  deps: CatalogDeps,
  write: CatalogWrite,
  planOf: (tx: Tx) => Promise<Planned>,
): Promise<StoredAnswer> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    try {
      return await attemptWrite(deps, write, planOf)
    } catch (error) {
      if (!(error instanceof PlanOutdated)) throw error
    }
  }
  throw new AppError('OVERLOADED', { retry_after_seconds: 1 })
}

async function attemptWrite(
  deps: CatalogDeps,
  write: CatalogWrite,
  planOf: (tx: Tx) => Promise<Planned>,
): Promise<StoredAnswer> {
  try {
    return await deps.database.tenant(write.principal.tenant_id, (tx) =>
      idempotently(tx, write, async () => {
        const planned = await planOf(tx)
        if (planned.plan.repacked.length > 0) throw new NeedsRepack(planned)
        await applyPlan(tx, planned.plan, deps.retune)
        return planned
      }),
    )
  } catch (error) {
    if (!(error instanceof NeedsRepack)) throw error
    return deps.repack(write, error.planned.plan, { status: 200, body: error.planned.body })
  }
}
