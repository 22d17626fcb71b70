import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { newSale, saleAnswer } from '../../contract/stock.ts'
import { principalOf } from '../auth/principal.ts'
import type { Database } from '../db/database.ts'
import { type ExecuteDeps, executeAndReply, inputOf } from './execute.ts'
import { recordSale } from './record-sale.ts'
import { resolveSale } from './resolve-lines.ts'

/** The commands of stock: each parses, makes a command, waits for its batch and answers. */
export const commandRoutes =
  (deps: ExecuteDeps & { readonly database: Database }): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/sales',
      {
        config: { access: 'stock.sell', rechecked: 'in_batch' },
        schema: { tags: ['stock'], body: newSale, response: { 201: saleAnswer } },
      },
      async (request, reply) => {
        const sale = await resolveSale(deps.database, principalOf(request).tenant_id, request.body)
        return executeAndReply(deps, reply, recordSale(inputOf(deps, request, sale)))
      },
    )
  }
