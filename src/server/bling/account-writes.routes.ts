import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import * as contract from '../../contract/bling.ts'
import { id } from '../../contract/common.ts'
import { repeatableWriteOf } from '../auth/repeatable-write.ts'
import { publicAddress } from '../kernel/public-address.ts'
import { sendAnswer } from '../kernel/send-answer.ts'
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
      async (request, reply) =>
        sendAnswer(reply, await changeAccount(deps, writeOf(request, request.params.id), request.body)),
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
        const { token, replayed } = await renewLegacyToken(deps, writeOf(request, request.params.id))
        const url = `${publicAddress(deps, request)}/webhooks/bling/legacy/${token}`
        reply.header('cache-control', 'no-store')
        return sendAnswer(reply, { status: 201, body: JSON.stringify({ url }), replayed })
      },
    )
  }

function writeOf(request: FastifyRequest, accountId: string): AccountWrite {
  return { ...repeatableWriteOf(request), id: accountId }
}
