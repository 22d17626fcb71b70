import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { branch, branchChange, branchPage, branchQuery, newBranch } from '../../contract/catalog.ts'
import { id } from '../../contract/common.ts'
import { principalOf } from '../auth/principal.ts'
import { decodeCursor, pageFrom } from '../kernel/cursor.ts'
import { sendAnswer } from '../kernel/send-answer.ts'
import { listBranches } from './branches.store.ts'
import type { CatalogDeps } from './catalog-deps.ts'
import { catalogWriteOf } from './catalog-write.ts'
import { branchView, changeBranch, createBranch } from './save-branch.ts'

const TAGS = { tags: ['catalog'] }
const position = z.object({ name: z.string(), id })

/** Branches: who reaches only some of them sees only those. */
export const branchRoutes =
  (deps: CatalogDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/branches',
      {
        config: { access: 'catalog.read' },
        schema: { ...TAGS, querystring: branchQuery, response: { 200: branchPage } },
      },
      async (request) => {
        const { tenant_id, branch_ids } = principalOf(request)
        const { limit, cursor } = request.query
        const after = decodeCursor(cursor, position)
        const only = branch_ids === null ? null : [...branch_ids]
        const rows = await deps.database.tenant(tenant_id, (tx) => listBranches(tx, { limit, after, only }))
        return pageFrom(rows, limit, branchView, (row) => ({ name: row.name, id: row.id }))
      },
    )
    app.post(
      '/branches',
      {
        config: { access: 'branches.write' },
        schema: { ...TAGS, body: newBranch, response: { 201: branch } },
      },
      async (request, reply) =>
        sendAnswer(reply, await createBranch(deps, catalogWriteOf(request), request.body)),
    )
    app.patch(
      '/branches/:id',
      {
        config: { access: 'branches.write' },
        schema: { ...TAGS, params: z.object({ id }), body: branchChange, response: { 200: branch } },
      },
      async (request, reply) =>
        sendAnswer(reply, await changeBranch(deps, catalogWriteOf(request), request.params.id, request.body)),
    )
  }
