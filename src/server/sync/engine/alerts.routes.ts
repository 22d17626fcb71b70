import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { alertSentence } from '../../../contract/alert-sentences.ts'
import { alertPage, alertQuery } from '../../../contract/sync-runs.ts'
import { pageById } from '../../auth/page.ts'
import { principalOf } from '../../auth/principal.ts'
import type { Database } from '../../db/database.ts'
import { listAlerts } from './alerts.store.ts'

/** What a person has to look at. Alerts close by themselves when their cause is gone. */
export const alertRoutes =
  (deps: { readonly database: Database }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/alerts',
      {
        config: { access: 'sync.read' },
        schema: { tags: ['sync'], querystring: alertQuery, response: { 200: alertPage } },
      },
      async (request) => {
        const rows = await deps.database.tenant(principalOf(request).tenant_id, (tx) =>
          listAlerts(tx, request.query),
        )
        const page = pageById(rows, request.query.limit)
        return {
          ...page,
          items: page.items.map((row) => ({
            ...row,
            sentence: alertSentence(row.kind, row.facts),
            opened_at: row.opened_at.toISOString(),
            resolved_at: row.resolved_at?.toISOString() ?? null,
          })),
        }
      },
    )
  }
