import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../../contract/common.ts'
import { demandPage, demandQuery, drawVerdict, ignoredTotals } from '../../../contract/sync-runs.ts'
import { principalOf } from '../../auth/principal.ts'
import { repeatableWriteOf } from '../../auth/repeatable-write.ts'
import { decodeCursor, pageFrom } from '../../kernel/cursor.ts'
import { sendAnswer } from '../../kernel/send-answer.ts'
import { countIgnored, listDemand } from './demand-list.queries.ts'
import type { PlanDeps } from './make-plan.ts'
import { removeOrder } from './remove-order.ts'
import { resolveDraw } from './resolve-draw.ts'

const TAGS = { tags: ['sync'] }
const READ = { access: 'sync.read' as const }
const WRITE = { access: 'sync.write' as const }
const position = z.object({
  first_seen_at: z.string(),
  channel_id: id,
  order_id: z.string(),
  item_id: z.string(),
})

/** What orders ask for, and what a person may decide about it. */
export const demandRoutes =
  (deps: PlanDeps & { readonly wake: () => void }): FastifyPluginAsyncZod =>
  async (app) => {
    const { database } = deps
    app.get(
      '/sync/demand',
      { config: READ, schema: { ...TAGS, querystring: demandQuery, response: { 200: demandPage } } },
      async (request) => {
        const { query } = request
        const after = decodeCursor(query.cursor, position)
        const rows = await database.tenant(principalOf(request).tenant_id, (tx) =>
          listDemand(tx, query, after),
        )
        return pageFrom(
          rows,
          query.limit,
          (row) => row,
          ({ first_seen_at, channel_id, order_id, item_id }) => ({
            first_seen_at,
            channel_id,
            order_id,
            item_id,
          }),
        )
      },
    )
    app.get(
      '/sync/demand/ignored',
      { config: READ, schema: { ...TAGS, response: { 200: ignoredTotals } } },
      async (request) => ({
        items: await database.tenant(principalOf(request).tenant_id, countIgnored),
      }),
    )
    app.delete(
      '/sync/orders/:account_id/:order_id',
      {
        config: WRITE,
        schema: {
          ...TAGS,
          params: z.object({ account_id: id, order_id: z.string().regex(/^\d{1,20}$/) }),
          response: { 200: z.object({ order_id: z.string(), released_skus: z.array(z.string()) }) },
        },
      },
      async (request) => {
        const by = { principal: principalOf(request), ip: request.ip }
        const released = await removeOrder(deps, by, request.params)
        deps.wake()
        return { order_id: request.params.order_id, released_skus: [...released] }
      },
    )
    app.post(
      '/sync/draws/:reference/verdict',
      {
        config: WRITE,
        schema: {
          ...TAGS,
          params: z.object({ reference: id }),
          body: drawVerdict,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const verdict = { ...request.params, ...request.body }
        const answer = await resolveDraw(deps, repeatableWriteOf(request), verdict)
        deps.wake()
        return sendAnswer(reply, answer)
      },
    )
  }
