import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../contract/common.ts'
import * as contract from '../../contract/identity.ts'
import { keys } from './api-keys.store.ts'
import { makeApiKey, revokeApiKey } from './api-keys.ts'
import type { Identity } from './identity.ts'
import { pageById } from './page.ts'
import { principalOf } from './principal.ts'

const TAGS = { tags: ['identity'] }
const MANAGE = { access: 'keys.manage' } as const

/** Keys of other systems. */
export function apiKeyRoutes(identity: Identity): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api-keys',
      {
        config: MANAGE,
        schema: { ...TAGS, querystring: contract.peopleQuery, response: { 200: contract.apiKeyPage } },
      },
      async (request) => {
        const { tenant_id } = principalOf(request)
        const rows = await identity.db.tenant(tenant_id, (tx) => keys(tx, request.query))
        return pageById(rows, request.query.limit)
      },
    )
    app.post(
      '/api-keys',
      {
        config: MANAGE,
        schema: { ...TAGS, body: contract.newApiKey, response: { 201: contract.madeApiKey } },
      },
      async (request, reply) => {
        reply.status(201).header('cache-control', 'no-store')
        return makeApiKey(identity, principalOf(request), request.body, request.ip)
      },
    )
    app.delete(
      '/api-keys/:id',
      { config: MANAGE, schema: { ...TAGS, params: z.object({ id }), response: { 204: z.null() } } },
      async (request, reply) => {
        await revokeApiKey(identity, principalOf(request), request.params.id, request.ip)
        return reply.status(204).send(null)
      },
    )
  }
}
