import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../db/database.ts'
import type { Clock } from '../kernel/clock.ts'
import { divergenceRoutes } from './divergences.routes.ts'
import { documentRoutes } from './documents.routes.ts'
import { inventoryRoutes } from './inventory.routes.ts'
import { movementRoutes } from './movements.routes.ts'
import { proofRoutes } from './proof.routes.ts'

/** What the questions about stock are answered with. */
export type ReadDeps = { readonly database: Database; readonly clock: Clock }

/** Every question about stock. */
export const readRoutes =
  (deps: ReadDeps): FastifyPluginAsyncZod =>
  async (app) => {
    await app.register(inventoryRoutes(deps))
    await app.register(movementRoutes(deps))
    await app.register(documentRoutes(deps))
    await app.register(divergenceRoutes(deps))
    await app.register(proofRoutes(deps))
  }
