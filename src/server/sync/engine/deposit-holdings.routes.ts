import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { depositHoldingList } from '../../../contract/deposit-holdings.ts'
import { principalOf } from '../../auth/principal.ts'
import type { Database } from '../../db/database.ts'
import { depositHoldings } from './deposit-holdings.queries.ts'

/** What deposits hold, as synchronisation last saw it. Deposits outside of every pool are nobody's to look at and are not here. */
export const depositHoldingRoutes =
  (deps: { readonly database: Database }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/sync/deposits',
      { config: { access: 'sync.read' }, schema: { tags: ['sync'], response: { 200: depositHoldingList } } },
      async (request) => ({
        items: await deps.database.tenant(principalOf(request).tenant_id, depositHoldings),
      }),
    )
  }
