import type * as z from 'zod'
import type { Quantity } from '../../../domain/sync/quantity.ts'

/** Names one site. */
export type SiteName = { readonly tenant_id: string; readonly site_id: string }

/** A product of a site as a call has to name it. */
export type SiteProductName = { readonly product_id: string; readonly parent_id: string | null }

/** One product's stock at a site. `uncounted`: it sells without counting; `absent`: a healthy answer does not have it. */
export type SiteStockSeen =
  | { readonly kind: 'observed'; readonly quantity: Quantity }
  | { readonly kind: 'uncounted' | 'absent' }

/** What reading some products' stock brought, by the product's id at the site. */
export type SiteRead =
  | { readonly kind: 'read'; readonly stock: ReadonlyMap<string, SiteStockSeen> }
  | { readonly kind: 'failed'; readonly reason: string; readonly retry_at: Date | null }

/** How setting one product's stock ended; `is_away`: the site answers nothing at the moment. */
export type SiteWritten =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'refused' | 'unclear'
      readonly reason: string
      readonly retry_at: Date | null
    }

/** All that synchronisation asks of sites. Whoever puts the product together hands it in. */
export type SitePort = {
  /** Reads stock; a failure is an answer. */
  readStock(site: SiteName, products: readonly SiteProductName[]): Promise<SiteRead>
  /** Sets stock to these numbers, in the order of the writes; a failure is an answer for each. */
  setStock(
    site: SiteName,
    writes: readonly { readonly product: SiteProductName; readonly quantity: Quantity }[],
  ): Promise<readonly SiteWritten[]>
  /** The event that says that a site's products were read to the end. */
  readonly productsRead: {
    readonly name: string
    readonly payload: z.ZodType<{ readonly site_id: string }>
  }
}
