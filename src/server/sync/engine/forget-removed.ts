import type { Tx } from '../../db/database.ts'
import { resolveOrphans } from './orphaned-alerts.store.ts'
import { closeOrphanedPlans } from './plans.store.ts'

/**
 * Has nobody be asked any more about what was taken away: alerts of accounts, pools, places and products that nothing is synchronised for
 * are resolved, and plans are closed that have nowhere left to write. `leaving` is an account that goes in this same transaction.
 */
export async function forgetRemoved(tx: Tx, at: Date, leaving: string | null = null): Promise<void> {
  await closeOrphanedPlans(tx)
  await resolveOrphans(tx, at, leaving)
}
