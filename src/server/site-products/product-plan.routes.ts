import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../contract/common.ts'
import * as contract from '../../contract/site-exchange.ts'
import { principalOf } from '../auth/principal.ts'
import { decodeCursor, pageFrom } from '../kernel/cursor.ts'
import { planCounts, plannedProducts } from './compare.ts'
import type { ExchangeDeps } from './exchange-deps.ts'
import { productSiteOf } from './field-owners.routes.ts'
import { readWholes } from './read-wholes.ts'

const TAGS = { tags: ['sites'] }
const SITE = z.object({ id })
const position = z.string().max(200)

/** What would be written so that a site and its owners agree; nothing is written here. */
export const productPlanRoutes =
  (deps: ExchangeDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { database } = deps
    app.get(
      '/sites/:id/product-plan',
      {
        config: { access: 'sync.read' },
        schema: {
          ...TAGS,
          params: SITE,
          querystring: contract.planQuery,
          response: { 200: contract.plannedPage },
        },
      },
      async (request) => {
        const { limit, cursor } = request.query
        const after = decodeCursor(cursor, position)
        return database.tenant(principalOf(request).tenant_id, async (tx) => {
          const site = await productSiteOf(tx, request.params.id)
          const rows = await plannedProducts(tx, site, request.query, after)
          const page = pageFrom(
            rows,
            limit,
            (row) => row,
            ({ sku }) => sku,
          )
          return { ...page, counts: cursor === undefined ? await planCounts(tx, site) : null }
        })
      },
    )
    app.post(
      '/sites/:id/product-readings',
      {
        config: { access: 'sync.write' },
        schema: { ...TAGS, params: SITE, response: { 202: contract.productReading } },
      },
      async (request, reply) => {
        const { tenant_id } = principalOf(request)
        const { account, unread } = await database.tenant(tenant_id, async (tx) => {
          const site = await productSiteOf(tx, request.params.id)
          return { account: site.account_in_force, unread: (await planCounts(tx, site)).unread }
        })
        if (account !== null) deps.errands.begin(() => readWholes(deps, tenant_id, account, 'person'))
        return reply.status(202).send({ unread })
      },
    )
  }
