import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { purchasePage, purchaseQuery } from '../../contract/purchases.ts'
import { salePage, saleQuery } from '../../contract/sales.ts'
import { principalOf } from '../auth/principal.ts'
import type { Database } from '../db/database.ts'
import { listPurchases } from './purchase-list.queries.ts'
import { branchScope, readSnapshot } from './read-snapshot.queries.ts'
import { listSales } from './sale-list.queries.ts'

/** Sales and purchases as they were written down. */
export const documentRoutes =
  (deps: { readonly database: Database }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/sales',
      {
        config: { access: 'stock.read' },
        schema: { tags: ['stock'], querystring: saleQuery, response: { 200: salePage } },
      },
      async (request) => {
        const principal = principalOf(request)
        const branches = branchScope(principal, request.query.branch_id)
        return readSnapshot(deps.database, principal, (tx) => listSales(tx, request.query, branches))
      },
    )
    app.get(
      '/purchases',
      {
        config: { access: 'stock.read' },
        schema: { tags: ['stock'], querystring: purchaseQuery, response: { 200: purchasePage } },
      },
      async (request) => {
        const principal = principalOf(request)
        const branches = branchScope(principal, request.query.branch_id)
        return readSnapshot(deps.database, principal, (tx) => listPurchases(tx, request.query, branches))
      },
    )
  }
