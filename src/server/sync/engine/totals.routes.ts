import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { syncTotals, syncTotalsBegun, syncTotalsQuery } from '../../../contract/sync-runs.ts'
import { actorOf, recordAudit } from '../../auth/audit.store.ts'
import { principalOf } from '../../auth/principal.ts'
import type { Database } from '../../db/database.ts'
import type { Clock } from '../../kernel/clock.ts'
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
      async (request) => {
        const principal = principalOf(request)
        const at = clock.now()
        await database.tenant(principal.tenant_id, async (tx) => {
          await beginTotals(tx, at)
          await recordAudit(tx, {
            actor: actorOf(principal),
            action: 'sync.totals_cleared',
            target: null,
            facts: {},
            ip: request.ip,
          })
        })
        return { since: at.toISOString() }
      },
    )
  }
