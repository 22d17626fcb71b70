import { identityRoutes } from './auth/identity.routes.ts'
import { openIdentity } from './auth/identity.ts'
import { wellKnownRoutes } from './auth/well-known.routes.ts'
import { announced, type Background, createBackground } from './background.ts'
import { type Bling, type BlingSurroundings, openBling } from './bling/open-bling.ts'
import { BLING_TOKEN_ROUND, BLING_TOKENS } from './bling/token-jobs.ts'
import { doTokenRounds } from './bling/token-round.ts'
import { catalogRoutes } from './catalog/catalog.routes.ts'
import { type Connection, type Database, openDatabase } from './db/database.ts'
import { installHealth } from './http/health.ts'
import { createHttp, type Http } from './http/server.ts'
import { insightRoutes } from './insight/insight.routes.ts'
import type { Clock } from './kernel/clock.ts'
import type { Logger } from './kernel/logger.ts'
import { liveRoutes } from './live/live.routes.ts'
import { type Orders, openOrders } from './orders/open-orders.ts'
import { ordersOfSite } from './orders/orders-of-site.ts'
import type { SiteTeller } from './orders/tell-site.ts'
import { SITE_PRODUCTS_KEEP_UP, SITE_PRODUCTS_ROUND } from './site-products/exchange-jobs.ts'
import { openSiteProducts, type SiteProducts } from './site-products/open-site-products.ts'
import { openSites, type Sites } from './sites/open-sites.ts'
import { SITE_ROUND, SITE_WATCH } from './sites/site-jobs.ts'
import { createStockQueue, type StockQueue } from './stock/batch/batch-queue.ts'
import { commandRoutes } from './stock/commands.routes.ts'
import { operationRoutes } from './stock/operations.routes.ts'
import { readRoutes } from './stock/reads.routes.ts'
import { repackThrough } from './stock/repack-product.ts'
import { retargetLevels } from './stock/retarget-levels.ts'
import { retuneLevels } from './stock/retune-levels.store.ts'
import { factsWaitingFor } from './stock/waiting-facts.queries.ts'
import { openSync, type Sync } from './sync/open-sync.ts'
import { accountDependents } from './sync/pools/account-dependents.ts'
import { siteUses } from './sync/sites/site-uses.ts'
import { openSyncConfig } from './sync/sync-config.ts'

/** The whole product in one process, on a database that is already migrated. */
export type App = {
  readonly http: Http
  readonly database: Database
  readonly queue: StockQueue
  readonly bling: Bling
  readonly sites: Sites
  /** Products of sales sites, as their owners have them. */
  readonly siteProducts: SiteProducts
  /** What happens without being asked for at that moment; begins when it is told to. */
  readonly background: Background
  /** Keeps the accounts showing one stock; begins when it is told to. */
  readonly sync: Sync
  /** Orders of sales sites; its engine begins when it is told to. */
  readonly orders: Orders
  /** Opens the first set-up to another machine; worthless once a company exists. */
  readonly setupCode: string
  isSetupNeeded(): Promise<boolean>
  /** Answers what was begun, refuses what comes, closes every connection. */
  close(): Promise<void>
}

export type AppOptions = {
  readonly connection: Connection
  readonly encryptionKey: Buffer
  readonly appUrl: string | undefined
  readonly trustedProxies: number
  readonly clock: Clock
  readonly logger: Logger
  readonly bling: BlingSurroundings
  /** Tells sites where their orders stand, in place of calls to the sites. */
  readonly teller?: SiteTeller
  /** Process-wide metrics of the runtime; off where several apps live in one process. */
  readonly defaultMetrics: boolean
}

