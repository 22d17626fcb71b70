import type { Filters, Got, Sent } from '../../client/api-types.ts'
import type * as contract from '../../contract/site-exchange.ts'
import type { newcomer, newcomerPage, newcomerQuery } from '../../contract/site-newcomers.ts'
import type { siteImport } from '../../contract/site-products.ts'
import type { sitePage } from '../../contract/sites.ts'
import { createCalls } from './calls.ts'

/** A comparison goes through every product while one waits. */
const { get, write, keyed } = createCalls(60_000)

/** What the screens ask about products of sites. */
export const siteProducts = {
  sites: () => get<Got<typeof sitePage>>('/sites', { limit: 200 }),
  plan: (site_id: string, query: Filters<typeof contract.planQuery>) =>
    get<Got<typeof contract.plannedPage>>(`/sites/${site_id}/product-plan`, query),
  newcomers: (site_id: string, query: Filters<typeof newcomerQuery>) =>
    get<Got<typeof newcomerPage>>(`/sites/${site_id}/product-newcomers`, query),
  readSite: (site_id: string) =>
    write<Got<typeof siteImport>>('POST', `/sites/${site_id}/products/imports`, { scope: 'changes' }),
  readWholes: (site_id: string) =>
    write<Got<typeof contract.productReading>>('POST', `/sites/${site_id}/product-readings`),
  start: (site_id: string, body: Sent<typeof contract.newProductRun>) =>
    keyed<ProductRun>('POST', `/sites/${site_id}/product-runs`, body),
  runs: (site_id: string, query: Filters<typeof contract.productRunQuery>) =>
    get<Got<typeof contract.productRunPage>>(`/sites/${site_id}/product-runs`, query),
  run: (site_id: string, run_id: string) => get<ProductRun>(`/sites/${site_id}/product-runs/${run_id}`),
  lines: (site_id: string, run_id: string, query: Filters<typeof contract.productRunLineQuery>) =>
    get<Got<typeof contract.productRunLinePage>>(`/sites/${site_id}/product-runs/${run_id}/lines`, query),
  stop: (site_id: string, run_id: string) =>
    write<ProductRun>('POST', `/sites/${site_id}/product-runs/${run_id}/cancel`),
  owners: (site_id: string) => get<OwnerSettings>(`/sites/${site_id}/field-owners`),
  saveOwners: (site_id: string, body: Sent<typeof contract.fieldOwnersChange>) =>
    write<OwnerSettings>('PUT', `/sites/${site_id}/field-owners`, body),
  saveProductOwners: (site_id: string, product_id: string, body: Sent<typeof contract.productOwnersChange>) =>
    write<Got<typeof contract.productOwners>>('PUT', `/sites/${site_id}/field-owners/${product_id}`, body),
}

/** A run over products of a site. */
export type ProductRun = Got<typeof contract.productRun>
/** One product of a run. */
export type RunLine = Got<typeof contract.productRunLine>
/** A product of which something differs. */
export type PlannedProduct = Got<typeof contract.plannedProduct>
/** A product that only a site has. */
export type Newcomer = Got<typeof newcomer>
/** Whose value counts. */
export type OwnerSettings = Got<typeof contract.fieldOwners>
