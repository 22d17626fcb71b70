import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../../contract/common.ts'
import * as contract from '../../../contract/product-links.ts'
import { principalOf } from '../../auth/principal.ts'
import { catalogWriteOf } from '../../catalog/catalog-write.ts'
import { decodeCursor, pageFrom } from '../../kernel/cursor.ts'
import { sendAnswer } from '../../kernel/send-answer.ts'
import type { CopyDeps } from '../products/copy-deps.ts'
import { listLinks } from './link-list.queries.ts'
import { refuseLink } from './refuse-link.ts'
import { removeLink, saveLink } from './save-link.ts'
import { linkSuggestions } from './suggestions.ts'

const TAGS = { tags: ['sync'] }
const position = z.object({ product_id: id, account_id: id })
const read = { config: { access: 'sync.read' as const } }
const write = { config: { access: 'sync.write' as const } }

/** Which product of each account is which of ours. */
export const linkRoutes =
  (deps: CopyDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/product-links',
      {
        ...read,
        schema: {
          ...TAGS,
          querystring: contract.productLinkQuery,
          response: { 200: contract.productLinkPage },
        },
      },
      async (request) => {
        const after = decodeCursor(request.query.cursor, position)
        const { tenant_id } = principalOf(request)
        const rows = await deps.database.tenant(tenant_id, (tx) => listLinks(tx, request.query, after))
        return pageFrom(
          rows,
          request.query.limit,
          (row) => row,
          ({ product_id, account_id }) => ({ product_id, account_id }),
        )
      },
    )
    app.get(
      '/product-links/suggestions',
      {
        ...read,
        schema: {
          ...TAGS,
          querystring: contract.linkSuggestionQuery,
          response: { 200: contract.linkSuggestionPage },
        },
      },
      async (request) => {
        const after = decodeCursor(request.query.cursor, z.string())
        const { tenant_id } = principalOf(request)
        return deps.database.tenant(tenant_id, (tx) => linkSuggestions(tx, request.query, after))
      },
    )
    app.post(
      '/product-links',
      {
        ...write,
        schema: { ...TAGS, body: contract.newProductLink, response: { 201: contract.productLink } },
      },
      async (request, reply) =>
        sendAnswer(reply, await saveLink(deps, catalogWriteOf(request), request.body)),
    )
    app.post(
      '/product-links/refusals',
      {
        ...write,
        schema: {
          ...TAGS,
          body: contract.refusedProductLink,
          response: { 201: contract.refusedProductLink },
        },
      },
      async (request, reply) =>
        sendAnswer(reply, await refuseLink(deps, catalogWriteOf(request), request.body)),
    )
    app.delete(
      '/product-links/:product_id/:account_id',
      { ...write, schema: { ...TAGS, params: position, response: { 204: z.null() } } },
      async (request, reply) => {
        await removeLink(deps, catalogWriteOf(request), request.params)
        return reply.status(204).send(null)
      },
    )
  }
