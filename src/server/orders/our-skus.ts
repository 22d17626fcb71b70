import type { Tx } from '../db/database.ts'
import { skusOfSiteProducts } from '../sync/sites/site-links.store.ts'

/** Our SKU of each product of a site: that of the product linked to it; without a link the site's own text, which may be nobody's. */
export async function ourSkus(
  tx: Tx,
  site_id: string,
  products: readonly { readonly product_id: string; readonly sku: string }[],
): Promise<string[]> {
  const ids = [...new Set(products.map(({ product_id }) => product_id))]
  const linked = new Map(
    (await skusOfSiteProducts(tx, site_id, ids)).map((one) => [one.site_product_id, one.sku]),
  )
  return products.map(({ product_id, sku }) => linked.get(product_id) ?? sku)
}
