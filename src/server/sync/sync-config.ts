import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { poolRoutes } from './pools/pools.routes.ts'
import type { PoolDeps } from './pools/save-pool.ts'

/** Everything that synchronisation is told by people, for `/api/v1`. */
export const syncConfigRoutes =
  (deps: PoolDeps): FastifyPluginAsyncZod =>
  async (app) => {
    await app.register(poolRoutes(deps))
  }
