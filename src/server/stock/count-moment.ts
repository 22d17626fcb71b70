import type { NewCount } from '../../contract/stock.ts'
import type { Level } from '../../domain/stock/level.ts'
import type { Principal } from '../auth/principal.ts'
import type { Database } from '../db/database.ts'
import { pastLevels } from './past-levels.queries.ts'

/**
 * The levels that stood in the books when a count was made; null when it is made now. `counted_at` is the stronger witness: it
 * also knows what had happened by then but was recorded later, such as the counting device's own waiting sales.
 */
export async function seenAt(
  database: Database,
  principal: Principal,
  count: Pick<NewCount, 'branch_id' | 'counted_at' | 'ledger_seq' | 'lines'>,
): Promise<ReadonlyMap<string, Level> | null> {
  const { counted_at, ledger_seq } = count
  if (counted_at === undefined && ledger_seq === undefined) return null
  const moment = counted_at === undefined ? { seq: ledger_seq ?? 0 } : { instant: new Date(counted_at) }
  const productIds = count.lines.map((line) => line.product_id)
  const past = await database.tenant(principal.tenant_id, (tx) =>
    pastLevels(tx, count.branch_id, productIds, moment),
  )
  return past.levels
}
