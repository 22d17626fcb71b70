import type { Principal } from '../auth/principal.ts'
import { requireBranch } from '../auth/principal.ts'
import type { Database, Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/**
 * Reads one company as it stood at a single moment: everything `work` asks belongs together. Nothing can be written. Small machines
 * serve many at once, so no question may take several processors to itself.
 */
export function readSnapshot<T>(
  database: Database,
  principal: Pick<Principal, 'tenant_id'>,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return database.tenant(principal.tenant_id, async (tx) => {
    await tx.query(sql`
      set transaction isolation level repeatable read, read only; set local max_parallel_workers_per_gather = 0`)
    return work(tx)
  })
}

/** The branches that a question may cover: the one asked for, else those the person may see; null is all of them. */
export function branchScope(principal: Principal, branchId: string | undefined): readonly string[] | null {
  if (branchId !== undefined) {
    requireBranch(principal, branchId)
    return [branchId]
  }
  return principal.branch_ids === null ? null : [...principal.branch_ids]
}
