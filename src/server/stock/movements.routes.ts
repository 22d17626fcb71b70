import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { movementPage, movementQuery } from '../../contract/movements.ts'
import { principalOf } from '../auth/principal.ts'
import type { Database } from '../db/database.ts'
import { listMovements } from './movement-list.queries.ts'
import { branchScope, readSnapshot } from './read-snapshot.queries.ts'

/** What happened: the ledger, newest first, under any filter. */
export const movementRoutes =
  (deps: { readonly database: Database }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/movements',
      {
        config: { access: 'stock.read' },
        schema: { tags: ['stock'], querystring: movementQuery, response: { 200: movementPage } },
      },
      async (request) => {
        const principal = principalOf(request)
        const branches = branchScope(principal, request.query.branch_id)
        return readSnapshot(deps.database, principal, (tx) => listMovements(tx, request.query, branches))
      },
    )
  }
