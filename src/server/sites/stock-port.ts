import type { Quantity } from '../../domain/sync/quantity.ts'
import type { Connector, SiteProductRef, SiteStock } from './connector.ts'
import { siteProductsRead } from './products/site-products-read.ts'
import type { SiteDeps } from './site-deps.ts'
import { SiteError } from './site-error.ts'
import { readSite } from './sites.store.ts'
import type { SiteRef } from './webhook/site-inbox.store.ts'

/** What setting one product's stock ended with. */
type Written =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused' | 'unclear'; readonly reason: string; readonly retry_at: Date | null }

/** What reading stock brought, by the product's id at the site. */
type Read =
  | { readonly kind: 'read'; readonly stock: ReadonlyMap<string, SiteStock> }
  | { readonly kind: 'failed'; readonly reason: string; readonly retry_at: Date | null }

/** Stock of sites for who does not know their kinds; failures are answers. */
export type StockPort = {
  readStock(site: SiteRef, products: readonly SiteProductRef[]): Promise<Read>
  setStock(
    site: SiteRef,
    writes: readonly { readonly product: SiteProductRef; readonly quantity: Quantity }[],
  ): Promise<readonly Written[]>
  readonly productsRead: typeof siteProductsRead
}

/** Makes the port of one process. */
export function createStockPort(deps: Pick<SiteDeps, 'database' | 'connectors'>): StockPort {
  const connectorOf = async ({ tenant_id, site_id }: SiteRef): Promise<Connector> => {
    const site = await deps.database.tenant(tenant_id, (tx) => readSite(tx, site_id))
    const connector = site?.state === 'active' ? deps.connectors.ofRow(site) : null
    if (connector === null) throw new SiteError({ kind: 'invalid', operation: 'stock', code: 'site_paused' })
    return connector
  }
  return {
    productsRead: siteProductsRead,
    async readStock(site, products) {
      try {
        const seen = await (await connectorOf(site)).stock.read(products)
        const stock = new Map(products.map(({ product_id }, index) => [product_id, seen[index] ?? ABSENT]))
        return { kind: 'read', stock }
      } catch (error) {
        if (!(error instanceof SiteError)) throw error
        return { kind: 'failed', reason: error.message, retry_at: error.retry_at }
      }
    },
    async setStock(site, writes) {
      try {
        const connector = await connectorOf(site)
        const ends = await connector.stock.set(
          writes.map(({ product, quantity }) => ({ ref: product, quantity })),
        )
        return ends.map((end) => (end.kind === 'done' ? { kind: 'done' } : failed(end.kind, end.error)))
      } catch (error) {
        if (!(error instanceof SiteError)) throw error
        return writes.map(() => failed('refused', error))
      }
    },
  }
}

const ABSENT: SiteStock = { kind: 'absent' }

function failed(kind: 'refused' | 'unclear', error: SiteError): Written {
  const said = error.detail === null ? error.message : `${error.message}: ${error.detail}`
  return { kind, reason: said, retry_at: error.retry_at }
}
