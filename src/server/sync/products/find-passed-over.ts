import type { BlingClient } from '../../bling/client/bling-client.ts'
import { batchesOf, PAGE_SIZE } from '../../bling/client/read-answer.ts'
import type { ProductRow } from '../../bling/mapping/product.ts'
import type { Tx } from '../../db/database.ts'
import { rememberProducts } from './copies.store.ts'
import type { CopyDeps } from './copy-deps.ts'
import { skusNotMet, unseenProducts } from './unmet.store.ts'

/**
 * Asks for what a reading of everything since an instant did not meet, and keeps what answers. Pages go by their number: what is removed
 * while they are walked moves the rest up, and a product that is there is passed over. So the copies that were not met are asked for by
 * their ids, then our SKUs that no product was met of by their exact codes. Costs a call for each hundred, and another for each hundred that
 * all answer; none for nothing. `onFound` joins the transaction that keeps each batch. Throws `BlingError`.
 */
export async function findPassedOver(
  deps: CopyDeps,
  client: BlingClient,
  since: Date,
  onFound: (tx: Tx, found: number) => Promise<void>,
): Promise<void> {
  const { tenant_id, account_id } = client.account
  const keep = (rows: readonly ProductRow[]) =>
    deps.database.tenant(tenant_id, async (tx) => {
      await rememberProducts(tx, account_id, rows, deps.clock.now())
      await onFound(tx, rows.length)
    })
  const ids = await deps.database.tenant(tenant_id, (tx) => unseenProducts(tx, account_id, since))
  for (const batch of batchesOf(ids, PAGE_SIZE)) await keep(await client.products.byIds(batch))
  const skus = await deps.database.tenant(tenant_id, (tx) => skusNotMet(tx, account_id, since))
  for (const batch of batchesOf(skus, PAGE_SIZE)) await keep(await client.products.byCodes(batch))
}
