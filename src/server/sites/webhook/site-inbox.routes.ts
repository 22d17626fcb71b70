import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../../contract/common.ts'
import { siteEvent, siteEventPage, siteEventQuery } from '../../../contract/sites.ts'
import { answerOnce } from '../../auth/answer-once.ts'
import { actorOf, recordAudit } from '../../auth/audit.store.ts'
import { pageById } from '../../auth/page.ts'
import { principalOf } from '../../auth/principal.ts'
import { repeatableWriteOf } from '../../auth/repeatable-write.ts'
import { AppError } from '../../kernel/app-error.ts'
import { sendAnswer } from '../../kernel/send-answer.ts'
import type { SiteDeps } from '../site-deps.ts'
import { listSiteEvents, reviveSiteEvent, type SiteEventRow } from './site-inbox.store.ts'

const TAGS = { tags: ['sites'] }

/** What a site told us and what became of it, and having it dealt with again. */
export const siteInboxRoutes =
  (deps: Pick<SiteDeps, 'database' | 'clock' | 'inbox'>): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/sites/:id/inbox',
      {
        config: { access: 'sync.read' },
        schema: {
          ...TAGS,
          params: z.object({ id }),
          querystring: siteEventQuery,
          response: { 200: siteEventPage },
        },
      },
      async (request) => {
        const { tenant_id } = principalOf(request)
        const rows = await deps.database.tenant(tenant_id, (tx) =>
          listSiteEvents(tx, request.params.id, request.query),
        )
        const page = pageById(rows, request.query.limit)
        return { ...page, items: page.items.map(viewOf) }
      },
    )
    app.post(
      '/sites/:id/inbox/:event_id/reprocess',
      {
        config: { access: 'sync.write' },
        schema: { ...TAGS, params: z.object({ id, event_id: id }), response: { 200: siteEvent } },
      },
      async (request, reply) => {
        const write = repeatableWriteOf(request)
        const { principal, ip } = write
        const { id: site_id, event_id } = request.params
        const answer = await answerOnce(deps, { ...write, status: 200 }, async (tx) => {
          const row = await reviveSiteEvent(tx, { site_id, id: event_id }, deps.clock.now())
          if (row === null) throw new AppError('NOT_FOUND')
          await recordAudit(tx, {
            actor: actorOf(principal),
            action: 'site.event_reprocessed',
            target: row.id,
            facts: { topic: row.topic, event_id: row.event_id },
            ip,
          })
          return viewOf(row)
        })
        deps.inbox.wake()
        return sendAnswer(reply, answer)
      },
    )
  }

function viewOf(row: SiteEventRow): z.infer<typeof siteEvent> {
  return {
    ...row,
    received_at: row.received_at.toISOString(),
    next_attempt_at: row.next_attempt_at.toISOString(),
    settled_at: row.settled_at?.toISOString() ?? null,
  }
}
