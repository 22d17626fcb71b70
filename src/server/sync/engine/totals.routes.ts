import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { syncTotals, syncTotalsBegun, syncTotalsQuery } from '../../../contract/sync-runs.ts'
import { answerOnce } from '../../auth/answer-once.ts'
import { actorOf, recordAudit } from '../../auth/audit.store.ts'
import { principalOf } from '../../auth/principal.ts'
import { repeatableWriteOf } from '../../auth/repeatable-write.ts'
import type { Database } from '../../db/database.ts'
import type { Clock } from '../../kernel/clock.ts'
import { sendAnswer } from '../../kernel/send-answer.ts'
import { totalsOf } from './totals.queries.ts'
import { beginTotals } from './totals.store.ts'

const TAGS = { tags: ['sync'] }

/** The statistics of synchronisation, and having them begin anew. */
export const totalsRoutes =
  (deps: { readonly database: Database; readonly clock: Clock }): FastifyPluginAsyncZod =>
  async (app) => {
    const { database, clock } = deps
    app.get(
      '/sync/totals',
      {
        config: { access: 'sync.read' },
        schema: { ...TAGS, querystring: syncTotalsQuery, response: { 200: syncTotals } },
      },
      async (request) => database.tenant(principalOf(request).tenant_id, (tx) => totalsOf(tx, request.query)),
    )
    app.post(
      '/sync/totals/clear',
      { config: { access: 'sync.write' }, schema: { ...TAGS, response: { 200: syncTotalsBegun } } },
      async (request, reply) => {
        const write = repeatableWriteOf(request)
        const at = clock.now()
        const answer = await answerOnce(deps, { ...write, status: 200 }, async (tx) => {
          await beginTotals(tx, at)
          await recordAudit(tx, {
            actor: actorOf(write.principal),
            action: 'sync.totals_cleared',
            target: null,
            facts: {},
            ip: write.ip,
          })
          return { since: at.toISOString() }
        })
        return sendAnswer(reply, answer)
      },
    )
  }
