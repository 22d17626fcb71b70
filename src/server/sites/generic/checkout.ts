import type * as z from 'zod'
import type { KeptSiteOrder, SiteOrderWord, siteCustomer } from '../../../contract/site-api.ts'
import type { Tx } from '../../db/database.ts'

/** What a site wants placed: its own number, and its products, of which prices and stock are not for it to say. Money in whole cents. */
export type CheckoutOrder = {
  readonly site_id: string
  readonly number: string
  readonly word: 'awaiting_payment' | 'paid'
  /** Whole units. */
  readonly items: readonly { readonly product_id: string; readonly sku: string; readonly quantity: number }[]
  readonly freight_cents: number
  readonly discount_cents: number
  readonly instalments: number
  readonly payment_method: string
  readonly customer: z.output<typeof siteCustomer>
  readonly note: string
}

/** Who keeps orders of sites. Whoever puts the product together hands it in. Each throws `AppError`. */
export type SiteCheckout = {
  /** `sell` takes the items from what the site shows, in the transaction that places the order. */
  place(
    tenant_id: string,
    wanted: CheckoutOrder,
    sell: (tx: Tx) => Promise<void>,
  ): Promise<{ readonly order: KeptSiteOrder; readonly is_new: boolean }>
  read(tenant_id: string, site_id: string, id: string): Promise<KeptSiteOrder>
  change(
    tenant_id: string,
    order: { readonly site_id: string; readonly id: string },
    word: SiteOrderWord,
  ): Promise<KeptSiteOrder>
}
