import { createBoundedCache } from '../auth/bounded-cache.ts'
import type { Database } from '../db/database.ts'
import { type CallMeter, createCallMeter } from '../kernel/call-meter.ts'
import type { Clock } from '../kernel/clock.ts'
import type { HttpClient } from '../kernel/http-client.ts'
import type { Logger } from '../kernel/logger.ts'
import type { SecretBox } from '../kernel/secret-box.ts'
import type { Pace } from '../kernel/token-bucket.ts'
import type { Connector } from './connector.ts'
import { createGenericConnector } from './generic/generic-connector.ts'
import { createSiteBudgets, type SiteBudget } from './site-budgets.ts'
import { openCredentials, type WooCredentials } from './site-secrets.ts'
import type { SiteRow } from './sites.store.ts'
import { createWooConnector } from './woocommerce/woo-connector.ts'

/** What connectors are made with. */
export type ConnectorDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly box: SecretBox
  readonly http: HttpClient
  readonly pace: Pace
  /** Whether `pace` is a time that the database does not know. */
  readonly is_simulated: boolean
  readonly random: () => number
  readonly logger: Logger
  readonly timeouts: { readonly read_ms: number; readonly write_ms: number }
}

/** What of a shop is needed to ask it. */
export type WooAccess = {
  readonly tenant_id: string
  readonly site_id: string
  readonly address: string
  readonly keys: WooCredentials
  readonly requests_per_second: number
}

/** Makes connectors; all of one site share its budget, whichever process they are in. */
export type SiteConnectors = {
  ofRow(tenant_id: string, site: SiteRow): Connector
  /** The connector of keys that are not kept yet. */
  ofShop(access: WooAccess): Connector
  /** Calls to a site in the last sixty minutes, by this process. */
  callsLastHour(site_id: string): number
}

const METERS = 10_000

/** Makes the connectors of one process. */
export function createSiteConnectors(deps: ConnectorDeps): SiteConnectors {
  const budgets = createSiteBudgets(deps)
  const meters = createBoundedCache<CallMeter>(METERS)
  const meterOf = (site_id: string): CallMeter => {
    const meter = meters.get(site_id) ?? createCallMeter(deps.pace.now)
    meters.set(site_id, meter)
    return meter
  }
  const budgetOf = (access: WooAccess): SiteBudget => {
    const budget = budgets.of(access)
    return {
      ...budget,
      async take(operation) {
        await budget.take(operation)
        meterOf(access.site_id).count()
      },
    }
  }
  const ofShop = (access: WooAccess): Connector =>
    createWooConnector(
      { ...deps, budget: budgetOf(access) },
      { site_id: access.site_id, address: access.address, ...access.keys },
    )
  return {
    ofShop,
    callsLastHour: (site_id) => meters.get(site_id)?.lastHour() ?? 0,
    ofRow(tenant_id, site) {
      if (site.kind === 'generic') return createGenericConnector(deps, { tenant_id, site_id: site.id })
      if (site.address === null || site.credentials === null) throw new Error('a shop without its keys')
      const keys = openCredentials(deps.box, site.id, site.credentials)
      const { id: site_id, address, requests_per_second } = site
      return ofShop({ tenant_id, site_id, address, keys, requests_per_second })
    },
  }
}
