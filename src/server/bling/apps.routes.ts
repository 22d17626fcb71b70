import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import * as contract from '../../contract/bling.ts'
import { id } from '../../contract/common.ts'
import { pageById } from '../auth/page.ts'
import { principalOf } from '../auth/principal.ts'
import { repeatableWriteOf } from '../auth/repeatable-write.ts'
import { publicAddress } from '../kernel/public-address.ts'
import { sendAnswer } from '../kernel/send-answer.ts'
import { type AppRow, listApps } from './apps.store.ts'
import type { BlingDeps } from './bling-deps.ts'
import { changeApp, registerApp } from './register-app.ts'

const TAGS = { tags: ['bling'] }

/** Applications registered in Bling, with the addresses to type in there. */
export const appRoutes =
  (deps: BlingDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const viewOf = (row: AppRow, request: FastifyRequest): z.infer<typeof contract.blingApp> => ({
      id: row.id,
      name: row.name,
      client_id: row.client_id,
      created_at: row.created_at.toISOString(),
      redirect_url: `${publicAddress(deps, request)}/api/v1/bling/callback`,
      webhook_url: `${publicAddress(deps, request)}/webhooks/bling`,
    })
    app.get(
      '/bling/apps',
      {
        config: { access: 'sync.read' },
        schema: { ...TAGS, querystring: contract.blingPageQuery, response: { 200: contract.blingAppPage } },
      },
      async (request) => {
        const { tenant_id } = principalOf(request)
        const rows = await deps.database.tenant(tenant_id, (tx) => listApps(tx, request.query))
        const page = pageById(rows, request.query.limit)
        return { ...page, items: page.items.map((row) => viewOf(row, request)) }
      },
    )
    app.post(
      '/bling/apps',
      {
        config: { access: 'sync.write' },
        schema: { ...TAGS, body: contract.newBlingApp, response: { 201: contract.blingApp } },
      },
      async (request, reply) => {
        const view = (row: AppRow) => viewOf(row, request)
        return sendAnswer(reply, await registerApp(deps, repeatableWriteOf(request), request.body, view))
      },
    )
    app.patch(
      '/bling/apps/:id',
      {
        config: { access: 'sync.write' },
        schema: {
          ...TAGS,
          params: z.object({ id }),
          body: contract.blingAppChange,
          response: { 200: contract.blingApp },
        },
      },
      async (request, reply) => {
        const write = { ...repeatableWriteOf(request), id: request.params.id }
        const view = (row: AppRow) => viewOf(row, request)
        return sendAnswer(reply, await changeApp(deps, write, request.body, view))
      },
    )
  }
