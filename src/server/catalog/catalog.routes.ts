import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { branchRoutes } from './branches.routes.ts'
import type { CatalogDeps } from './catalog-deps.ts'
import { productFileRoutes } from './product-files.routes.ts'
import { branchAlertRoutes, productRoutes } from './products.routes.ts'

/** All routes of the catalogue, to be registered under `/api/v1`. */
export const catalogRoutes =
  (deps: CatalogDeps): FastifyPluginAsyncZod =>
  async (app) => {
    await app.register(branchRoutes(deps))
    await app.register(productRoutes(deps))
    await app.register(branchAlertRoutes(deps))
    await app.register(productFileRoutes(deps))
  }
