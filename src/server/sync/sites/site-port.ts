import type * as z from 'zod'
import type { Quantity } from '../../../domain/sync/quantity.ts'
import type { Tx } from '../../db/database.ts'
import type { EventClaims } from '../../db/inbox.ts'

/** Names one site. */
export type SiteName = { readonly tenant_id: string; readonly site_id: string }

/** A product of a site as a call has to name it. */
export type SiteProductName = { readonly product_id: string; readonly parent_id: string | null }

/** One product's stock at a site. `uncounted`: it sells without counting; `absent`: a healthy answer does not have it. */
export type SiteStockSeen =
  | { readonly kind: 'observed'; readonly quantity: Quantity }
  | { readonly kind: 'uncounted' | 'absent' }

/** A call to a site that failed, and when it may be made again, where the site said so. */
export type SiteFailed = {
  readonly kind: 'failed'
  readonly reason: string
  /** Whether the site is not there for now, so that whatever else is asked of it will fail alike. */
  readonly is_away: boolean
  readonly retry_at: Date | null
}

/** What reading some products' stock brought, by the product's id at the site. */
export type SiteRead =
  | { readonly kind: 'read'; readonly stock: ReadonlyMap<string, SiteStockSeen> }
  | SiteFailed

/** A number to set, and the one that it was decided from: where the site shows another by now, nothing is set. */
export type SiteStockWrite = {
  readonly product: SiteProductName
  readonly expected: Quantity
  readonly quantity: Quantity
}

/** How setting one product's stock ended. `refused`: nothing was changed. `unclear`: it may have been. */
export type SiteWritten =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused' | 'unclear'; readonly reason: string; readonly retry_at: Date | null }

/** An event of a site that was taken up. */
export type SiteEventTaken = SiteName & {
  readonly id: string
  readonly topic: 'product' | 'order' | 'other'
  readonly resource_id: string | null
  readonly queue: string
  readonly attempts: number
}

/** All that synchronisation asks of sites. Whoever puts the product together hands it in. */
export type SitePort = {
  readStock(site: SiteName, products: readonly SiteProductName[]): Promise<SiteRead>
  /** In the order of the writes. */
  setStock(site: SiteName, writes: readonly SiteStockWrite[]): Promise<readonly SiteWritten[]>
  /** Has a part of the orders taken in that changed, oldest change first; null begins at `since`. */
  takeOrders(
    site: SiteName,
    query: { readonly cursor: string | null; readonly since: Date },
  ): Promise<{ readonly kind: 'taken'; readonly next_cursor: string; readonly is_last: boolean } | SiteFailed>
  /** Has one order read again and what it says taken in. */
  takeOrder(site: SiteName, order_id: string): Promise<{ readonly kind: 'taken' } | SiteFailed>
  readonly inbox: EventClaims<SiteEventTaken> & {
    onDue(listener: () => void): () => void
    done(tx: Tx, ids: readonly string[]): Promise<void>
  }
  /** The events that say that a site's products were read to the end, and that a site takes part or no more. */
  readonly productsRead: SiteNews
  readonly stateChanged: SiteNews
}

type SiteNews = { readonly name: string; readonly payload: z.ZodType<{ readonly site_id: string }> }
