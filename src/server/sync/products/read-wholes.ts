import { isGone } from '../../bling/bling-error.ts'
import type { BlingClient } from '../../bling/client/bling-client.ts'
import type { Tx } from '../../db/database.ts'
import { forgetProducts, gtinsToFind, kitsToRead, rememberDetail } from './copies.store.ts'
import type { CopyDeps } from './copy-deps.ts'

/** Bar codes looked for in one walk: five calls, and one more for each that is found. */
const MOST_GTINS = 500

/** Reads the composition of kits that were met since an instant, all or only some; `onRead` joins the transaction that keeps each. */
export async function readKits(
  deps: CopyDeps,
  client: BlingClient,
  which: { readonly since: Date; readonly only: readonly string[] | null },
  onRead: (tx: Tx) => Promise<void> = async () => {},
): Promise<void> {
  const { tenant_id, account_id } = client.account
  const kits = await deps.database.tenant(tenant_id, (tx) => kitsToRead(tx, account_id, which))
  for (const kit of kits) await readWhole(deps, client, kit, onRead)
}

/**
 * Lists do not show bar codes: products that have one of ours are asked for, and read whole, so that they can be suggested. `onRead` as in
 * `readKits`.
 */
export async function readByGtin(
  deps: CopyDeps,
  client: BlingClient,
  onRead: (tx: Tx) => Promise<void>,
): Promise<void> {
  const { tenant_id, account_id } = client.account
  const gtins = await deps.database.tenant(tenant_id, (tx) => gtinsToFind(tx, account_id, MOST_GTINS))
  for (const { product_id } of await client.products.byGtins(gtins))
    await readWhole(deps, client, product_id, onRead)
}

/** Reads a whole product. One that a list showed and that is not there any more is gone for good, and nothing else is held up by it. */
async function readWhole(
  deps: CopyDeps,
  client: BlingClient,
  product_id: string,
  onRead: (tx: Tx) => Promise<void>,
): Promise<void> {
  const { tenant_id, account_id } = client.account
  const detail = await client.products.detail(product_id).catch((error: unknown) => {
    if (isGone(error)) return null
    throw error
  })
  await deps.database.tenant(tenant_id, async (tx) => {
    if (detail === null) await forgetProducts(tx, account_id, [product_id])
    else await rememberDetail(tx, account_id, detail, deps.clock.now())
    await onRead(tx)
  })
}
