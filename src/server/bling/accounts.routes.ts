import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import * as contract from '../../contract/bling.ts'
import { id } from '../../contract/common.ts'
import { pageById } from '../auth/page.ts'
import { principalOf } from '../auth/principal.ts'
import { AppError } from '../kernel/app-error.ts'
import { accountView } from './account-view.ts'
import { listAccounts, readAccount } from './accounts.store.ts'
import type { BlingDeps } from './bling-deps.ts'

const TAGS = { tags: ['bling'] }
const params = z.object({ id })
const read = { config: { access: 'sync.read' as const } }

/** Connected accounts, and what goes away with each. */
export const accountRoutes =
  (deps: BlingDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/bling/accounts',
      {
        ...read,
        schema: {
          ...TAGS,
          querystring: contract.blingPageQuery,
          response: { 200: contract.blingAccountPage },
        },
      },
      async (request) => {
        const { tenant_id } = principalOf(request)
        const rows = await deps.database.tenant(tenant_id, (tx) => listAccounts(tx, request.query))
        const page = pageById(rows, request.query.limit)
        return { ...page, items: page.items.map((row) => accountView(row, deps.clock.now())) }
      },
    )
    app.get(
      '/bling/accounts/:id',
      { ...read, schema: { ...TAGS, params, response: { 200: contract.blingAccount } } },
      async (request) => {
        const { tenant_id } = principalOf(request)
        const row = await deps.database.tenant(tenant_id, (tx) => readAccount(tx, request.params.id))
        if (row === null) throw new AppError('NOT_FOUND', { account_id: request.params.id })
        return accountView(row, deps.clock.now())
      },
    )
    app.get(
      '/bling/accounts/:id/dependents',
      { ...read, schema: { ...TAGS, params, response: { 200: contract.blingDependents } } },
      async (request) => {
        const { tenant_id } = principalOf(request)
        return deps.database.tenant(tenant_id, async (tx) => {
          if ((await readAccount(tx, request.params.id)) === null) throw new AppError('NOT_FOUND')
          return { items: [...(await deps.dependents.list(tx, request.params.id))] }
        })
      },
    )
  }
