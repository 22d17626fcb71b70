import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../db/database.ts'
import { apiKeyRoutes } from './api-keys.routes.ts'
import { companyRoutes, type SettingsListener } from './company.routes.ts'
import type { Identity } from './identity.ts'
import { peopleRoutes } from './people.routes.ts'
import { sessionRoutes } from './session.routes.ts'

/** All routes of this room, to be registered under `/api/v1`. */
export function identityRoutes(deps: {
  readonly identity: Identity
  readonly db: Database
  readonly onSettings?: SettingsListener
}): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(sessionRoutes(deps.identity))
    await app.register(peopleRoutes(deps.identity))
    await app.register(apiKeyRoutes(deps.identity))
    await app.register(companyRoutes(deps.db, deps.onSettings ?? (async () => {})))
  }
}