/** Makes everything once and hands it down by name. Nothing listens yet. */
export async function createApp(options: AppOptions): Promise<App> {
  const { clock, logger, connection } = options
  const database = openDatabase(connection, (error) =>
    logger.error({ err: error }, 'a database connection broke'),
  )
  const identity = openIdentity({
    connection,
    encryptionKey: options.encryptionKey,
    appUrl: options.appUrl,
    logger,
  })
  const background = createBackground({
    connection,
    database,
    clock,
    logger,
    definitions: [
      BLING_TOKEN_ROUND,
      BLING_TOKENS,
      SITE_ROUND,
      SITE_WATCH,
      SITE_PRODUCTS_ROUND,
      SITE_PRODUCTS_KEEP_UP,
    ],
  })
  const queue = announced(createStockQueue({ database, clock, logger }), background.changed)
  const bling = openBling({
    ...options.bling,
    connection,
    database,
    clock,
    logger,
    encryptionKey: options.encryptionKey,
    appUrl: options.appUrl,
    authenticate: identity.authenticate,
    dependents: accountDependents,
  })
  doTokenRounds(background.jobs, { database, clock, keep: bling.keepTokens })
  const sites = openSites({
    ...{ connection, database, clock, logger },
    encryptionKey: options.encryptionKey,
    appUrl: options.appUrl,
    jobs: background.jobs,
    outbox: background.outbox,
    dependents: [siteUses, ordersOfSite],
    http: options.bling.http,
    pace: options.bling.pace,
    random: options.bling.random,
    timeouts: options.bling.timeouts,
  })
  const catalog = {
    database,
    clock,
    repack: repackThrough(queue),
    retune: retuneLevels,
    waitingFor: factsWaitingFor,
  }
  const orders = openOrders({
    ...{ database, clock, logger },
    random: options.bling.random,
    clients: bling.clients,
    outbox: background.outbox,
    shops: sites.orders,
    teller: options.teller ?? sites.orders.tell,
  })
  const siteProducts = openSiteProducts({
    ...{ database, clock, logger, catalog },
    clients: bling.clients,
    connectorOf: sites.activeConnector,
    jobs: background.jobs,
    outbox: background.outbox,
  })
  const sitePort = { ...sites.port, ...orders.intake }
  const syncConfig = openSyncConfig({ catalog, clients: bling.clients, sites: sitePort, logger })
  const sync = openSync({
    ...{ database, queue, clock, logger },
    ...{ pace: options.bling.pace, random: options.bling.random },
    clients: bling.clients,
    inbox: bling.inbox,
    outbox: background.outbox,
    sites: sitePort,
    follow: orders.follow,
    followInvoice: orders.followInvoice,
    lookAfterInvoices: orders.lookAfterInvoices,
  })
  const http = await createHttp({
    logger,
    authenticate: identity.authenticate,
    trustedProxies: options.trustedProxies,
  })
  installHealth(http, {
    isReady: database.answers,
    queueDepth: queue.depth,
    defaultMetrics: options.defaultMetrics,
  })
  await http.register(wellKnownRoutes(identity))
  await http.register(bling.webhooks)
  await http.register(sites.webhooks)
  await http.register(sites.siteApi(orders.checkout), { prefix: '/site-api/v1' })
  await http.register(
    async (api) => {
      await api.register(identityRoutes({ identity, db: database, onSettings: retargetLevels(database) }))
      await api.register(catalogRoutes(catalog))
      await api.register(commandRoutes({ queue, clock, database }))
      await api.register(operationRoutes({ queue, clock, database }))
      await api.register(readRoutes({ database, clock }))
      await api.register(insightRoutes({ database, clock }))
      await api.register(bling.routes)
      await api.register(sites.routes)
      await api.register(siteProducts.routes)
      await api.register(syncConfig.routes)
      await api.register(sync.routes)
      await api.register(orders.routes)
      await api.register(liveRoutes(background.live))
    },
    { prefix: '/api/v1' },
  )
  return {
    http,
    database,
    queue,
    bling,
    sites,
    siteProducts,
    background,
    sync,
    orders,
    setupCode: identity.setupCode,
    isSetupNeeded: identity.isSetupNeeded,
    async close() {
      await http.close()
      await sync.engine.stop()
      await orders.engine.stop()
      await queue.drain()
      await background.stop()
      await syncConfig.drain()
      await siteProducts.drain()
      await sites.close()
      await bling.close()
      await identity.close()
      await database.close()
    },
  }
}
