import { recordEvent } from '../../db/outbox.store.ts'
import { siteProductsRead } from '../products/site-products-read.ts'
import type { SiteDeps } from '../site-deps.ts'
import { offersOfCatalogue, publishOffers } from './generic-products.store.ts'

/** Has a site written by hand sell what our catalogue holds; whoever links products hears of it. */
export async function publishCatalogue(
  deps: Pick<SiteDeps, 'database' | 'clock'>,
  tenant_id: string,
  site_id: string,
): Promise<void> {
  await deps.database.tenant(tenant_id, async (tx) => {
    const offers = await offersOfCatalogue(tx)
    if (await publishOffers(tx, site_id, offers, deps.clock.now()))
      await recordEvent(tx, siteProductsRead.name, { site_id })
  })
}
