import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Connection, Database } from '../db/database.ts'
import { openDoorDatabase } from '../db/door-database.ts'
import type { Outbox } from '../db/outbox.ts'
import type { Jobs } from '../jobs/queue.ts'
import type { Clock } from '../kernel/clock.ts'
import { type HttpClient, httpClient } from '../kernel/http-client.ts'
import type { Logger } from '../kernel/logger.ts'
import { createSecretBox } from '../kernel/secret-box.ts'
import { type Pace, realPace } from '../kernel/token-bucket.ts'
import { connectorOfActive } from './active-connector.ts'
import type { Connector } from './connector.ts'
import { createErrands } from './errands.ts'
import type { SiteCheckout } from './generic/checkout.ts'
import { deliverNews } from './generic/deliver-news.ts'
import { deliveryRoutes } from './generic/deliveries.routes.ts'
import { siteApiRoutes } from './generic/site-api.routes.ts'
import { siteNews } from './generic/site-news.ts'
import { createOrderPort, type OrderPort } from './order-port.ts'
import { siteProductRoutes } from './products/site-products.routes.ts'
import { createSiteConnectors } from './site-connectors.ts'
import { allDependents, type SiteDependents, type SiteDeps } from './site-deps.ts'
import { SITE_ROUND, SITE_WATCH } from './site-jobs.ts'
import { createSiteSecrets } from './site-secrets.ts'
import { tenantsWithSites } from './site-tenants.queries.ts'
import { siteRoutes } from './sites.routes.ts'
import { activeSites, readSite } from './sites.store.ts'
import { createSyncPort, type SyncPort } from './sync-port.ts'
import { watchSite } from './watch-site.ts'
import { createSiteDoors } from './webhook/site-doors.ts'
import { siteInboxRoutes } from './webhook/site-inbox.routes.ts'
import { createSiteInbox, type SiteInbox } from './webhook/site-inbox.ts'
import { siteWebhookRoutes } from './webhook/site-webhook.routes.ts'

/** What this room is made with. What tests and the simulation put in place of the network, of time and of chance may be absent. */
export type SiteOptions = {
  readonly connection: Connection
  readonly database: Database
  readonly encryptionKey: Buffer
  readonly appUrl: string | undefined
  readonly clock: Clock
  readonly logger: Logger
  readonly jobs: Jobs
  readonly outbox: Outbox
  /** What other rooms have that refers to sites; nothing when absent. */
  readonly dependents?: readonly SiteDependents[]
  readonly http?: HttpClient | undefined
  readonly pace?: Pace | undefined
  readonly random?: (() => number) | undefined
  readonly timeouts?: { readonly read_ms: number; readonly write_ms: number } | undefined
}

/** Everything that speaks to sales sites, made once per process. */
export type Sites = {
  readonly inbox: SiteInbox
  /** What synchronisation asks of sites. */
  readonly port: SyncPort
  /** What is asked of sites for their orders. */
  readonly orders: OrderPort
  /** Routes for `/api/v1`. */
  readonly routes: FastifyPluginAsyncZod
  /** What sites written by hand use, for `/site-api/v1`. */
  siteApi(checkout: SiteCheckout): FastifyPluginAsyncZod
  /** The door for events, without prefix. */
  readonly webhooks: FastifyPluginAsyncZod
  /** The connector of a site; null when the tenant has none of this id. */
  connector(tenant_id: string, site_id: string): Promise<Connector | null>
  /** The connector of a site that takes part. Throws `SiteError`. */
  activeConnector(tenant_id: string, site_id: string): Promise<Connector>
  /** Looks after every site of a tenant now. */
  watch(tenant_id: string): Promise<void>
  /** Resolves when no errand is under way. */
  drain(): Promise<void>
  /** Stores what was taken and closes the door's connections. */
  close(): Promise<void>
}

const TIMEOUTS = { read_ms: 15_000, write_ms: 30_000 }

/** Opens the room on a migrated database. Nothing is called yet. */
export function openSites(options: SiteOptions): Sites {
  const { database, clock, logger, encryptionKey } = options
  const random = options.random ?? Math.random
  const http = options.http ?? httpClient
  const box = createSecretBox(encryptionKey)
  const door = openDoorDatabase(options.connection, (error) =>
    logger.error({ err: error }, 'a connection of the door of sites broke'),
  )
  const deps: SiteDeps = {
    ...{ database, clock, logger, box, http, random },
    app_url: options.appUrl,
    dependents: allDependents(options.dependents ?? []),
    secrets: createSiteSecrets(encryptionKey),
    connectors: createSiteConnectors({
      ...{ database, clock, box, random, logger, http },
      pace: options.pace ?? realPace,
      is_simulated: options.pace !== undefined,
      timeouts: options.timeouts ?? TIMEOUTS,
    }),
    inbox: createSiteInbox({ database, door, clock, random, logger }),
    doors: createSiteDoors(door),
    errands: createErrands(logger),
  }
  const watch = async (tenant_id: string): Promise<void> => {
    const sites = await database.tenant(tenant_id, activeSites)
    await Promise.all(sites.map(({ id }) => watchSite(deps, tenant_id, id)))
  }
  const tell = (tenant_id: string, site_id: string) =>
    deps.errands.begin(() => deliverNews(deps, tenant_id, site_id))
  options.outbox.onEvent(siteNews, async (tx, { payload }) => tell(tx.tenant_id, payload.site_id))
  options.jobs.work(SITE_ROUND, async () => {
    const tenants = await tenantsWithSites(database)
    await options.jobs.enqueueAll(
      SITE_WATCH,
      tenants.map((tenant_id) => ({ payload: { tenant_id }, singleton_key: tenant_id })),
    )
  })
  options.jobs.work(SITE_WATCH, ({ tenant_id }) => watch(tenant_id))
  return {
    inbox: deps.inbox,
    port: createSyncPort(deps),
    orders: createOrderPort(deps),
    async routes(app) {
      await app.register(siteRoutes(deps))
      await app.register(siteInboxRoutes(deps))
      await app.register(siteProductRoutes(deps))
      await app.register(deliveryRoutes(deps, tell))
    },
    siteApi: (checkout) => siteApiRoutes(deps, checkout),
    webhooks: siteWebhookRoutes(deps),
    async connector(tenant_id, site_id) {
      const site = await database.tenant(tenant_id, (tx) => readSite(tx, site_id))
      return site === null ? null : deps.connectors.ofRow(tenant_id, site)
    },
    activeConnector: (tenant_id, site_id) => connectorOfActive(deps, { tenant_id, site_id }),
    watch,
    drain: () => deps.errands.drain(),
    async close() {
      await deps.errands.drain()
      await deps.inbox.drain()
      await door.close()
    },
  }
}
