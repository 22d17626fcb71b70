import type { Tx } from '../../db/database.ts'
import { loadSkuFacts, loadTenantFacts } from './facts.store.ts'
import { poolsWith } from './facts.ts'
import { resolveOrphans, unlinkedOversold } from './orphaned-alerts.store.ts'
import { closeOrphanedPlans } from './plans.store.ts'

/**
 * Has nobody be asked any more about what was taken away: alerts of accounts, pools, places and products that nothing is synchronised for
 * are resolved, and plans are closed that have nowhere left to write. `leaving` is an account that goes in this same transaction.
 */
export async function forgetRemoved(tx: Tx, at: Date, leaving: string | null = null): Promise<void> {
  await closeOrphanedPlans(tx)
  await resolveOrphans(tx, at, { leaving, in_pools: await oversoldInPools(tx, at) })
}

/** SKUs that are no product of any account or site and take part all the same, because a kit with them is sold: `pool/SKU`, as alerts name them. */
async function oversoldInPools(tx: Tx, at: Date): Promise<string[]> {
  const names = await unlinkedOversold(tx)
  if (names.length === 0) return []
  const facts = await loadTenantFacts(tx, at)
  const skus = await loadSkuFacts(tx, facts, names)
  return skus.flatMap((sku) => poolsWith(facts, sku).map(({ config }) => `${config.pool_id}/${sku.sku}`))
}
