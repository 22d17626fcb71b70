import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { BlingClients } from '../bling/client/bling-client.ts'
import type { CatalogDeps } from '../catalog/catalog-deps.ts'
import type { Logger } from '../kernel/logger.ts'
import { linkRoutes } from './links/links.routes.ts'
import { accountEffectRoutes } from './pools/account-effects.routes.ts'
import { poolRoutes } from './pools/pools.routes.ts'
import { createProductWalks } from './products/product-walks.ts'
import { blingProductRoutes } from './products/products.routes.ts'
import { siteLinkRoutes } from './sites/site-links.routes.ts'
import type { SitePort } from './sites/site-port.ts'

/** What people tell synchronisation: pools, products of the accounts, links. */
export type SyncConfig = {
  /** Routes for `/api/v1`. */
  readonly routes: FastifyPluginAsyncZod
  /** Waits for readings of products that are under way. */
  drain(): Promise<void>
}

/** Opens this part of the room. */
export function openSyncConfig(deps: {
  readonly catalog: CatalogDeps
  readonly clients: BlingClients
  readonly sites: SitePort
  readonly logger: Logger
}): SyncConfig {
  const { catalog, clients, logger } = deps
  const { database, clock } = catalog
  const copies = { database, clients, clock, logger }
  const walks = createProductWalks(copies)
  return {
    routes: async (app) => {
      await app.register(poolRoutes({ database, clock }))
      await app.register(blingProductRoutes({ catalog, walks }))
      await app.register(linkRoutes(copies))
      await app.register(siteLinkRoutes({ database, clock }))
      await app.register(accountEffectRoutes({ database, clients, sites: deps.sites, clock }))
    },
    drain: () => walks.drain(),
  }
}
