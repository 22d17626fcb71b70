import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Identity } from './identity.ts'
import { sessionRoutes } from './session.routes.ts'

/** All routes of this room, to be registered under `/api/v1`. */
export function identityRoutes(deps: { readonly identity: Identity }): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(sessionRoutes(deps.identity))
  }
}
