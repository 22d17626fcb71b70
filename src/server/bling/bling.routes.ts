import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { accountWriteRoutes } from './account-writes.routes.ts'
import { accountRoutes } from './accounts.routes.ts'
import { appRoutes } from './apps.routes.ts'
import type { BlingDeps } from './bling-deps.ts'
import { depositRoutes } from './deposits.routes.ts'
import { authorizationRoutes } from './oauth/authorization.routes.ts'
import { orderChoiceRoutes } from './order-choices.routes.ts'
import { inboxRoutes } from './webhook/inbox.routes.ts'

/** All routes of this room that need a session, to be registered under `/api/v1`. */
export const blingRoutes =
  (deps: BlingDeps): FastifyPluginAsyncZod =>
  async (app) => {
    await app.register(appRoutes(deps))
    await app.register(accountRoutes(deps))
    await app.register(accountWriteRoutes(deps))
    await app.register(authorizationRoutes(deps))
    await app.register(depositRoutes(deps))
    await app.register(orderChoiceRoutes(deps))
    await app.register(inboxRoutes(deps))
  }
