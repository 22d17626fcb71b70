import { PRODUCT_FIELDS } from '../../../domain/sites/product-fields.ts'
import type { Connector, SiteCapabilities } from '../connector.ts'
import { BATCH_SIZE } from './woo-batch.ts'
import { createWooCaller, type WooDeps, type WooSite } from './woo-caller.ts'
import { writeFamily } from './woo-family.ts'
import { orderPage, readOrder, tellOrder } from './woo-orders.ts'
import { writeProducts } from './woo-product-writes.ts'
import { productPage, productsOfSkus } from './woo-products.ts'
import { readStock, setStock } from './woo-stock.ts'
import { ensureWebhooks } from './woo-webhooks.ts'
import { weightUnitOf } from './woo-weight-unit.ts'

/** Its relative write loses what others write meanwhile and says that all went well, so it counts as having none. */
export const WOO_CAPABILITIES: SiteCapabilities = {
  locations: false,
  relative_stock: false,
  optimistic_version: false,
  batch_size: BATCH_SIZE,
  product_fields: PRODUCT_FIELDS,
  families: true,
  webhook_signature: 'hmac_sha256_base64',
}

/** A WooCommerce shop, over its REST API v3. */
export function createWooConnector(deps: WooDeps, site: WooSite): Connector {
  const call = createWooCaller(deps, site)
  const unit = weightUnitOf(call)
  return {
    capabilities: WOO_CAPABILITIES,
    async check() {
      await call({
        operation: 'GET /products',
        method: 'GET',
        path: '/products',
        query: { per_page: 1 },
      })
    },
    products: {
      page: (query) => productPage(call, unit, query),
      ofSkus: (skus) => productsOfSkus(call, unit, skus),
      write: (writes) => writeProducts(call, unit, writes),
      writeFamily: (family) => writeFamily(call, unit, family),
    },
    stock: {
      read: (refs) => readStock(call, refs),
      set: (writes) => setStock(call, writes),
    },
    orders: {
      kept: {
        page: (query) => orderPage(call, query),
        read: (order_id) => readOrder(call, order_id),
      },
      tell: ({ order_id }, news) => tellOrder(call, order_id, news),
    },
    webhooks: { ensure: (hook) => ensureWebhooks(call, hook) },
  }
}
