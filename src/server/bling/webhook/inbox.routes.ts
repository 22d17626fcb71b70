import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { inboxEvent, inboxPage, inboxQuery } from '../../../contract/bling.ts'
import { id } from '../../../contract/common.ts'
import { answerOnce } from '../../auth/answer-once.ts'
import { actorOf, recordAudit } from '../../auth/audit.store.ts'
import { pageById } from '../../auth/page.ts'
import { principalOf } from '../../auth/principal.ts'
import { repeatableWriteOf } from '../../auth/repeatable-write.ts'
import type { Database } from '../../db/database.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { Clock } from '../../kernel/clock.ts'
import { sendAnswer } from '../../kernel/send-answer.ts'
import { type InboxRow, listEvents, reviveEvent } from './inbox.store.ts'
import type { Inbox } from './inbox.ts'

const TAGS = { tags: ['bling'] }

/** Events and their fate, and having one dealt with again. */
export const inboxRoutes =
  (deps: {
    readonly database: Database
    readonly clock: Clock
    readonly inbox: Inbox
  }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/inbox',
      {
        config: { access: 'sync.read' },
        schema: { ...TAGS, querystring: inboxQuery, response: { 200: inboxPage } },
      },
      async (request) => {
        const { tenant_id } = principalOf(request)
        const rows = await deps.database.tenant(tenant_id, (tx) => listEvents(tx, request.query))
        const page = pageById(rows, request.query.limit)
        return { ...page, items: page.items.map(viewOf) }
      },
    )
    app.post(
      '/inbox/:id/reprocess',
      {
        config: { access: 'sync.write' },
        schema: { ...TAGS, params: z.object({ id }), response: { 200: inboxEvent } },
      },
      async (request, reply) => {
        const write = repeatableWriteOf(request)
        const { principal, ip } = write
        const answer = await answerOnce(deps, { ...write, status: 200 }, async (tx) => {
          const row = await reviveEvent(tx, request.params.id, deps.clock.now())
          if (row === null) throw new AppError('NOT_FOUND')
          await recordAudit(tx, {
            actor: actorOf(principal),
            action: 'bling.event_reprocessed',
            target: row.id,
            facts: { event: row.event, event_id: row.event_id },
            ip,
          })
          return viewOf(row)
        })
        deps.inbox.wake()
        return sendAnswer(reply, answer)
      },
    )
  }

function viewOf(row: InboxRow): z.infer<typeof inboxEvent> {
  return {
    ...row,
    occurred_at: row.occurred_at?.toISOString() ?? null,
    received_at: row.received_at.toISOString(),
    next_attempt_at: row.next_attempt_at.toISOString(),
    settled_at: row.settled_at?.toISOString() ?? null,
  }
}
