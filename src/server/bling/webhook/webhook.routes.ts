import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { recordAudit } from '../../auth/audit.store.ts'
import type { Database } from '../../db/database.ts'
import { AppError } from '../../kernel/app-error.ts'
import { rawBodyOf, storingEvent, takeRawBodies } from '../../kernel/event-door.ts'
import { newId } from '../../kernel/ids.ts'
import type { Logger } from '../../kernel/logger.ts'
import { eventIn, NO_FACTS } from '../mapping/event.ts'
import { legacyEventIn } from '../mapping/legacy-event.ts'
import type { Doors, Verdict } from './doors.ts'
import type { Inbox } from './inbox.ts'
import { SIGNATURE_HEADER } from './signature.ts'

/** What the door for events is made with. */
export type WebhookDeps = {
  readonly doors: Doors
  readonly inbox: Inbox
  readonly database: Database
  readonly logger: Logger
}

const CONFIG = { access: 'public' as const }
const ANSWER = { status: 'ok' }

/**
 * The door for Bling's events, without prefix and without session: verify, store, answer; never a call to anybody. 2xx means on disk.
 * Bodies are kept as the bytes that were signed.
 */
export const webhookRoutes =
  (deps: WebhookDeps): FastifyPluginAsyncZod =>
  async (app) => {
    takeRawBodies(app)
    app.post('/webhooks/bling', { config: CONFIG, schema: { hide: true } }, async (request, reply) => {
      await storingEvent(deps.logger, () => takeSigned(deps, request))
      return answer(reply)
    })
    app.post(
      '/webhooks/bling/legacy/:token',
      {
        config: CONFIG,
        schema: { hide: true, params: z.object({ token: z.string().regex(/^[\w-]{20,100}$/) }) },
      },
      async (request, reply) => {
        await storingEvent(deps.logger, () => takeLegacy(deps, request.params.token, rawBodyOf(request)))
        return answer(reply)
      },
    )
  }

function answer(reply: FastifyReply) {
  return reply.status(200).send(ANSWER)
}

async function takeSigned(deps: WebhookDeps, request: FastifyRequest): Promise<void> {
  const raw = rawBodyOf(request)
  const read = eventIn(parsed(raw), () => `sha256:${createHash('sha256').update(raw).digest('hex')}`)
  if (read === null) throw new AppError('INVALID_SIGNATURE')
  const verdict = await deps.doors.judge(read.company_id, raw, request.headers[SIGNATURE_HEADER])
  if (verdict.kind === 'foreign') await auditForeign(deps, verdict, read.company_id, request.ip)
  if (verdict.kind === 'foreign' || verdict.kind === 'unsigned') throw new AppError('INVALID_SIGNATURE')
  if (verdict.kind === 'accepted')
    await Promise.all(verdict.accounts.map((account) => deps.inbox.put(account, 'webhook', read.event)))
}

/** It carries no id and no date: each arrival is an event of its own, and a hint to look again. */
async function takeLegacy(deps: WebhookDeps, token: string, raw: Buffer): Promise<void> {
  const account = await deps.doors.ofLegacyToken(token)
  if (account === null) throw new AppError('NOT_FOUND')
  const read = legacyEventIn(raw.toString('utf8')) ?? { event: 'unknown.callback', facts: NO_FACTS }
  await deps.inbox.put(account, 'legacy', { ...read, event_id: `callback:${newId()}`, occurred_at: null })
}

async function auditForeign(
  deps: WebhookDeps,
  verdict: Extract<Verdict, { kind: 'foreign' }>,
  company_id: string,
  ip: string,
): Promise<void> {
  await deps.database.tenant(verdict.tenant_id, (tx) =>
    recordAudit(tx, {
      actor: { id: null, kind: 'nobody' },
      action: 'bling.event_rejected',
      target: verdict.app_id,
      facts: { company_id, reason: 'the company is not connected with this application' },
      ip,
    }),
  )
}

function parsed(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'))
  } catch {
    return undefined
  }
}
