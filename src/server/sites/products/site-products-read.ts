import * as z from 'zod'

/** Leaves the outbox when a site's products were read to the end: whoever links products looks again. */
export const siteProductsRead = {
  name: 'sites.products_read',
  payload: z.object({ site_id: z.uuid() }),
}
