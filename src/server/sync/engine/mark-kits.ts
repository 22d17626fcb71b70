import type { Tx } from '../../db/database.ts'
import { type Mark, markDirty } from './dirty-skus.store.ts'
import { decidedBefore } from './runs.store.ts'
import type { Step } from './step.ts'

/**
 * Makes the kits at sites due whose components turned out otherwise than when they were decided last, whatever the cause; not those that the
 * same look decided. To be asked before lines of orders are locked: whoever keeps an order marks SKUs first and locks its lines then.
 */
export async function markKitsOfChanged(
  tx: Tx,
  steps: readonly Step[],
  mark: Omit<Mark, 'origin'>,
): Promise<void> {
  const inKits = steps.filter(({ decision }) => decision.sku.sold_in.length > 0)
  if (inKits.length === 0) return
  const before = await decidedBefore(
    tx,
    inKits.map(({ decision }) => decision.sku.sku),
  )
  const changed = inKits.filter(({ decision: { sku, pool, plan } }) => {
    const available = plan.decision.kind === 'decided' ? plan.decision.availability.available : null
    return before.get(`${sku.sku} ${pool.config.pool_id}`) !== available
  })
  const looked = new Set(steps.map(({ claimed }) => claimed.sku))
  for (const [origin, own] of Map.groupBy(changed, ({ claimed }) => claimed.origin)) {
    const kits = own.flatMap(({ decision }) => decision.sku.sold_in.map(({ sku }) => sku))
    await markDirty(
      tx,
      [...new Set(kits)].filter((sku) => !looked.has(sku)),
      { ...mark, origin },
    )
  }
}
