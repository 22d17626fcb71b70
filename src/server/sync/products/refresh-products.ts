import type { AccountRef } from '../../bling/account-ref.ts'
import type { Lane } from '../../bling/rate/lane.ts'
import { skusOfProducts } from '../links/links.store.ts'
import { relinkByCode } from '../links/relink-by-code.ts'
import { codesOf, forgetProducts, rememberProducts } from './copies.store.ts'
import type { CopyDeps } from './copy-deps.ts'
import { readKits } from './read-wholes.ts'

/**
 * Looks some products of an account up again, as after an event about them, and gives our SKUs that are concerned: those that were linked
 * before and those that are now. Throws `BlingError`, and then nothing was taken for gone.
 */
export async function refreshProducts(
  deps: CopyDeps,
  account: AccountRef,
  product_ids: readonly string[],
  lane: Lane,
): Promise<string[]> {
  const { tenant_id, account_id } = account
  const client = deps.clients.forAccount(tenant_id, account_id, lane)
  const began = deps.clock.now()
  const rows = await client.products.byIds(product_ids)
  const present = new Set(rows.map((row) => row.product_id))
  const gone = product_ids.filter((id) => !present.has(id))
  const before = await deps.database.tenant(tenant_id, async (tx) => {
    const linked = await skusOfProducts(tx, account_id, product_ids)
    await rememberProducts(tx, account_id, rows, deps.clock.now(), true)
    await forgetProducts(tx, account_id, gone)
    return linked
  })
  await readKits(deps, client, { since: began, only: product_ids })
  return deps.database.tenant(tenant_id, async (tx) => {
    const codes = await codesOf(tx, account_id, product_ids)
    const relinked = await relinkByCode(tx, account_id, codes, deps.clock.now())
    const after = await skusOfProducts(tx, account_id, product_ids)
    const skus = [...before, ...after].flatMap(({ sku }) => sku ?? [])
    return [...new Set([...skus, ...relinked])].toSorted()
  })
}
