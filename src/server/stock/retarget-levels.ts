import type { SettingsListener } from '../auth/company.routes.ts'
import { alignLevels, lockLevels } from '../catalog/levels.store.ts'
import { productsWithoutTarget } from '../catalog/products.store.ts'
import type { Database } from '../db/database.ts'
import { retuneLevels } from './retune-levels.store.ts'

/** Products per transaction: sales of them wait for that long at most. */
const PRODUCTS_AT_A_TIME = 200

/** Brings the company's target of days to the levels of all products that have none of their own, when it changes. */
export function retargetLevels(database: Database): SettingsListener {
  return async (tenantId, { before, after }) => {
    if (before.target_days === after.target_days) return
    let last: string | null = null
    do last = await retargetSome(database, tenantId, last)
    while (last !== null)
  }
}

/** Does some products; gives the last of them, or null when there are no more. */
async function retargetSome(
  database: Database,
  tenantId: string,
  after: string | null,
): Promise<string | null> {
  return database.tenant(tenantId, async (tx) => {
    const ids = await productsWithoutTarget(tx, after, PRODUCTS_AT_A_TIME)
    await lockLevels(tx, ids)
    await alignLevels(tx, ids)
    await retuneLevels(tx, ids)
    return ids.length < PRODUCTS_AT_A_TIME ? null : (ids.at(-1) ?? null)
  })
}
