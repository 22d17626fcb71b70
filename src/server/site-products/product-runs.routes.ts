import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../contract/common.ts'
import * as contract from '../../contract/site-exchange.ts'
import { actorOf, recordAudit } from '../auth/audit.store.ts'
import { pageById } from '../auth/page.ts'
import { principalOf } from '../auth/principal.ts'
import { repeatableWriteOf } from '../auth/repeatable-write.ts'
import type { Tx } from '../db/database.ts'
import { idempotently } from '../db/idempotency.ts'
import { AppError } from '../kernel/app-error.ts'
import { decodeCursor, pageFrom } from '../kernel/cursor.ts'
import { sendAnswer } from '../kernel/send-answer.ts'
import { familyView } from './compare.ts'
import type { ExchangeDeps } from './exchange-deps.ts'
import { productSiteOf } from './field-owners.routes.ts'
import type { KeepUp } from './keep-up.ts'
import { finishRun, type RunLine, type RunShown, runLines, showRuns } from './runs.store.ts'
import { startRun } from './start-run.ts'

const TAGS = { tags: ['sites'] }
const READ = { access: 'sync.read' as const }
const WRITE = { access: 'sync.write' as const }
const SITE = z.object({ id })
const RUN = z.object({ id, run_id: id })
const position = z.int().min(0)

/** Writing what differs: as a run whose lines are kept first, told one by one, and stopped by a person. */
export const productRunRoutes =
  (deps: ExchangeDeps & { readonly keepUp: KeepUp }): FastifyPluginAsyncZod =>
  async (app) => {
    const { database, clock } = deps
    app.post(
      '/sites/:id/product-runs',
      {
        config: WRITE,
        schema: {
          ...TAGS,
          params: SITE,
          body: contract.newProductRun,
          response: { 202: contract.productRun },
        },
      },
      async (request, reply) => {
        const write = repeatableWriteOf(request)
        const { principal, ip } = write
        const { tenant_id, user_id } = principal
        const actor = actorOf(principal)
        const answer = await database.tenant(tenant_id, (tx) =>
          idempotently(tx, write, async () => {
            const site = await productSiteOf(tx, request.params.id)
            const isCatalogue = site.takers.includes('estoqueuni') || request.body.newcomers !== undefined
            if (isCatalogue && !principal.permissions.has('catalog.write')) throw new AppError('FORBIDDEN')
            const by = { origin: 'person', actor, user_id, ip, at: clock.now() } as const
            const run_id = await startRun(tx, site, request.body, by)
            return { status: 202, body: runView(await runOf(tx, site.site_id, run_id)) }
          }),
        )
        deps.keepUp.soon(tenant_id, request.params.id)
        return sendAnswer(reply, answer)
      },
    )
    app.get(
      '/sites/:id/product-runs',
      {
        config: READ,
        schema: {
          ...TAGS,
          params: SITE,
          querystring: contract.productRunQuery,
          response: { 200: contract.productRunPage },
        },
      },
      async (request) => {
        const rows = await database.tenant(principalOf(request).tenant_id, async (tx) => {
          await productSiteOf(tx, request.params.id)
          return showRuns(tx, request.params.id, request.query)
        })
        const page = pageById(rows, request.query.limit)
        return { ...page, items: page.items.map(runView) }
      },
    )
    app.get(
      '/sites/:id/product-runs/:run_id',
      { config: READ, schema: { ...TAGS, params: RUN, response: { 200: contract.productRun } } },
      (request) =>
        database.tenant(principalOf(request).tenant_id, async (tx) =>
          runView(await runOf(tx, request.params.id, request.params.run_id)),
        ),
    )
    app.get(
      '/sites/:id/product-runs/:run_id/lines',
      {
        config: READ,
        schema: {
          ...TAGS,
          params: RUN,
          querystring: contract.productRunLineQuery,
          response: { 200: contract.productRunLinePage },
        },
      },
      async (request) => {
        const { limit, cursor, state } = request.query
        const after = decodeCursor(cursor, position) ?? 0
        const rows = await database.tenant(principalOf(request).tenant_id, async (tx) => {
          const run = await runOf(tx, request.params.id, request.params.run_id)
          return runLines(tx, run.id, { after, limit, state })
        })
        return pageFrom(rows, limit, lineView, (row) => row.position)
      },
    )
    app.post(
      '/sites/:id/product-runs/:run_id/cancel',
      { config: WRITE, schema: { ...TAGS, params: RUN, response: { 200: contract.productRun } } },
      async (request) => {
        const principal = principalOf(request)
        const { id: site_id, run_id } = request.params
        return database.tenant(principal.tenant_id, async (tx) => {
          const run = await runOf(tx, site_id, run_id)
          const left = { state: 'cancelled', reason: null } as const
          if (await finishRun(tx, run.id, left, clock.now()))
            await recordAudit(tx, {
              ...{ actor: actorOf(principal), action: 'site_products.run_cancelled', target: site_id },
              ...{ facts: { run_id }, ip: request.ip },
            })
          return runView(await runOf(tx, site_id, run_id))
        })
      },
    )
  }

async function runOf(tx: Tx, site_id: string, run_id: string): Promise<RunShown> {
  const [run] = await showRuns(tx, site_id, { limit: 1, id: run_id })
  if (run === undefined) throw new AppError('NOT_FOUND', { run_id })
  return run
}

function runView(run: RunShown): contract.ProductRunView {
  const { id: run_id, site_id, origin, state, error } = run
  const { waiting, done, refused, overtaken, cancelled } = run
  return {
    ...{ id: run_id, site_id, origin, state, error },
    started_at: run.started_at.toISOString(),
    finished_at: run.finished_at?.toISOString() ?? null,
    next_attempt_at: run.next_attempt_at.toISOString(),
    lines: { waiting, done, refused, overtaken, cancelled },
  }
}

function lineView({ fingerprint: _fingerprint, attempts: _attempts, changes, family, ...line }: RunLine) {
  return {
    ...line,
    family: familyView(family),
    changes: structuredClone(changes) as z.input<typeof contract.productRunLine>['changes'],
  }
}
