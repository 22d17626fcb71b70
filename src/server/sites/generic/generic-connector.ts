import { fromGrains } from '../../../domain/sync/quantity.ts'
import type { Database, Tx } from '../../db/database.ts'
import type { Clock } from '../../kernel/clock.ts'
import { newId } from '../../kernel/ids.ts'
import type { Connector, ItemEnd, ProductWrite, SiteProduct } from '../connector.ts'
import { SiteError } from '../site-error.ts'
import { GENERIC_CAPABILITIES } from './generic-capabilities.ts'
import { announceOrder } from './generic-news.ts'
import {
  findGenericProducts,
  type GenericProductRow,
  lockGenericProducts,
  pageOfGenericProducts,
  writeGenericProduct,
} from './generic-products.store.ts'
import { adjustGenericStock, genericStockOf, setGenericStock } from './generic-stock.ts'

/** What the connector of one site is made with. */
export type GenericDeps = {
  readonly database: Database
  readonly clock: Clock
}

/** A site written by hand: it comes to us, so that there is nobody to ask and nothing to wait for. */
export function createGenericConnector(
  { database, clock }: GenericDeps,
  { tenant_id, site_id }: { readonly tenant_id: string; readonly site_id: string },
): Connector {
  const inside = <T>(work: (tx: Tx) => Promise<T>) => database.tenant(tenant_id, work)
  const limit = GENERIC_CAPABILITIES.batch_size
  return {
    capabilities: GENERIC_CAPABILITIES,
    check: async () => {},
    products: {
      page: async ({ cursor, changed_since }) => {
        const since = changed_since === undefined ? {} : { changed_since }
        const rows = await inside((tx) =>
          pageOfGenericProducts(tx, site_id, { after: cursor, limit, ...since }),
        )
        const items = rows.slice(0, limit).map(siteProduct)
        const next_cursor = items.at(-1)?.product_id ?? cursor ?? ''
        return { items, next_cursor, is_last: rows.length <= limit }
      },
      ofSkus: async (skus) =>
        (await inside((tx) => findGenericProducts(tx, site_id, { skus, ids: [] }))).map(siteProduct),
      write: (writes) => inside((tx) => writeProducts(tx, site_id, writes, clock.now())),
    },
    stock: {
      read: (refs) => inside((tx) => genericStockOf(tx, site_id, refs)),
      set: (writes) => inside((tx) => setGenericStock(tx, site_id, writes)),
      adjust: (changes) => inside((tx) => adjustGenericStock(tx, site_id, changes)),
    },
    orders: {
      kept: null,
      tell: (order, news) =>
        inside((tx) => announceOrder(tx, { site_id, now: clock.now() }, { ...order, ...news })),
    },
    // Its author types our address and what we sign with; nothing of it is kept at the site by us.
    webhooks: { ensure: async () => [{ topic: 'order', state: 'active' }] },
  }
}

async function writeProducts(
  tx: Tx,
  site_id: string,
  writes: readonly ProductWrite[],
  at: Date,
): Promise<ItemEnd<SiteProduct>[]> {
  await lockGenericProducts(tx, site_id)
  const ends: ItemEnd<SiteProduct>[] = []
  for (const { ref, fields } of writes) {
    const skus = fields.sku === undefined || fields.sku === '' ? [] : [fields.sku]
    const [same] = await findGenericProducts(tx, site_id, { skus, ids: [] })
    const product_id = ref?.product_id ?? same?.product_id ?? newId()
    if (same !== undefined && same.product_id !== product_id) {
      ends.push({ kind: 'refused', error: refusal('invalid', 'sku_taken') })
      continue
    }
    await writeGenericProduct(tx, site_id, product_id, fields, at)
    const [after] = await findGenericProducts(tx, site_id, { skus: [], ids: [product_id] })
    ends.push(
      after === undefined
        ? { kind: 'refused', error: refusal('not_found', 'product_unknown') }
        : { kind: 'done', result: siteProduct(after) },
    )
  }
  return ends
}

const NOTHING: SiteProduct['more'] = { description: '', weight_mg: 0, images: [] }

/** What a site written by hand shows is with us: what is not there is known to be nothing. */
function siteProduct({
  version: _version,
  seen_at: _seen,
  stock,
  more,
  ...row
}: GenericProductRow): SiteProduct {
  return { ...row, stock: fromGrains(stock), more: { ...NOTHING, ...more } }
}

function refusal(kind: 'invalid' | 'not_found', code: string): SiteError {
  return new SiteError({ kind, operation: 'generic', code })
}
