import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import * as contract from '../../contract/bling.ts'
import { id } from '../../contract/common.ts'
import { principalOf } from '../auth/principal.ts'
import { publicAddress } from '../kernel/public-address.ts'
import { accountView } from './account-view.ts'
import type { BlingDeps } from './bling-deps.ts'
import { type AccountWrite, changeAccount, renewLegacyToken } from './change-account.ts'
import { disconnectAccount } from './disconnect-account.ts'

const TAGS = { tags: ['bling'] }
const params = z.object({ id })
const write = { config: { access: 'sync.write' as const } }

/** What people change about connected accounts. */
export const accountWriteRoutes =
  (deps: BlingDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.patch(
      '/bling/accounts/:id',
      {
        ...write,
        schema: {
          ...TAGS,
          params,
          body: contract.blingAccountChange,
          response: { 200: contract.blingAccount },
        },
      },
      async (request) =>
        accountView(
          await changeAccount(deps, writeOf(request, request.params.id), request.body),
          deps.clock.now(),
        ),
    )
    app.delete(
      '/bling/accounts/:id',
      { ...write, schema: { ...TAGS, params, response: { 204: z.null() } } },
      async (request, reply) => {
        await disconnectAccount(deps, writeOf(request, request.params.id))
        return reply.status(204).send(null)
      },
    )
    app.post(
      '/bling/accounts/:id/legacy-callback',
      { ...write, schema: { ...TAGS, params, response: { 201: contract.legacyCallback } } },
      async (request, reply) => {
        const token = await renewLegacyToken(deps, writeOf(request, request.params.id))
        reply.header('cache-control', 'no-store').status(201)
        return { url: `${publicAddress(deps, request)}/webhooks/bling/legacy/${token}` }
      },
    )
  }

function writeOf(request: FastifyRequest, accountId: string): AccountWrite {
  return { principal: principalOf(request), id: accountId, ip: request.ip }
}
