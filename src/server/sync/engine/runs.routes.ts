import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../../contract/common.ts'
import { newSyncRun, syncRun, syncRunDetail, syncRunPage, syncRunQuery } from '../../../contract/sync-runs.ts'
import { pageById } from '../../auth/page.ts'
import { principalOf } from '../../auth/principal.ts'
import { repeatableWriteOf } from '../../auth/repeatable-write.ts'
import type { Tx } from '../../db/database.ts'
import { AppError } from '../../kernel/app-error.ts'
import { sendAnswer } from '../../kernel/send-answer.ts'
import type { PlanDeps } from './make-plan.ts'
import { listRuns, readRun, writesOfRun } from './run-list.queries.ts'
import { startRun, switchManyRun } from './start-run.ts'

const TAGS = { tags: ['sync'] }
const params = z.object({ id })
const WRITE = { access: 'sync.write' as const }
const READ = { access: 'sync.read' as const }
/** Children shown with their run; the rest are listed by `parent_id`. */
const CHILDREN = 100

/** Manual synchronisation, and the history of everything that synchronisation did. */
export const runRoutes =
  (deps: PlanDeps & { readonly wake: () => void }): FastifyPluginAsyncZod =>
  async (app) => {
    const { database } = deps
    app.post(
      '/sync/runs',
      { config: WRITE, schema: { ...TAGS, body: newSyncRun, response: { 202: syncRun } } },
      async (request, reply) => {
        const answer = await startRun(deps, repeatableWriteOf(request), request.body)
        deps.wake()
        return sendAnswer(reply, answer)
      },
    )
    for (const [path, to] of [
      ['cancel', 'cancelled'],
      ['resume', 'running'],
    ] as const) {
      app.post(
        `/sync/runs/:id/${path}`,
        { config: WRITE, schema: { ...TAGS, params, response: { 200: syncRun } } },
        async (request, reply) => {
          const run = { id: request.params.id, to }
          const answer = await switchManyRun(deps, repeatableWriteOf(request), run)
          deps.wake()
          return sendAnswer(reply, answer)
        },
      )
    }
    app.get(
      '/sync/runs',
      { config: READ, schema: { ...TAGS, querystring: syncRunQuery, response: { 200: syncRunPage } } },
      async (request) => {
        const { tenant_id } = principalOf(request)
        const runs = await database.tenant(tenant_id, (tx) => listRuns(tx, request.query))
        return pageById(runs, request.query.limit)
      },
    )
    app.get(
      '/sync/runs/:id',
      { config: READ, schema: { ...TAGS, params, response: { 200: syncRunDetail } } },
      async (request) => {
        const { id: run_id } = request.params
        return database.tenant(principalOf(request).tenant_id, async (tx) => {
          const run = await mustRead(tx, run_id)
          const children = await listRuns(tx, { parent_id: run_id, limit: CHILDREN })
          return { ...run, writes: await writesOfRun(tx, run_id), children: children.slice(0, CHILDREN) }
        })
      },
    )
  }

async function mustRead(tx: Tx, run_id: string) {
  const run = await readRun(tx, run_id)
  if (run === null) throw new AppError('NOT_FOUND')
  return run
}
