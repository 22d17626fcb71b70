import { rememberDetail } from '../sync/products/copies.store.ts'
import { familyPicturesReadBefore } from './families.queries.ts'
import { picturesReadBefore } from './product-rows.queries.ts'
import type { LineRow } from './runs.store.ts'
import { readProductSite } from './settings.store.ts'
import type { LinesAtWork } from './write-lines.ts'

/** Addresses of pictures that Bling keeps end after some days; younger ones than this are still good when the shop fetches them. */
const GOOD_FOR_MS = 24 * 3_600_000

/** Reads again the products whose pictures are about to be written and were read too long ago. Throws `BlingError`. */
export async function freshenPictures(
  { deps, tenant_id, site_id }: LinesAtWork,
  lines: readonly LineRow[],
): Promise<void> {
  const pictured = lines.filter(({ changes }) =>
    changes.some(({ field, owner }) => field === 'images' && owner === 'bling'),
  )
  const families = lines.flatMap(({ family }) => (family?.there === null ? [family.owner_id] : []))
  if (pictured.length === 0 && families.length === 0) return
  const before = new Date(deps.clock.now().getTime() - GOOD_FOR_MS)
  const ids = pictured.map(({ product_id }) => product_id)
  const { account_id, old } = await deps.database.tenant(tenant_id, async (tx) => {
    const account = (await readProductSite(tx, site_id))?.account_in_force ?? null
    if (account === null) return { account_id: null, old: [] }
    const single = await picturesReadBefore(tx, account, ids, before)
    return {
      account_id: account,
      old: [...single, ...(await familyPicturesReadBefore(tx, account, families, before))],
    }
  })
  if (account_id === null) return
  const client = deps.clients.forAccount(tenant_id, account_id, 'webhook')
  for (const id of old) {
    const detail = await client.products.detail(id)
    await deps.database.tenant(tenant_id, (tx) => rememberDetail(tx, account_id, detail, deps.clock.now()))
  }
}
