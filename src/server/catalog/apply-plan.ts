import { DatabaseError } from 'pg'
import { recordAudits } from '../auth/audit.store.ts'
import type { Tx } from '../db/database.ts'
import { AppError } from '../kernel/app-error.ts'
import { allBranchIds, lockBranchSet } from './branches.store.ts'
import type { CatalogPlan } from './catalog-plan.ts'
import { alignLevels, createLevelsOfProducts, type KeptLevel, lockLevels } from './levels.store.ts'
import { insertProducts, updateProducts } from './products.store.ts'

/** What was read has changed since: nothing was kept, and the request has to be planned anew. */
export class PlanOutdated extends Error {
  constructor() {
    super('the catalogue has changed since this was planned')
    this.name = 'PlanOutdated'
  }
}

/** Recomputes what hangs on alert and target of some products' levels; the levels are locked. Stock knows how. */
export type RetuneLevels = (tx: Tx, productIds: readonly string[]) => Promise<void>

/**
 * Writes a plan: products, levels, trail. Throws `PlanOutdated` when somebody was faster, and the transaction must not be kept.
 * Locks go levels, branches, products: the order that the stock batch takes them in.
 */
export async function applyPlan(tx: Tx, plan: CatalogPlan, retune: RetuneLevels): Promise<void> {
  // A level that a batch is making at this moment cannot be locked before it is there: making it oneself waits for that batch.
  await createLevelsOfProducts(tx, plan.unmoved)
  const levels = await lockLevels(tx, plan.realigned)
  requireAsPlanned(plan, levels)
  await lockBranchSet(tx, 'shared')
  if (plan.repacked.length > 0) await requireSameBranches(tx, plan.branch_ids)
  await skuOnce(plan, async () => {
    if (!(await updateProducts(tx, plan.updated))) throw new PlanOutdated()
    await insertProducts(tx, plan.created)
  })
  await createLevelsOfProducts(
    tx,
    plan.created.map((product) => product.id),
  )
  if (plan.realigned.length > 0) {
    await alignLevels(tx, plan.realigned)
    await retune(tx, plan.realigned)
  }
  await recordAudits(tx, plan.audit)
}

function requireAsPlanned(plan: CatalogPlan, levels: readonly KeptLevel[]): void {
  const unmoved = new Set(plan.unmoved)
  if (levels.some((level) => level.last_seq > 0 && unmoved.has(level.product_id))) throw new PlanOutdated()
  for (const product of plan.emptied) {
    const left = levels.find((level) => level.product_id === product.id && level.qty_units !== 0)
    if (left !== undefined)
      throw new AppError('PRODUCT_HAS_STOCK', { product_id: product.id, product_name: product.name })
  }
}

async function requireSameBranches(tx: Tx, planned: readonly string[]): Promise<void> {
  const present = await allBranchIds(tx)
  if (present.join() !== [...planned].sort().join()) throw new PlanOutdated()
}

/** Two requests may write one SKU at the same moment; the database has the last word. */
async function skuOnce(plan: CatalogPlan, write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.constraint !== 'products_sku') throw error
    const skus = [
      ...plan.created.map((product) => product.sku),
      ...plan.updated.map(({ after }) => after.sku),
    ]
    throw new AppError('SKU_TAKEN', skus.length === 1 ? { sku: skus[0] } : {})
  }
}
