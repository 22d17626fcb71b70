import type { Filters, Got, Sent } from '../../client/api-types.ts'
import type * as deliveries from '../../contract/site-api.ts'
import type * as products from '../../contract/site-products.ts'
import type * as contract from '../../contract/sites.ts'
import { createCalls } from './calls.ts'

/** A shop may take its time to say whether the keys are right, and while it does a person waits. */
const { get, write, keyed } = createCalls(60_000)

/** What the screens ask about sales sites. */
export const sites = {
  list: () => get<Got<typeof contract.sitePage>>('/sites', { limit: 200 }),
  connect: (body: Sent<typeof contract.newSite>) => keyed<Site>('POST', '/sites', body),
  change: (id: string, body: Sent<typeof contract.siteChange>) => keyed<Site>('PATCH', `/sites/${id}`, body),
  dependents: (id: string) => get<Got<typeof contract.siteDependents>>(`/sites/${id}/dependents`),
  disconnect: (id: string) => write<null>('DELETE', `/sites/${id}`),
  renewAccess: (id: string) => write<Got<typeof contract.siteAccess>>('POST', `/sites/${id}/access`),
  imports: (id: string) =>
    get<Got<typeof products.siteImportPage>>(`/sites/${id}/products/imports`, { limit: 1 }),
  startImport: (id: string, body: Sent<typeof products.newSiteImport>) =>
    write<Got<typeof products.siteImport>>('POST', `/sites/${id}/products/imports`, body),
  inbox: (id: string, query: Filters<typeof contract.siteEventQuery>) =>
    get<Got<typeof contract.siteEventPage>>(`/sites/${id}/inbox`, query),
  reprocess: (id: string, event_id: string) =>
    write<SiteEvent>('POST', `/sites/${id}/inbox/${event_id}/reprocess`),
  deliveries: (id: string, query: Filters<typeof deliveries.siteDeliveryQuery>) =>
    get<Got<typeof deliveries.siteDeliveryPage>>(`/sites/${id}/deliveries`, query),
  replay: (id: string, delivery_id: string) =>
    write<SiteDelivery>('POST', `/sites/${id}/deliveries/${delivery_id}/replay`),
}

/** A sales site. */
export type Site = Got<typeof contract.site>
/** An event of a site and its fate. */
export type SiteEvent = Got<typeof contract.siteEvent>
/** What a site was told, and whether it heard. */
export type SiteDelivery = Got<typeof deliveries.siteDelivery>
