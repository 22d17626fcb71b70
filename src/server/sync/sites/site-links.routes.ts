import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../../contract/common.ts'
import * as contract from '../../../contract/site-products.ts'
import { principalOf } from '../../auth/principal.ts'
import { repeatableWriteOf } from '../../auth/repeatable-write.ts'
import { decodeCursor } from '../../kernel/cursor.ts'
import { sendAnswer } from '../../kernel/send-answer.ts'
import { removeSiteLink, type SiteLinkDeps, saveSiteLink } from './save-site-link.ts'
import { siteLinkSuggestions } from './site-suggestions.ts'

const TAGS = { tags: ['sites'] }
const write = { config: { access: 'sync.write' as const } }

/** Which product of each site is which of ours. */
export const siteLinkRoutes =
  (deps: SiteLinkDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/sites/:id/links/suggestions',
      {
        config: { access: 'sync.read' },
        schema: {
          ...TAGS,
          params: z.object({ id }),
          querystring: contract.siteLinkSuggestionQuery,
          response: { 200: contract.siteLinkSuggestionPage },
        },
      },
      async (request) => {
        const { limit, cursor } = request.query
        const after = decodeCursor(cursor, z.string().max(120))
        const { tenant_id } = principalOf(request)
        return deps.database.tenant(tenant_id, (tx) =>
          siteLinkSuggestions(tx, request.params.id, { limit, after }),
        )
      },
    )
    app.post(
      '/sites/:id/links',
      {
        ...write,
        schema: {
          ...TAGS,
          params: z.object({ id }),
          body: contract.newSiteLink,
          response: { 201: contract.siteLink },
        },
      },
      async (request, reply) =>
        sendAnswer(
          reply,
          await saveSiteLink(deps, repeatableWriteOf(request), request.params.id, request.body),
        ),
    )
    app.delete(
      '/sites/:id/links/:product_id',
      {
        ...write,
        schema: { ...TAGS, params: z.object({ id, product_id: id }), response: { 204: z.null() } },
      },
      async (request, reply) => {
        await removeSiteLink(deps, repeatableWriteOf(request), request.params)
        return reply.status(204).send(null)
      },
    )
  }
