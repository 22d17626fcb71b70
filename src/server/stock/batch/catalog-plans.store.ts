import { applyPlan } from '../../catalog/apply-plan.ts'
import { unitChanges } from '../../catalog/catalog-plan.ts'
import type { Tx } from '../../db/database.ts'
import { restateSold, retuneLevels } from '../retune-levels.store.ts'
import type { Placed } from './assign.ts'

/** Writes what a change of packing changes in the catalogue, after its rows and levels. */
export async function writeCatalogPlan(tx: Tx, { accepted }: Placed): Promise<void> {
  const plan = accepted.writes.catalog
  if (plan === undefined) return
  await applyPlan(tx, plan, retuneLevels)
  await restateSold(tx, unitChanges(plan))
  await retuneLevels(
    tx,
    plan.repacked.map((one) => one.product_id),
  )
}
